/**
 * Results of steps, kept in the store under the hash of what they are made of: the next run of any experiment takes them.
 *
 *   STORE/values/steps/KIND-HASH/       what the step wrote, and step.json, which says what it is of
 *
 * The folder is a cache: it may be deleted at any time. A result appears whole, by a rename.
 */
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { hashOf } from '../model/signal/kept.ts';
import { systemCode } from '../store/data-error.ts';
import { syncFolder, writeWhole } from '../store/durable.ts';
import { valuesFolder } from '../store/layout.ts';
import { clearLeftOvers, temporaryName } from '../store/temporary-name.ts';
import { fullbandVersion } from '../version.ts';

export type StepKind = 'market' | 'values' | 'factor-test' | 'training' | 'signals' | 'signal-test' | 'portfolio';

/** What a step is made of, each part by a name for people. */
export type StepInputs = Readonly<Record<string, string>>;

/** What a step says of itself when it is done. */
export interface StepOutcome {
  /** One line. */
  readonly summary: string;
  readonly warnings: readonly string[];
  /** What ran, and why it if it is not the first choice; null where nothing can be chosen. */
  readonly ran: { readonly name: string; readonly reason: string } | null;
}

export interface StepRecord extends StepOutcome {
  readonly kind: StepKind;
  readonly hash: string;
  readonly inputs: StepInputs;
  /** Of work, in the units of the kind, and how long it took. */
  readonly units: number;
  readonly seconds: number;
  /** Bytes of each file beside the record: a result that has lost one is made again. */
  readonly files: Readonly<Record<string, number>>;
}

const RECORD = 'step.json';
/** Change with what the results of a kind mean. */
const FORMAT = 1;

/** Hash of a step: of its kind, its inputs and fullband's version, which may compute other numbers. */
export function stepHash(kind: StepKind, inputs: StepInputs): string {
  return hashOf([String(FORMAT), fullbandVersion(), kind, ...Object.entries(inputs).sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, hash]) => `${name}=${hash}`)]);
}

export class KeptResults {
  private readonly root: string;

  constructor(store: string) {
    this.root = join(valuesFolder(store), 'steps');
  }

  folder(kind: StepKind, hash: string): string {
    return join(this.root, `${kind}-${hash.slice(0, 24)}`);
  }

  /** Null if there is no whole result. */
  async find(kind: StepKind, hash: string): Promise<StepRecord | null> {
    try {
      const record = JSON.parse(await readFile(join(this.folder(kind, hash), RECORD), 'utf8')) as StepRecord;
      return record.hash === hash && (await isWhole(this.folder(kind, hash), record.files)) ? record : null;
    } catch (error) {
      if (systemCode(error) === 'ENOENT' || error instanceof SyntaxError) return null;
      throw error;
    }
  }

  /** Has a result written into an empty folder and puts it in its place; one that is there from another run meanwhile stays. */
  async make(kind: StepKind, hash: string, inputs: StepInputs, units: number, write: (folder: string) => Promise<StepOutcome>): Promise<StepRecord> {
    await mkdir(this.root, { recursive: true });
    await clearLeftOvers(this.root);
    const target = this.folder(kind, hash);
    const staging = join(this.root, temporaryName(`${kind}-${hash.slice(0, 24)}`));
    const started = performance.now();
    try {
      await mkdir(staging);
      const outcome = await write(staging);
      const record: StepRecord = { kind, hash, inputs, units, ...outcome, files: await filesIn(staging), seconds: (performance.now() - started) / 1000 };
      await writeWhole(join(staging, RECORD), `${JSON.stringify(record, null, 1)}\n`);
      await publish(staging, target);
      await syncFolder(this.root);
      return record;
    } finally {
      await rm(staging, { recursive: true, force: true });
    }
  }
}

async function filesIn(folder: string): Promise<Readonly<Record<string, number>>> {
  const files: Record<string, number> = {};
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    files[relative(folder, path).split(sep).join('/')] = (await stat(path)).size;
  }
  return files;
}

async function isWhole(folder: string, files: StepRecord['files']): Promise<boolean> {
  for (const [path, bytes] of Object.entries(files)) {
    const info = await stat(join(folder, path)).catch((error: unknown) => {
      if (systemCode(error) === 'ENOENT') return null;
      throw error;
    });
    if (info?.size !== bytes) return false;
  }
  return true;
}

async function publish(staging: string, target: string): Promise<void> {
  try {
    await rename(staging, target);
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(systemCode(error) ?? '')) throw error;
    // Something without a record, or somebody else's equal result.
    await rm(target, { recursive: true, force: true });
    await rename(staging, target);
  }
}
