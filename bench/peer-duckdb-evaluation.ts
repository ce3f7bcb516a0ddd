/**
 * RankIC, IC and mean returns of layers in SQL, as somebody writes it who knows window functions: factors below one another, ranks of ties averaged.
 */
import type { DuckDBConnection } from '@duckdb/node-api';
import { parquetSource } from '../src/runtime/store/duckdb.ts';
import { EVERY, HORIZON, LAYERS, type EvaluationRow } from './evaluation-rows.ts';

/** Stocks as small integers, which join and sort faster than text; only the days of sections, with their returns. */
const returnsSql = (daily: string): string => `SELECT "date", stock, symbol, after / bought - 1 AS ret
  FROM (
    SELECT "date", symbol, stock, day, lead(price, 1) OVER days AS bought, lead(price, ${String(1 + HORIZON)}) OVER days AS after
    FROM (
      SELECT "date", symbol, vwap * adj_factor AS price, (dense_rank() OVER (ORDER BY symbol) - 1)::INTEGER AS stock, (dense_rank() OVER (ORDER BY "date") - 1)::INTEGER AS day
      FROM ${daily}
    ) WINDOW days AS (PARTITION BY stock ORDER BY day)
  ) WHERE day % ${String(EVERY)} = 0 AND after IS NOT NULL`;

const evaluationSql = (values: string, factors: readonly string[]): string => `
  WITH signal AS (
    UNPIVOT (SELECT r."date", r.stock, r.ret, ${factors.map((name) => `v.${name}`).join(', ')} FROM ${values} v JOIN returns r ON v."date" = r."date" AND v.symbol = r.symbol)
    ON ${factors.join(', ')} INTO NAME factor VALUE value
  ), ranked AS (
    SELECT factor, "date", value, ret,
      rank() OVER (PARTITION BY factor, "date" ORDER BY value) + (count(*) OVER (PARTITION BY factor, "date", value) - 1) / 2.0 AS value_rank,
      rank() OVER (PARTITION BY factor, "date" ORDER BY ret) + (count(*) OVER (PARTITION BY factor, "date", ret) - 1) / 2.0 AS return_rank,
      count(*) OVER (PARTITION BY factor, "date") AS n
    FROM signal
  ), layered AS (
    SELECT *, ${String(LAYERS)} - least(${String(LAYERS - 1)}, floor((value_rank - 0.5) * ${String(LAYERS)} / n))::INTEGER AS layer FROM ranked
  )
  SELECT factor, CAST("date" AS VARCHAR), corr(value_rank, return_rank), corr(value, ret), ${Array.from({ length: LAYERS }, (_, i) => `avg(ret) FILTER (layer = ${String(i + 1)})`).join(', ')}
  FROM layered GROUP BY factor, "date"`;

/** Evaluates every factor of a file. */
export async function duckdbEvaluation(connection: DuckDBConnection, daily: readonly string[], values: string, factors: readonly string[]): Promise<readonly EvaluationRow[]> {
  await connection.run(`CREATE OR REPLACE TEMP TABLE returns AS ${returnsSql(parquetSource(daily))}`);
  const result = await connection.runAndReadAll(evaluationSql(parquetSource([values]), factors));
  return result.getRows().map(([factor, date, ...figures]) => [String(factor), String(date), ...figures.map((value) => Number(value ?? NaN))]);
}
