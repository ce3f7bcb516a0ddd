/**
 * Writing partitions of a table, all or nothing. New files are written aside, in the table's own file system; one small
 * decision file says which of them replace what; then they are renamed into place. A run killed before the decision leaves the
 * table as it was; one killed after it is completed by the next writer, and readers meanwhile see each date whole.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { syncFile, syncFolder, writeWhole } from './durable.ts';
import { PARTITION_FILE, tableFolder } from './layout.ts';
import { lockTable } from './lock.ts';
import { STAGING, applyChanges, decisionPath, decisionText, readDecision, unfinishedWrites, type PartitionChange } from './pending.ts';
import type { DailyTable } from './daily-tables.ts';
import type { DatedTable } from './tables.ts';

/** A new file for one partition. */
export interface NewPartition {
  /** Key of the partition: a date, a year of `daily`, or `WHOLE`. */
  readonly date: string;
  /** A table that is published together with the writer's own; absent: that one. */
  readonly table?: CompanionTable;
  /** Files of the partition, paths, whose rows the new file replaces or contains. */
  readonly replaces: readonly string[];
}

/** Tables that have no writer of their own, because they change only together with another. */
export type CompanionTable = 'order_added' | 'industry';

/** Tables that have a writer. */
export type WrittenTable = DatedTable | Exclude<DailyTable, CompanionTable>;

/** The only writer of a table for as long as it lives. */
export interface TableWriter {
  /** Where to write the new Parquet file of a partition; it is not seen by readers until `publish`. */
  stagedFile(date: string, table?: CompanionTable): string;
  /** Makes the staged files of these partitions visible; after a kill either all of them are completed or none. */
  publish(partitions: readonly NewPartition[]): Promise<void>;
}

/** Runs `write` as the only writer of a table; completes or clears what killed runs left. Makes the table's folder. */
export async function withTableWriter<T>(store: string, table: WrittenTable, write: (writer: TableWriter) => Promise<T>): Promise<T> {
  const folder = tableFolder(store, table);
  const lock = await lockTable(folder);
  try {
    await recover(folder);
    const run = join(folder, STAGING, `${process.pid}-${randomBytes(4).toString('hex')}`);
    await mkdir(run);
    let part = 0;
    try {
      return await write({
        stagedFile: (date, companion) => join(run, stagedName(date, part, companion)),
        async publish(partitions) {
          await lock.verify();
          const changes: PartitionChange[] = [];
          for (const { date, table: companion, replaces } of partitions) {
            const staged = stagedName(date, part, companion);
            await syncFile(join(run, staged));
            changes.push({ date, ...(companion === undefined ? {} : { table: companion }), staged, target: PARTITION_FILE, removed: replaces.map((path) => basename(path)).filter((name) => name !== PARTITION_FILE) });
          }
          await syncFolder(run);
          await writeWhole(decisionPath(run), decisionText(changes));
          await applyChanges(folder, run, changes);
          await rm(decisionPath(run));
          part++;
        },
      });
    } finally {
      // After a failed publish the decision stands; the next writer completes it.
      if ((await readDecision(run)) === null) await rm(run, { recursive: true, force: true });
    }
  } finally {
    await lock.release();
  }
}

/** No `.parquet` at its end, so that no reader's pattern finds it. */
function stagedName(date: string, part: number, companion: CompanionTable | undefined): string {
  return `${companion === undefined ? '' : `${companion}-`}${date}-${part}.part`;
}

async function recover(folder: string): Promise<void> {
  for (const write of await unfinishedWrites(folder)) {
    const changes = await readDecision(write);
    if (changes !== null) await applyChanges(folder, write, changes);
    await rm(write, { recursive: true, force: true });
  }
}
