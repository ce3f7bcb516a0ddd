/** Stores of generated days, and values read back from outputs, for the tests of the engine. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { computeFactors, type ComputeReport, type ComputeRequest } from '../../../src/runtime/engine/compute.ts';
import { prepareRows, removeAllPrepared, type PreparedDays } from '../../../src/runtime/engine/prepare.ts';
import { quoteText, type Row } from '../../../src/runtime/store/duckdb.ts';
import { partitionFolder } from '../../../src/runtime/store/layout.ts';
import { ROOT } from '../../support/sources.ts';
import { freshFolder, sql, writePartitionFile } from '../store/support.ts';

const SAMPLE = join(ROOT, 'samples/store');
const SAMPLE_DAY = join(SAMPLE, 'minute/date=2023-02-01');

/** A store with the two days of the sample, in a folder of its own. */
export async function sampleStore(): Promise<string> {
  const store = await freshFolder();
  cpSync(join(SAMPLE, 'minute'), join(store, 'minute'), { recursive: true });
  return store;
}

/** A store in which each of the dates holds the sample's first day. */
export async function storeOfDates(dates: readonly string[]): Promise<string> {
  const store = await freshFolder();
  for (const date of dates) cpSync(SAMPLE_DAY, partitionFolder(store, 'minute', date), { recursive: true });
  return store;
}

/** Dates of trading weeks from 2023-01-02 on. */
export function tradingDates(count: number): readonly string[] {
  const days = Array.from({ length: count * 2 }, (_, i) => new Date(Date.UTC(2023, 0, 2 + i)));
  return days.filter((day) => day.getUTCDay() % 6 !== 0).slice(0, count).map((day) => day.toISOString().slice(0, 10));
}

/** Rows of the first sample day after a SELECT list such as `* REPLACE (volume + 100 AS volume)`, with the rest of a query. */
export async function writeFromSample(store: string, date: string, columns: string, rest = '', name = 'part-0.parquet'): Promise<string> {
  return writePartitionFile(store, 'minute', date, `SELECT ${columns} FROM read_parquet(${quoteText(join(SAMPLE_DAY, 'part-0.parquet'))}, hive_partitioning = false) ${rest}`, name);
}

export type Request = Pick<ComputeRequest, 'store' | 'factors'> & Partial<ComputeRequest>;

/** Computes into `out` (default: a Parquet file in a folder of its own) on webasm unless said otherwise; returns the report and where the output is. */
export async function compute(request: Request): Promise<ComputeReport & { readonly out: string }> {
  const out = request.out ?? join(await freshFolder(), 'values.parquet');
  return { ...(await computeFactors({ engine: 'webasm', ...request, out })), out };
}

/** Rows of an output file in the order of the file; missing is null. */
export async function outputRows(out: string): Promise<readonly Row[]> {
  const reader = out.endsWith('.csv') ? 'read_csv' : out.endsWith('.json') ? 'read_json' : 'read_parquet';
  return sql(`SELECT * REPLACE (CAST(date AS VARCHAR) AS date) FROM ${reader}(${quoteText(out)})`);
}

/** A store of one partition per entry of `stocks`, which holds that many generated stocks; entries repeat until there are `days`. */
export async function storeOfCounts(stocks: readonly number[], days: number): Promise<string> {
  const store = await freshFolder();
  const dates = tradingDates(days);
  const price = (n: number): string => `10.0 + (hash(s, b, ${n}) % 50) / 100`;
  const lots = '100 * (1 + hash(s, b, 3) % 900)';
  for (const [i, date] of dates.entries()) {
    const first = dates[i % stocks.length];
    if (first === undefined || first === date) {
      const columns = `printf('%06d.SH', 600000 + s) AS symbol, b AS bar, ${price(1)} AS open, 10.6 AS high, 9.9 AS low, ${price(2)} AS close, ${lots} AS volume, 10.0 * ${lots} AS amount, 1 + hash(s, b, 4) % 40 AS items`;
      await writePartitionFile(store, 'minute', date, `SELECT ${columns} FROM range(${stocks[i % stocks.length] ?? 1}) t(s), range(1, 241) u(b)`);
    } else cpSync(partitionFolder(store, 'minute', first), partitionFolder(store, 'minute', date), { recursive: true });
  }
  return store;
}

const HOOKS = new URL('../../support/typescript-hooks.mjs', import.meta.url).href;

/** Arguments with which Node runs a script of `child/`. */
export function childArguments(script: string, ...args: readonly string[]): readonly string[] {
  return ['--import', HOOKS, fileURLToPath(new URL(`./child/${script}`, import.meta.url)), ...args];
}

/** What `prepareRows` did, all tables together. */
export async function preparing(...request: Parameters<typeof prepareRows>): Promise<PreparedDays> {
  const report = [...(await prepareRows(...request)).values()];
  const total = (of: (days: PreparedDays) => number): number => report.reduce((sum, days) => sum + of(days), 0);
  return { prepared: total((days) => days.prepared), unchanged: total((days) => days.unchanged), removed: total((days) => days.removed), bytes: total((days) => days.bytes) };
}

/** Days of tables whose prepared rows `removeAllPrepared` removed. */
export async function removing(...request: Parameters<typeof removeAllPrepared>): Promise<number> {
  return [...(await removeAllPrepared(...request)).values()].reduce((sum, days) => sum + days, 0);
}
