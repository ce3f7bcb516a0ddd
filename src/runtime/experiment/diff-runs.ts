/** What is different between two runs: what they were asked, what they read, and what came of it. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { DataError } from '../store/data-error.ts';
import { readKeptJson } from './read-json.ts';
import { EXPERIMENT_FILE, METRICS_FILE } from './run-folder.ts';
import { readRecord, type RunRecord } from './run-record.ts';

/** A value that differs; null where one of both has none. */
export interface Difference {
  /** `experiment`: what is asked; `source`: a file that was read; `step`: what a step is made of; `version`; `figure`: a number of metrics.json. */
  readonly kind: 'experiment' | 'source' | 'version' | 'step' | 'figure';
  readonly name: string;
  readonly one: string | number | null;
  readonly other: string | number | null;
}

export interface DiffOptions {
  /** Figures that differ by no more than this share of the larger one are alike; 0 for exactly alike. */
  readonly tolerance: number;
}

/** Compares two run folders. Throws DataError for a folder that holds no run. */
export async function diffRuns(one: string, other: string, { tolerance }: DiffOptions): Promise<readonly Difference[]> {
  const [a, b] = [await readRun(one), await readRun(other)];
  return [
    ...differencesOf('experiment', leavesOf(a.experiment), leavesOf(b.experiment), 0),
    ...differencesOf('version', new Map([['fullband', a.record.versions.fullband]]), new Map([['fullband', b.record.versions.fullband]]), 0),
    ...differencesOf('source', shortened(a.record.sources), shortened(b.record.sources), 0),
    ...differencesOf('step', inputsOf(a.record), inputsOf(b.record), 0),
    ...differencesOf('figure', leavesOf(a.metrics), leavesOf(b.metrics), tolerance),
  ];
}

interface ReadRun {
  readonly record: RunRecord;
  readonly experiment: unknown;
  readonly metrics: unknown;
}

async function readRun(folder: string): Promise<ReadRun> {
  const record = await readRecord(folder);
  const metrics = await readKeptJson<unknown>(join(folder, METRICS_FILE));
  if (record === null || metrics === null) throw new DataError({ file: folder, found: 'no run that has come to its end', expected: 'a folder that fullband run wrote', remedy: 'Name run folders, or let the run come to its end first.' });
  const experiment: unknown = parse(await readFile(join(folder, EXPERIMENT_FILE), 'utf8'));
  return { record, experiment, metrics };
}

type Leaf = string | number | null;

/** Every value of a document by its path; entries of lists that have a date by their date. */
function leavesOf(value: unknown, path = '', found = new Map<string, Leaf>()): ReadonlyMap<string, Leaf> {
  if (typeof value !== 'object' || value === null) {
    found.set(path, typeof value === 'number' || typeof value === 'string' || value === null ? value : JSON.stringify(value));
    return found;
  }
  for (const [key, each] of Object.entries(value)) {
    const date: unknown = Array.isArray(value) && typeof each === 'object' && each !== null ? Reflect.get(each, 'date') : undefined;
    leavesOf(each, `${path}${path === '' ? '' : '.'}${typeof date === 'string' ? date : key}`, found);
  }
  return found;
}

function shortened(sources: Readonly<Record<string, string>>): ReadonlyMap<string, Leaf> {
  return new Map(Object.entries(sources).map(([path, hash]) => [path, hash.slice(0, 16)]));
}

/** Inputs of steps, but for those that are results of other steps: they differ where those do. */
function inputsOf({ steps }: RunRecord): ReadonlyMap<string, Leaf> {
  return new Map(steps.flatMap(({ name, inputs }) => [[name, 'done'] as const, ...Object.entries(inputs).filter(([input]) => input.startsWith('days of') || input === 'index' || input === 'signals file' || input === 'engine' || input === 'market' || input === 'model' || input === 'factors').map(([input, hash]) => [`${name}: ${input}`, hash.slice(0, 16)] as const)]));
}

function differencesOf(kind: Difference['kind'], one: ReadonlyMap<string, Leaf>, other: ReadonlyMap<string, Leaf>, tolerance: number): readonly Difference[] {
  const names = [...new Set([...one.keys(), ...other.keys()])];
  return names.map((name): Difference => ({ kind, name, one: one.get(name) ?? null, other: other.get(name) ?? null })).filter((each) => !isAlike(each.one, each.other, tolerance));
}

function isAlike(one: Leaf, other: Leaf, tolerance: number): boolean {
  if (one === other) return true;
  return typeof one === 'number' && typeof other === 'number' && Math.abs(one - other) <= tolerance * Math.max(Math.abs(one), Math.abs(other));
}
