/**
 * Results of steps, kept in the store under the hash of what they are made of: the next run of any experiment takes them.
 *
 *   STORE/values/steps/KIND-HASH/       what the step wrote, and step.json, which says what it is of
 *
 * The folder is a cache: it may be deleted at any time. A result appears whole, by a rename; of each step, by its name, the eight that were used last are kept.
 */
import { mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { hashOf } from '../model/signal/kept.ts';
import { systemCode } from '../store/data-error.ts';
import { syncFolder, writeWhole } from '../store/durable.ts';
import { valuesFolder } from '../store/layout.ts';
import { clearLeftOvers, temporaryName } from '../store/temporary-name.ts';
import { fullbandVersion } from '../version.ts';
import { readKeptJson } from './read-json.ts';

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
  readonly name: string;
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
    const folder = this.folder(kind, hash);
    const record = await readKeptJson<unknown>(join(folder, RECORD));
    if (!isRecord(record) || record.hash !== hash || !(await isWhole(folder, record.files))) return null;
    await noteUse(join(folder, RECORD));
    return record;
  }

  /** Removes results of a step that were used longest ago, beyond the newest few. */
  private async prune(kind: StepKind, name: string): Promise<void> {
    const found: { readonly folder: string; readonly used: number }[] = [];
    for (const entry of await readdir(this.root)) {
      const folder = join(this.root, entry);
      const record = entry.startsWith(`${kind}-`) && !entry.endsWith('.tmp') ? await readKeptJson<StepRecord>(join(folder, RECORD)) : null;
      if (record?.name === name) found.push({ folder, used: (await stat(join(folder, RECORD))).mtimeMs });
    }
    for (const { folder } of found.sort((a, b) => b.used - a.used).slice(KEPT)) await rm(folder, { recursive: true, force: true });
  }

  /** Has a result written into an empty folder and puts it in its place; one that is there from another run meanwhile stays. */
  async make({ kind, name, hash, inputs, units }: Pick<StepRecord, 'kind' | 'name' | 'hash' | 'inputs' | 'units'>, write: (folder: string) => Promise<StepOutcome>): Promise<StepRecord> {
    await mkdir(this.root, { recursive: true });
    await clearLeftOvers(this.root);
    const target = this.folder(kind, hash);
    const staging = join(this.root, temporaryName(`${kind}-${hash.slice(0, 24)}`));
    const started = performance.now();
    try {
      await mkdir(staging);
      const outcome = await write(staging);
      const record: StepRecord = { kind, name, hash, inputs, units, ...outcome, files: await filesIn(staging), seconds: (performance.now() - started) / 1000 };
      await writeWhole(join(staging, RECORD), `${JSON.stringify(record, null, 1)}\n`);
      // Somebody else's equal result may be read at this moment.
      if ((await this.find(kind, hash)) === null) await publish(staging, target);
      await syncFolder(this.root);
      await this.prune(kind, name);
      return record;
    } finally {
      await rm(staging, { recursive: true, force: true });
    }
  }
}

/** Results of one step that are kept: those of former days and settings do not pile up. */
const KEPT = 8;

/** When a result was used last is when its record was touched last; in a store that may only be read nobody prunes. */
async function noteUse(file: string): Promise<void> {
  const now = new Date();
  await utimes(file, now, now).catch((error: unknown) => {
    if (!['EROFS', 'EACCES', 'EPERM', 'ENOENT'].includes(systemCode(error) ?? '')) throw error;
  });
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

/** Whether a record is one of this version of fullband, and not another's or a damaged one: what it would say is made again. */
function isRecord(value: unknown): value is StepRecord {
  if (typeof value !== 'object' || value === null || !('hash' in value) || !('files' in value) || !('summary' in value) || !('warnings' in value)) return false;
  return typeof value.files === 'object' && value.files !== null && Object.values(value.files).every((bytes) => typeof bytes === 'number') && typeof value.summary === 'string' && Array.isArray(value.warnings);
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
    // Something that is no whole result.
    await rm(target, { recursive: true, force: true });
    await rename(staging, target);
  }
}
