/** What fullband finds on this machine: versions, and which backends run, with the reason and the remedy for each that does not. */
import { availableParallelism, totalmem } from 'node:os';
import { type TrainingProbe, probeTraining } from './doctor-training.ts';
import { type BackendProbe, probeBackends } from './engine/backends.ts';
import { firstLine } from './store/data-error.ts';
import { fullbandVersion } from './version.ts';

/** A part that is there in a usable version, or is not. */
export interface PartReport {
  readonly runs: boolean;
  readonly version: string;
  readonly reason: string | null;
  readonly fix: string | null;
}

export interface DoctorReport {
  readonly fullband: string;
  readonly platform: { readonly system: string; readonly cores: number; readonly memoryGiB: number };
  readonly node: PartReport;
  readonly duckdb: PartReport;
  readonly compute: {
    /** What `--engine auto` takes. */
    readonly choice: string | null;
    readonly backends: readonly BackendProbe[];
  };
  readonly training: {
    /** What a model trains on unless told otherwise. */
    readonly choice: string | null;
    readonly backends: readonly TrainingProbe[];
  };
}

const NODE_FLOOR = { major: 20, minor: 15 };

/** Examines this machine; takes a few seconds. Never throws for a part that is missing. */
export async function examine(): Promise<DoctorReport> {
  const compute = await probeBackends();
  const training = await probeTraining();
  return {
    fullband: fullbandVersion(),
    platform: {
      system: `${process.platform} ${process.arch}`,
      cores: availableParallelism(),
      memoryGiB: Math.round(totalmem() / 2 ** 30),
    },
    node: examineNode(process.versions.node),
    duckdb: await examineDuckDb(),
    compute: { choice: compute.find(({ runs, software }) => runs && !software)?.name ?? null, backends: compute },
    training: { choice: training.find(({ runs, name }) => runs && name !== 'webgpu')?.name ?? null, backends: training },
  };
}

/** Whether a Node version is one that fullband supports. */
export function examineNode(version: string): PartReport {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const runs = major > NODE_FLOOR.major || (major === NODE_FLOOR.major && minor >= NODE_FLOOR.minor);
  return {
    runs,
    version,
    reason: runs ? null : `fullband needs Node ${String(NODE_FLOOR.major)}.${String(NODE_FLOOR.minor)} or newer`,
    fix: runs ? null : 'install a current Node from nodejs.org',
  };
}

async function examineDuckDb(): Promise<PartReport> {
  try {
    // Loads a native library, which is what may fail.
    const { queryRows, withDatabase } = await import('./store/duckdb.ts');
    const rows = await withDatabase({ threads: 1 }, (database) => database.use((connection) => queryRows(connection, 'SELECT version() AS version')));
    const version = rows[0]?.version;
    return { runs: true, version: typeof version === 'string' ? version : 'unknown', reason: null, fix: null };
  } catch (error) {
    return { runs: false, version: '', reason: firstLine(error), fix: 'run npm ci on this machine: the native package of another platform is installed' };
  }
}
