/** How much factors of a simulated market say about returns: daily rank correlations with the next five days' return and how sure they are. */
import { join } from 'node:path';
import { checkProject, factorKey } from '../../src/dsl/check.ts';
import { expandSet, loadProject } from '../../src/dsl/load-project.ts';
import type { CheckedFactor } from '../../src/dsl/typed.ts';
import { computeFactors } from '../../src/runtime/engine/compute.ts';
import { openProjectReader } from '../../src/runtime/project-reader.ts';
import { streamChunks } from '../../src/runtime/store/columns.ts';
import { parquetSource, quoteName, withDatabase } from '../../src/runtime/store/duckdb.ts';
import { listYears, partitionFiles } from '../../src/runtime/store/layout.ts';
import { ROOT } from './sources.ts';

/** Days between the mean prices at which a return begins and ends, and how many after the factor's day it begins. */
const HORIZON = 5;
const LAG = 1;
/** Returns of so many days overlap. */
const NEWEY_WEST_LAGS = 5;
const LEAST_STOCKS = 10;

/** The 27 factors, in the order of their set. */
export function huatai27(): readonly CheckedFactor[] {
  const path = 'factors/huatai27.factor';
  const project = loadProject([path], openProjectReader(ROOT));
  const { reachable } = checkProject(project);
  const [file] = project.entries;
  if (file === undefined) throw new Error(`${path} was not loaded`);
  return expandSet(project, file, 'huatai27').flatMap((declared) => reachable.get(factorKey(declared.file.path, declared.item.name.text)) ?? []);
}

export interface FactorInformation {
  readonly factor: string;
  readonly direction: number;
  /** Mean daily rank correlation of value × direction with the return, and how many standard errors it is from 0. */
  readonly rankIc: number;
  readonly t: number;
  /** Share of the stock-days with a value. */
  readonly covered: number;
}

/** Values by stock and day, NaN where there is none. */
export type Panel = readonly Float64Array[];

/** Rank correlation of every factor with the return from the mean price of the next day to that of five days later. */
export async function informationOf(store: string, out: string): Promise<readonly FactorInformation[]> {
  const factors = huatai27();
  await computeFactors({ store, factors, out, engine: 'webasm' });
  const { dates, symbols, panels } = await readPanels(store, out, factors.map(({ name }) => name));
  const [prices, ...values] = panels;
  if (prices === undefined) throw new Error('no prices');
  const returns = dates.map((_, day) => Float64Array.from(symbols, (_symbol, i) => (prices[day + LAG + HORIZON]?.[i] ?? NaN) / (prices[day + LAG]?.[i] ?? NaN) - 1));
  return factors.map(({ name, direction }, k) => {
    const panel = values[k] ?? [];
    const series = rankCorrelations(panel, returns).map((ic) => direction * ic);
    const { mean, t } = neweyWest(series);
    const [there, traded] = [count(panel), count(prices)];
    return { factor: name, direction, rankIc: mean, t, covered: there / traded };
  });
}

function count(panel: Panel): number {
  return panel.reduce((sum, day) => sum + day.filter((value) => !Number.isNaN(value)).length, 0);
}

