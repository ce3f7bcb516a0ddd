/** Days of stocks and values of factors, made by DuckDB: each number is a function of seed, stock, day and factor. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { quoteText, withDatabase } from '../src/runtime/store/duckdb.ts';

/** What to generate. */
export interface EvaluationMarket {
  readonly factors: number;
  readonly stocks: number;
  readonly days: number;
  readonly seed: number;
}

/** A market on disk. */
export interface EvaluationFiles {
  readonly store: string;
  /** Parquet with the columns date, symbol and f1, f2, …, sorted by date and symbol. */
  readonly values: string;
}

export function factorNames(count: number): readonly string[] {
  return Array.from({ length: count }, (_, i) => `f${String(i + 1)}`);
}

/**
 * Prices are random walks with a drift that the first factor says a little about. Every stock has a row on every day; a twentieth of the values is missing; every
 * third factor has a hundredth of a unit as its step, so that values are equal now and then.
 */
export async function writeEvaluationMarket(folder: string, { factors, stocks, days, seed }: EvaluationMarket): Promise<EvaluationFiles> {
  const store = join(folder, 'store');
  const daily = join(store, 'daily', 'year=2020');
  await mkdir(daily, { recursive: true });
  const values = join(folder, 'values.parquet');
  await withDatabase({ threads: 1 }, (db) =>
    db.use(async (connection) => {
      await connection.run("CREATE TEMP MACRO chance(stock, of, purpose) AS hash((stock * 1048576 + of) * 64 + purpose + 1)::DOUBLE / 18446744073709551616.0");
      await connection.run('CREATE TEMP MACRO normal(stock, of, purpose) AS sqrt(-2 * ln(1 - chance(stock, of, purpose))) * cos(2 * pi() * chance(stock, of, purpose + 1))');
      await connection.run(`CREATE TEMP TABLE cell AS SELECT (600000 + s) || '.SH' AS symbol, DATE '2020-01-01' + d::INTEGER AS "date", s + ${String(seed)} * 100003 AS stock, d FROM range(${String(stocks)}) AS a(s), range(${String(days)}) AS b(d)`);
      await connection.run(`COPY (
        SELECT "date", symbol, vwap, 1.0 AS adj_factor
        FROM (SELECT "date", symbol, 10 * exp(sum(0.02 * normal(stock, d, 0) + 0.001 * normal(stock, d // 10, 2)) OVER (PARTITION BY symbol ORDER BY "date")) AS vwap FROM cell)
        ORDER BY symbol, "date"
      ) TO ${quoteText(join(daily, 'days.parquet'))} (FORMAT parquet)`);
      const columns = factorNames(factors).map((name, f) => {
        const value = f === 0 ? 'normal(stock, d // 10, 2) + normal(stock, d, 4)' : `normal(stock, d, ${String(4 + 2 * f)})`;
        return `CASE WHEN chance(stock, d + 4096, ${String(f)}) >= 0.05 THEN ${f % 3 === 2 ? `round(${value}, 2)` : value} END AS ${name}`;
      });
      await connection.run(`COPY (SELECT "date", symbol, ${columns.join(', ')} FROM cell ORDER BY "date", symbol) TO ${quoteText(values)} (FORMAT parquet)`);
    }),
  );
  return { store, values };
}
