/** An index of the store: closes of every day, and its members when they are made known. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { streamedChunks } from '../store/columns.ts';
import { DataError } from '../store/data-error.ts';
import { parquetSource, queryRows, quoteText, textIn } from '../store/duckdb.ts';
import { partitionFiles } from '../store/layout.ts';
import { didYouMean } from '../store/nearest.ts';
import { WHOLE } from '../store/partition-name.ts';
import type { IndexMembers } from './market-day.ts';

export interface StoredIndex {
  readonly closes: ReadonlyMap<string, number>;
  /** By the first day of the calendar that is not before them; the newest of several. */
  readonly members: ReadonlyMap<string, IndexMembers>;
  /** Largest share of the weights, of dates that count from the first section on, that belongs to stocks without a row in `daily`. */
  readonly unknownShare: number;
}

/** Reads an index. `first` is the first section: from then on every day has a close, and members are known. Throws DataError where not. */
export async function readIndex(connection: DuckDBConnection, store: string, index: string, symbols: readonly string[], dates: readonly string[], first: string): Promise<StoredIndex> {
  const closes = new Map<string, number>();
  for await (const chunk of streamedChunks(connection, `SELECT CAST("date" AS VARCHAR), CAST("close" AS DOUBLE) FROM ${await tableOf(connection, store, 'index_daily', index)}`)) {
    const [days, values] = [chunk.texts(0), chunk.numbers(1)];
    for (let k = 0; k < chunk.rows; k++) if ((values[k] ?? NaN) > 0) closes.set(days[k] ?? '', values[k] ?? NaN);
  }
  const missing = dates.filter((date) => date >= first && !closes.has(date));
  if (missing.length > 0) throw new DataError({ file: `${store}/index_daily`, found: `no close of ${index} on ${missing[0] ?? ''}${missing.length === 1 ? '' : ` and ${String(missing.length - 1)} more trading days`}`, expected: `one on every trading day from ${first} to ${dates.at(-1) ?? ''}`, remedy: 'Import the closes of the index, or choose the dates of the experiment so that they are there.' });
  const { members, unknownShare } = await readMembers(connection, store, index, symbols, dates, first);
  const known = [...members.keys()].sort()[0];
  if (known === undefined || known > first) throw new DataError({ file: `${store}/index_member`, found: `no members of ${index} up to ${first}${known === undefined ? '' : `; the first are of ${known}`}`, expected: 'members that are known on the first section', remedy: 'Import them, or begin later with from.' });
  return { closes, members, unknownShare };
}

async function readMembers(connection: DuckDBConnection, store: string, index: string, symbols: readonly string[], dates: readonly string[], first: string): Promise<Pick<StoredIndex, 'members' | 'unknownShare'>> {
  const place = new Map(symbols.map((symbol, i) => [symbol, i]));
  const found = new Map<string, { readonly stocks: number[]; readonly weights: number[]; unknown: number; total: number }>();
  const last = dates.at(-1) ?? '';
  for await (const chunk of streamedChunks(connection, `SELECT CAST("date" AS VARCHAR), symbol, CAST(weight AS DOUBLE) FROM ${await tableOf(connection, store, 'index_member', index)} WHERE CAST("date" AS VARCHAR) <= ${quoteText(last)} ORDER BY 1, 2`)) {
    const [days, names, weights] = [chunk.texts(0), chunk.texts(1), chunk.numbers(2)];
    for (let k = 0; k < chunk.rows; k++) {
      const [date, weight, s] = [days[k] ?? '', weights[k] ?? NaN, place.get(names[k] ?? '')];
      if (!(weight > 0)) continue;
      const of = found.get(date) ?? { stocks: [], weights: [], unknown: 0, total: 0 };
      found.set(date, of);
      of.total += weight;
      if (s === undefined) of.unknown += weight;
      else {
        of.stocks.push(s);
        of.weights.push(weight);
      }
    }
  }
  const members = new Map<string, IndexMembers>();
  for (const date of [...found.keys()].sort()) {
    const of = found.get(date);
    const day = dates.find((each) => each >= date);
    // Those before the first day are known on it, the last of them.
    if (of !== undefined && day !== undefined) members.set(day, { date, stocks: Int32Array.from(of.stocks), weights: Float64Array.from(of.weights) });
  }
  const since = [...found.keys()].filter((date) => date <= first).sort().at(-1) ?? first;
  return { members, unknownShare: Math.max(0, ...[...found].filter(([date]) => date >= since).map(([, { unknown, total }]) => unknown / total)) };
}

/** Throws DataError for a store that has no closes or no members of an index. */
export async function requireIndex(connection: DuckDBConnection, store: string, index: string): Promise<void> {
  for (const table of ['index_daily', 'index_member'] as const) await tableOf(connection, store, table, index);
}

/** SQL that stands for the rows of an index. Throws DataError for a store without them. */
async function tableOf(connection: DuckDBConnection, store: string, table: 'index_daily' | 'index_member', index: string): Promise<string> {
  const files = await partitionFiles(store, table, WHOLE);
  const source = files.length === 0 ? null : parquetSource(files);
  const names = source === null ? [] : (await queryRows(connection, `SELECT DISTINCT CAST("index" AS VARCHAR) AS name FROM ${source} ORDER BY name`)).map((row) => textIn(row, 'name') ?? '');
  if (source === null || !names.includes(index)) throw new DataError({ file: `${store}/${table}`, found: names.length === 0 ? 'no rows' : `no index ${index}${didYouMean(index, names)} among ${names.join(', ')}`, expected: `rows of the index ${index}`, remedy: `Import them with fullband import ${table === 'index_daily' ? 'index-daily' : 'index-member'} FILE --store DIR, or follow all stocks alike with index: equal.` });
  return `(SELECT * FROM ${source} WHERE CAST("index" AS VARCHAR) = ${quoteText(index)})`;
}
