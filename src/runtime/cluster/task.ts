/** A task: values of one group of factors on one date, or of one shard of its symbols. What a worker is told, and nothing more. */
import { createHash } from 'node:crypto';
import type { Shard } from '../engine/wanted-values.ts';

export interface Task {
  /** Hash of what is computed, of which store, from which data, for which date and shard, by which version of fullband: equal tasks are one. 40 hexadecimal digits. */
  readonly id: string;
  /** Folder of the store, as the one who planned sees it. */
  readonly store: string;
  /** What the store is called in itself: a worker that sees another in its place leaves the task to others; null: whoever asks knows. */
  readonly storeId: string | null;
  /** Name of the file in the store that says which factors; see `program-file.ts`. */
  readonly program: string;
  /** Dates of the tables from one to another, both included: factors over days have all in one task, the others one date each. */
  readonly from: string;
  readonly to: string;
  readonly shard: Shard | null;
  /** Versions of the data of the dates, as one hash: a task of data that has changed since is refused. */
  readonly version: string;
  /** Tables that are read, for people: `minute`, `minute+trade`. */
  readonly group: string;
}

/** What a worker says of a task that is done. */
export interface TaskOutcome {
  readonly seconds: number;
  /** What ran, `none` if the values were there. */
  readonly engine: string;
  /** Factor days computed now; 0 if the values were there. */
  readonly computed: number;
  /** Host and process of the worker. */
  readonly worker: string;
}

export type TaskContent = Pick<Task, 'from' | 'to' | 'shard' | 'version'> & {
  readonly fullband: string;
  readonly store: string;
  readonly engine: string;
  /** What each factor computes, and its unit. */
  readonly factors: readonly string[];
};

export function taskId({ fullband, store, engine, factors, from, to, shard, version }: TaskContent): string {
  const content = JSON.stringify([fullband, store, engine, factors, from, to, shard === null ? null : [shard.place, shard.of], version]);
  return createHash('sha256').update(content).digest('hex').slice(0, 40);
}

/** Versions of some dates as one hash. */
export function hashOfVersions(versions: readonly (readonly [date: string, versions: readonly string[]])[]): string {
  return createHash('sha256').update(versions.map(([date, of]) => [date, ...of].join(' ')).join('\n')).digest('hex').slice(0, 32);
}

/** For people: `minute 2023-02-01 1/4`, `daily 2022-01-04 … 2025-04-30`. */
export function taskName({ group, from, to, shard }: Pick<Task, 'group' | 'from' | 'to' | 'shard'>): string {
  return `${group} ${from === to ? from : `${from} … ${to}`}${shard === null ? '' : ` ${shardText(shard)}`}`;
}

/** A task of a store as one word: `minute:2023-02-01:1/4:PROGRAM:VERSION`. */
export function taskWord({ group, from, to, shard, program, version }: Task): string {
  return [group, from === to ? from : `${from}..${to}`, shard === null ? '1/1' : shardText(shard), program, version].join(':');
}

/** The task that a word stands for; null for anything else. Its id says no more than the word. */
export function taskOfWord(word: string, store: string): Task | null {
  const [, group = '', from = '', to = from, place = '', of = '', program = '', version = ''] = /^([a-z+]+):(\d{4}-\d\d-\d\d)(?:\.\.(\d{4}-\d\d-\d\d))?:(\d+)\/(\d+):([0-9a-f]{24}):([0-9a-f]{32})$/.exec(word) ?? [];
  const shard = { place: Number(place), of: Number(of) };
  if (program === '' || shard.place < 1 || shard.place > shard.of) return null;
  return { id: createHash('sha256').update(word).digest('hex').slice(0, 40), store, storeId: null, program, from, to, shard: shard.of === 1 ? null : shard, version, group };
}

/** `1/4`. */
export function shardText({ place, of }: Shard): string {
  return `${String(place)}/${String(of)}`;
}
