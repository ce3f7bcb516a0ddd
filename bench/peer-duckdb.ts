/**
 * The 15 minute factors in SQL, over a table in DuckDB's memory: what a user of DuckDB would write after looking for the fastest
 * form. The forms that were slower are listed in README.md.
 */
import { DOUBLE, DuckDBDataChunk, DuckDBInstance, SMALLINT } from '@duckdb/node-api';
import type { DuckDBConnection } from '@duckdb/node-api';
import { BARS, MINUTE_FIELDS } from '../src/runtime/store/minute-data.ts';
import type { MinuteData } from '../src/runtime/store/minute-data.ts';
import { emptyFactorTable, MINUTE_FACTORS } from './factor-table.ts';
import type { FactorTable } from './factor-table.ts';

/**
 * Bars with the values of the bars before. `lag() OVER ()` streams over rows that are stored stock by stock, in order of bars, and
 * costs a fraction of a partitioned window; it uses one core, so each core gets its own range of stocks.
 */
function barsWithPast(stocks: number, parts: number): string {
  const start = (part: number): number => Math.floor((part * stocks) / parts);
  const selects = Array.from(
    { length: parts },
    (_, part) => `
      SELECT *,
        CASE WHEN bar > 1 THEN lag(close) OVER () END AS close_1,
        CASE WHEN bar > 2 THEN lag(close, 2) OVER () END AS close_2,
        CASE WHEN bar > 1 THEN lag(open) OVER () END AS open_1
      FROM minute WHERE stock >= ${start(part)} AND stock < ${start(part + 1)}`,
  );
  return selects.join('\n      UNION ALL');
}

function halfHourVolume(k: number): string {
  return `sum(volume) FILTER (bar BETWEEN ${30 * k - 29} AND ${30 * k}) / sum(volume) AS volume_perc${k}`;
}

/**
 * The statement, for so many stocks and cores. The selection keys are amount / items rounded to 9 significant digits: magnitude and
 * mantissa in one number, then the bar, so that all keys differ and the earlier of equal ones comes first. Products within rounding
 * of a half are settled by the exact decimal expansion that `format` prints.
 */
export function factorSql(stocks: number, parts: number): string {
  return `
  WITH past AS (${barsWithPast(stocks, parts)}
  ), returned AS (
    SELECT *,
      coalesce(close / close_1, close / open) - 1 AS ret,
      coalesce(close_1 / close_2, close_1 / open_1) - 1 AS last_ret,
      CASE WHEN items > 0 THEN amount / items END AS size,
      floor(log10(size)) AS magnitude,
      pow(10, 8 - magnitude) AS scale,
      size * scale AS scaled
    FROM past
  ), keyed AS (
    SELECT *,
      CASE WHEN abs(scaled - floor(scaled) - 0.5) < 1e-6
        THEN round(format('{:.8e}', size)::DOUBLE * scale) ELSE round(scaled) END AS mantissa,
      (magnitude * 9e8 + mantissa) * 256 - bar AS key
    FROM returned
  ), grouped AS (
    SELECT stock,
      list(ret) FILTER (bar > 210) AS late,
      list_avg(late) AS late_mean,
      list_transform(late, lambda r: r - late_mean) AS late_deviations,
      coalesce(sum(ret * ret) FILTER (ret < 0), 0) / sum(ret * ret) AS down_vol_perc,
      corr(ret, last_ret) AS corr_ret_lastret,
      corr(close_1, open) AS corr_close_nextopen,
      ${[2, 3, 4, 5, 6, 7].map(halfHourVolume).join(',\n      ')},
      corr(volume, items) AS corr_volume_item,
      corr(volume, ret) FILTER (bar <= 30) AS early_corr_volume_ret,
      list_product(arg_max(1 + ret, key, 72)) - 1 AS bigorder_ret,
      sum(amount) FILTER (ret < 0) / sum(items) FILTER (ret < 0) / (sum(amount) / sum(items)) AS down_single_amt_perc,
      corr(volume, high / low - 1) AS corr_volume_amplitude
    FROM keyed GROUP BY stock
  )
  SELECT stock,
    CASE WHEN list_min(late) < list_max(late) THEN
      list_avg(list_transform(late_deviations, lambda d: d * d * d))
        / list_avg(list_transform(late_deviations, lambda d: d * d)) ** 1.5
    END AS late_skew_ret,
    ${MINUTE_FACTORS.filter((factor) => factor !== 'late_skew_ret').join(', ')}
  FROM grouped`;
}

/** Loads a day into the table `minute` of a connection; the key of a stock is its position, which DuckDB groups fastest. */
export async function loadMinuteTable(connection: DuckDBConnection, data: MinuteData): Promise<void> {
  const columns = MINUTE_FIELDS.map((field) => `${field} DOUBLE`).join(', ');
  await connection.run(`CREATE TABLE minute (stock SMALLINT, bar SMALLINT, ${columns})`);
  const appender = await connection.createAppender('minute');
  const types = [SMALLINT, SMALLINT, ...MINUTE_FIELDS.map(() => DOUBLE)];
  const rowsPerChunk = 8 * BARS;
  const rows = data.symbols.length * BARS;
  for (let from = 0; from < rows; from += rowsPerChunk) {
    const count = Math.min(rowsPerChunk, rows - from);
    const chunk = DuckDBDataChunk.create(types, count);
    chunk.setColumnValues(
      0,
      Array.from({ length: count }, (_, i) => Math.floor((from + i) / BARS)),
    );
    chunk.setColumnValues(
      1,
      Array.from({ length: count }, (_, i) => ((from + i) % BARS) + 1),
    );
    MINUTE_FIELDS.forEach((field, i) => {
      const values = data.columns[field].subarray(from, from + count);
      chunk.setColumnValues(
        2 + i,
        Array.from(values, (value) => (Number.isNaN(value) ? null : value)),
      );
    });
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
}

/** A day held in DuckDB's memory, ready to compute its factors as often as asked. */
export interface DuckdbPeer {
  /** Runs the statement and reads its result. */
  factors(): Promise<FactorTable>;
  close(): void;
}

/** Loads a day (at most 32,767 stocks) and prepares the statement for `threads` cores. */
export async function openDuckdbPeer(data: MinuteData, threads: number): Promise<DuckdbPeer> {
  const instance = await DuckDBInstance.create(':memory:', { threads: String(threads) });
  const connection = await instance.connect();
  await loadMinuteTable(connection, data);
  const stocks = data.symbols.length;
  const statement = await connection.prepare(factorSql(stocks, threads));
  const factors = async (): Promise<FactorTable> => {
    const result = await statement.runAndReadAll();
    const [stock = [], ...values] = result.getColumns();
    const table = emptyFactorTable(stocks);
    MINUTE_FACTORS.forEach((factor, f) => {
      const column = values[f] ?? [];
      for (let row = 0; row < stock.length; row++) table[factor][Number(stock[row])] = Number(column[row] ?? NaN);
    });
    return table;
  };
  return {
    factors,
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}
