/** Small markets as rows, and stores and files of values made of them. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withDatabase } from '../../../src/runtime/store/duckdb.ts';
import { evaluateFactors, type EvaluateRequest } from '../../../src/runtime/evaluate/evaluate.ts';
import type { Evaluation } from '../../../src/runtime/evaluate/evaluation.ts';
import { freshFolder } from '../store/support.ts';

/** A row of `daily`; what is left out is an ordinary day at price 10. */
export interface Day {
  readonly date: string;
  readonly symbol: string;
  readonly vwap?: number | null;
  readonly open?: number | null;
  readonly close?: number | null;
  readonly adj_factor?: number | null;
  readonly limit_up?: number | null;
  readonly is_st?: boolean | null;
  readonly suspended?: boolean | null;
  readonly float_market_cap?: number | null;
  readonly industry?: string | null;
  readonly amount?: number | null;
  readonly turnover?: number | null;
}

/** A row of values: date, symbol and the factors. */
export type ValueRow = Readonly<Record<string, string | number | null>> & { readonly date: string; readonly symbol: string };

const TYPES = {
  date: 'DATE', symbol: 'VARCHAR', vwap: 'DOUBLE', open: 'DOUBLE', close: 'DOUBLE', adj_factor: 'DOUBLE', limit_up: 'DOUBLE', is_st: 'BOOLEAN', suspended: 'BOOLEAN',
  float_market_cap: 'DOUBLE', industry: 'VARCHAR', amount: 'DOUBLE', turnover: 'DOUBLE',
} as const;

export const ORDINARY = { vwap: 10, open: 10, close: 10, adj_factor: 1, limit_up: 11, is_st: false, suspended: false, float_market_cap: 1e9, industry: 'bank', amount: 1e7, turnover: 0.01 } as const;

/** Weekdays from a date on, ISO. */
export function weekdays(first: string, count: number): readonly string[] {
  const dates: string[] = [];
  for (let time = Date.parse(`${first}T00:00:00Z`); dates.length < count; time += 86_400_000) {
    const date = new Date(time);
    if (date.getUTCDay() % 6 !== 0) dates.push(date.toISOString().slice(0, 10));
  }
  return dates;
}

/** A store with these days. */
export async function storeOf(days: readonly Day[]): Promise<string> {
  const store = await freshFolder();
  for (const year of new Set(days.map(({ date }) => date.slice(0, 4)))) {
    const folder = join(store, 'daily', `year=${year}`);
    await mkdir(folder, { recursive: true });
    const lines = days.filter(({ date }) => date.startsWith(year)).map((day) => Object.keys(TYPES).map((name) => cell({ ...ORDINARY, ...day }[name as keyof Day])).join(','));
    await writeFile(join(store, 'days.csv'), `${[Object.keys(TYPES).join(','), ...lines].join('\n')}\n`);
    const types = Object.entries(TYPES).map(([name, type]) => `'${name}': '${type}'`);
    await withDatabase({ threads: 1 }, (db) => db.use((connection) => connection.run(`COPY (FROM read_csv('${join(store, 'days.csv')}', header = true, auto_detect = false, columns = {${types.join(', ')}})) TO '${join(folder, 'other.parquet')}' (FORMAT parquet)`)));
  }
  return store;
}

function cell(value: string | number | boolean | null | undefined): string {
  return value === null || value === undefined ? '' : String(value);
}

/** A CSV file of values; returns its path. */
export async function valuesOf(rows: readonly ValueRow[]): Promise<string> {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const path = join(await freshFolder(), 'values.csv');
  await writeFile(path, `${[names.map((name) => `"${name.replaceAll('"', '""')}"`).join(','), ...rows.map((row) => names.map((name) => cell(row[name])).join(','))].join('\n')}\n`);
  return path;
}

/** Evaluates values of a market. */
export async function evaluated(days: readonly Day[], rows: readonly ValueRow[], request: Partial<EvaluateRequest> = {}): Promise<Evaluation> {
  return evaluateFactors({ store: await storeOf(days), values: await valuesOf(rows), directions: 1, ...request });
}

/** Numbers in [0, 1) that are the same in every run (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** A market with everything that can happen to a stock: halts with and without rows, limits, ST, splits, listings, delistings, missing caps. */
export function randomMarket(seed: number, dates: readonly string[], stocks: number): { readonly days: readonly Day[]; readonly rows: readonly ValueRow[] } {
  const random = randomNumbers(seed);
  const days: Day[] = [];
  const rows: ValueRow[] = [];
  for (let s = 0; s < stocks; s++) {
    const symbol = `${String(600000 + s)}.SH`;
    // The first stock is always there, so that the calendar is the same however many days are kept.
    const from = s % 7 === 3 ? Math.floor(random() * dates.length * 0.6) : 0;
    const to = s % 9 === 5 ? Math.floor(dates.length * (0.5 + random() * 0.4)) : dates.length;
    const industry = s === stocks - 1 ? 'alone' : ['bank', 'steel', 'food'][s % 3] ?? '';
    let price = 5 + random() * 40;
    let factor = 1;
    let halted = 0;
    for (let d = from; d < to; d++) {
      const date = dates[d] ?? '';
      if (halted === 0 && s > 0 && random() < 0.03) halted = 1 + Math.floor(random() * 8);
      const isHalted = halted > 0;
      if (halted > 0) halted--;
      if (random() < 0.01 && !isHalted) {
        price /= 2;
        factor *= 2;
      }
      const before = price;
      const atLimit = !isHalted && random() < 0.05;
      if (!isHalted) price *= atLimit ? 1.1 : 1 + (random() - 0.5) * 0.1;
      const limit = Math.round(before * 110) / 100;
      if (atLimit) price = limit;
      const vwap = price * (atLimit ? 1 : 1 + (random() - 0.5) * 0.01);
      const hasRow = s === 0 || !isHalted || s % 4 !== 1;
      if (hasRow) {
        days.push({
          date, symbol, industry: s % 11 === 7 && random() < 0.2 ? null : industry, close: price, open: isHalted ? price : before, vwap: isHalted ? null : vwap, adj_factor: factor, limit_up: random() < 0.05 ? null : limit,
          is_st: s % 8 === 6 && d > 10 && d < 30, suspended: isHalted, float_market_cap: isHalted || random() < 0.05 ? null : price * factor * 1e8 * (1 + (s % 5)),
          amount: isHalted ? 0 : 1e6 * (1 + random()), turnover: isHalted ? 0 : random() / 50,
        });
      }
      if (random() < 0.9) rows.push({ date, symbol, first: Math.round((random() + s / 100) * 1e4) / 1e4, second: random() < 0.1 ? null : Math.floor(random() * 6) - price / 100 });
    }
  }
  return { days, rows };
}