/** Adjusted mean prices and the values of a file, by day and stock. */
export async function readPanels(store: string, out: string, names: readonly string[]): Promise<{ readonly dates: readonly string[]; readonly symbols: readonly string[]; readonly panels: readonly Panel[] }> {
  const daily: string[] = [];
  for (const year of await listYears(store)) daily.push(...(await partitionFiles(store, 'daily', year)));
  return withDatabase({ threads: 1 }, (db) =>
    db.use(async (connection) => {
      const texts = async (sql: string): Promise<readonly string[]> => {
        const found: string[] = [];
        await streamChunks(connection, sql, (chunk) => {
          found.push(...chunk.texts(0).map((text) => text ?? ''));
          return true;
        });
        return found;
      };
      const days = parquetSource(daily);
      const dates = await texts(`SELECT DISTINCT CAST("date" AS VARCHAR) AS d FROM ${days} ORDER BY d`);
      const symbols = await texts(`SELECT DISTINCT symbol FROM ${days} ORDER BY symbol`);
      const [dayOf, stockOf] = [dates, symbols].map((list) => new Map(list.map((text, i) => [text, i])));
      const panels = ['price', ...names].map(() => dates.map(() => new Float64Array(symbols.length).fill(NaN)));
      const columns = names.map((name) => `CAST(v.${quoteName(name)} AS DOUBLE)`).join(', ');
      await streamChunks(connection, `SELECT CAST(d."date" AS VARCHAR), d.symbol, vwap * adj_factor, ${columns} FROM ${days} d LEFT JOIN ${parquetSource([out])} v ON d.symbol = v.symbol AND d."date" = CAST(v."date" AS DATE)`, (chunk) => {
        const numbers = panels.map((_, k) => chunk.numbers(k + 2));
        for (let row = 0; row < chunk.rows; row++) {
          const day = dayOf?.get(chunk.text(0, row) ?? '') ?? -1;
          const stock = stockOf?.get(chunk.text(1, row) ?? '') ?? -1;
          panels.forEach((panel, k) => panel[day]?.set([numbers[k]?.[row] ?? NaN], stock));
        }
        return true;
      });
      return { dates, symbols, panels };
    }),
  );
}

/** Rank correlations of the days on which enough stocks have both. */
export function rankCorrelations(panel: Panel, other: Panel): readonly number[] {
  return panel.flatMap((values, day) => {
    const others = other[day];
    const both = [...values.keys()].filter((i) => !Number.isNaN(values[i] ?? NaN) && !Number.isNaN(others?.[i] ?? NaN));
    if (both.length < LEAST_STOCKS) return [];
    return [correlation(ranks(both.map((i) => values[i] ?? NaN)), ranks(both.map((i) => others?.[i] ?? NaN)))];
  });
}

/** Ranks from 0; equal values share the mean of theirs. */
function ranks(values: readonly number[]): readonly number[] {
  const order = [...values.keys()].sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const result = new Array<number>(values.length).fill(0);
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to < order.length && values[order[to] ?? 0] === values[order[from] ?? 0]) to++;
    for (let i = from; i < to; i++) result[order[i] ?? 0] = (from + to - 1) / 2;
    from = to;
  }
  return result;
}

function correlation(x: readonly number[], y: readonly number[]): number {
  const mean = (list: readonly number[]): number => list.reduce((sum, value) => sum + value, 0) / list.length;
  const [mx, my] = [mean(x), mean(y)];
  let [xy, xx, yy] = [0, 0, 0];
  x.forEach((value, i) => {
    const [a, b] = [value - mx, (y[i] ?? 0) - my];
    xy += a * b;
    xx += a * a;
    yy += b * b;
  });
  return xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : 0;
}

/** Mean of a series and its distance from 0 in standard errors that allow for overlapping returns (Newey and West). */
export function neweyWest(series: readonly number[], lags = NEWEY_WEST_LAGS): { readonly mean: number; readonly t: number } {
  const n = series.length;
  const mean = series.reduce((sum, value) => sum + value, 0) / n;
  const at = (i: number): number => (series[i] ?? mean) - mean;
  let variance = 0;
  for (let lag = 0; lag <= lags; lag++) {
    let covariance = 0;
    for (let i = lag; i < n; i++) covariance += at(i) * at(i - lag);
    variance += (lag === 0 ? 1 : 2 * (1 - lag / (lags + 1))) * (covariance / n);
  }
  return { mean, t: mean / Math.sqrt(variance / n) };
}

/** The table of a market. */
export function describeInformation(title: string, found: readonly FactorInformation[]): string {
  const lines = found.map(({ factor, direction, rankIc, t, covered }) => `${factor.padEnd(28)} ${(direction > 0 ? '+1' : '-1').padStart(3)} ${(100 * rankIc).toFixed(2).padStart(7)} % ${t.toFixed(2).padStart(7)} ${(100 * covered).toFixed(1).padStart(6)} %`);
  return [title, `${'factor'.padEnd(28)} dir  RankIC        t  values`, ...lines].join('\n');
}

/** A file for values beside a store. */
export function valuesFile(store: string): string {
  return join(store, 'values.parquet');
}
