/** Signals of models as a file of values: date, symbol, and one column for each model and average. */
import { extname } from 'node:path';
import type { DuckDBAppender } from '@duckdb/node-api';
import { duckdbApi } from '../../store/duckdb-api.ts';
import { zscore } from '../../../dsl/catalogue/sections/zscore.ts';
import { replaceOutput } from '../../engine/output.ts';
import { appendRows } from '../../store/append-rows.ts';
import { streamedChunks } from '../../store/columns.ts';
import { numberIn, parquetSource, queryRows, quoteName, quoteText, withDatabase, type Database } from '../../store/duckdb.ts';

/** The signal of a model: files with date, symbol and the signal that lie one after the other in time. */
export interface SignalColumn {
  readonly name: string;
  readonly files: readonly string[];
  /** Of the signal in the files; `score` by default. */
  readonly column?: string;
  /** Of what it was made. */
  readonly hash: string;
}

/** The weighted mean of the standard scores of some of the models, of stocks that all of them predict. */
export interface Average {
  readonly name: string;
  readonly models: readonly WeightedModel[];
}

export interface WeightedModel {
  readonly name: string;
  /** Above 0; only their proportions count. */
  readonly weight: number;
}

export interface WrittenSignals {
  readonly rows: number;
  readonly dates: number;
}

/** Writes rows sorted by date and symbol from a date on, whole or not at all; a stock that a model does not predict has no value of it. Parquet also holds the hashes of the signals, as `fullband_signals`. */
export async function writeSignals(out: string, columns: readonly SignalColumn[], averages: readonly Average[], from?: string): Promise<WrittenSignals> {
  return replaceOutput(out, (temporary, format) =>
    withDatabase({ memoryMiB: 512 }, (db) =>
      db.use(async (connection) => {
        const sources = new Map(columns.map(({ name, files, column }) => [name, column === undefined ? parquetSource(files) : `(SELECT date, symbol, ${quoteName(column)} AS score FROM ${parquetSource(files)} WHERE ${quoteName(column)} IS NOT NULL)`]));
        for (const average of averages) sources.set(average.name, await averageTable(db, average, sources));
        const all = [...sources].map(([name, source], i) => ({ name, alias: `s${String(i)}`, source }));
        const joined = all.map(({ alias, source }, i) => (i === 0 ? `${source} ${alias}` : `FULL JOIN ${source} ${alias} USING (date, symbol)`)).join(' ');
        const cells = all.map(({ name, alias }) => `${format.cell(`${alias}.score`, 'webasm')} AS ${quoteName(name)}`);
        const since = from === undefined ? '' : ` WHERE date >= DATE '${from}'`;
        const hashes = JSON.stringify(Object.fromEntries(columns.map(({ name, hash }) => [name, hash])));
        const metadata = extname(out) === '.parquet' ? `, KV_METADATA {fullband_signals: ${quoteText(hashes)}}` : '';
        const { rowsChanged } = await connection.run(`COPY (SELECT date, symbol, ${cells.join(', ')} FROM ${joined}${since} ORDER BY date, symbol) TO ${quoteText(temporary)} (${format.options}${metadata})`);
        const [count] = await queryRows(connection, `SELECT count(DISTINCT date) AS dates FROM (${all.map(({ source }) => `SELECT date FROM ${source}`).join(' UNION ALL ')})${since}`);
        return { rows: rowsChanged, dates: numberIn(count, 'dates') };
      }),
    ),
  );
}

/** Makes a table of an average, day by day; returns the SQL of its rows. */
async function averageTable(db: Database, { name, models }: Average, sources: ReadonlyMap<string, string>): Promise<string> {
  const table = `average ${name}`;
  const of = models.map((model, i) => ({ alias: `s${String(i)}`, source: sources.get(model.name) ?? '' }));
  const total = models.reduce((sum, { weight }) => sum + weight, 0);
  const shares = models.map(({ weight }) => weight / total);
  const sql = `SELECT CAST(date AS VARCHAR) AS day, symbol, ${of.map(({ alias }) => `${alias}.score`).join(', ')} FROM ${of.map(({ alias, source }, i) => (i === 0 ? `${source} ${alias}` : `JOIN ${source} ${alias} USING (date, symbol)`)).join(' ')} ORDER BY day, symbol`;
  await db.use((reading) =>
    db.use(async (writing) => {
      await writing.run(`CREATE TABLE ${quoteName(table)} (day VARCHAR, symbol VARCHAR, score DOUBLE)`);
      const appender = await writing.createAppender(table);
      let day = new DayOfScores(shares);
      for await (const chunk of streamedChunks(reading, sql)) {
        const [dates, symbols, scores] = [chunk.texts(0), chunk.texts(1), models.map((_, i) => chunk.numbers(2 + i))];
        for (let row = 0; row < chunk.rows; row++) {
          const date = dates[row] ?? '';
          if (day.date !== date) {
            day.flush(appender);
            day = new DayOfScores(shares, date);
          }
          day.add(symbols[row] ?? '', scores.map((column) => column[row] ?? NaN));
        }
      }
      day.flush(appender);
      appender.closeSync();
    }),
  );
  return `(SELECT CAST(day AS DATE) AS date, symbol, score FROM ${quoteName(table)})`;
}

/** Scores of the stocks of a day by several models. */
class DayOfScores {
  private readonly symbols: string[] = [];
  private readonly scores: number[][];

  /** @param shares of the models, which add up to 1 */
  constructor(
    private readonly shares: readonly number[],
    readonly date = '',
  ) {
    this.scores = shares.map(() => []);
  }

  add(symbol: string, scores: readonly number[]): void {
    this.symbols.push(symbol);
    this.scores.forEach((of, i) => of.push(scores[i] ?? NaN));
  }

  /** Appends the weighted mean of the standard scores. */
  flush(appender: DuckDBAppender): void {
    const { symbols, scores, date } = this;
    const mean = new Float64Array(symbols.length);
    for (const [m, of] of scores.entries()) {
      const standard = Float64Array.from(of);
      zscore(standard);
      standard.forEach((value, i) => (mean[i] = (mean[i] ?? 0) + value * (this.shares[m] ?? NaN)));
    }
    const columns = [symbols.map(() => date), symbols, [...mean]];
    const { DOUBLE, VARCHAR } = duckdbApi();
    appendRows(appender, [VARCHAR, VARCHAR, DOUBLE], symbols.length, (column, from, to) => columns[column]?.slice(from, to) ?? []);
  }
}
