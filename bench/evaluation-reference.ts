/** The same figures in float64, one section at a time and written to be read: what errors are measured against. */
import { parquetSource, withDatabase } from '../src/runtime/store/duckdb.ts';
import { factorNames, type EvaluationFiles, type EvaluationMarket } from './data-evaluation.ts';
import { EVERY, HORIZON, LAYERS, type EvaluationRow } from './evaluation-rows.ts';

export async function referenceEvaluation({ store, values }: EvaluationFiles, { factors, stocks, days }: EvaluationMarket): Promise<readonly EvaluationRow[]> {
  const names = factorNames(factors);
  const columns = await withDatabase({ threads: 1 }, (db) =>
    db.use(async (connection) => {
      const read = async (sql: string): Promise<readonly (readonly unknown[])[]> => (await connection.runAndReadAll(sql)).getColumns();
      const [prices = [], dates = []] = await read(`SELECT vwap * adj_factor, CAST("date" AS VARCHAR) FROM ${parquetSource([`${store}/daily/year=2020/days.parquet`])} ORDER BY "date", symbol`);
      return { prices, dates, values: await read(`SELECT ${names.join(', ')} FROM ${parquetSource([values])} ORDER BY "date", symbol`) };
    }),
  );
  const priceAt = (day: number, stock: number): number => Number(columns.prices[day * stocks + stock] ?? NaN);
  const rows: EvaluationRow[] = [];
  for (let day = 0; day + 1 + HORIZON < days; day += EVERY) {
    names.forEach((name, f) => {
      const pairs: (readonly [value: number, ret: number])[] = [];
      for (let stock = 0; stock < stocks; stock++) {
        const value = columns.values[f]?.[day * stocks + stock] ?? null;
        if (value !== null) pairs.push([Number(value), priceAt(day + 1 + HORIZON, stock) / priceAt(day + 1, stock) - 1]);
      }
      const [signal, returns] = [pairs.map(([value]) => value), pairs.map(([, ret]) => ret)];
      const ranks = ranksOf(signal);
      const layerOf = (i: number): number => LAYERS - 1 - Math.min(LAYERS - 1, Math.floor((((ranks[i] ?? NaN) - 0.5) * LAYERS) / pairs.length));
      const means = Array.from({ length: LAYERS }, (_, layer) => mean(returns.filter((__, i) => layerOf(i) === layer)));
      rows.push([name, String(columns.dates[day * stocks]), correlation(ranks, ranksOf(returns)), correlation(signal, returns), ...means]);
    });
  }
  return rows;
}

/** Ranks from 1; equal values share the mean of theirs. */
function ranksOf(values: readonly number[]): readonly number[] {
  const order = [...values.keys()].sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const ranks = new Array<number>(values.length).fill(0);
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to < order.length && values[order[to] ?? 0] === values[order[from] ?? 0]) to++;
    for (let i = from; i < to; i++) ranks[order[i] ?? 0] = (from + 1 + to) / 2;
    from = to;
  }
  return ranks;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function correlation(x: readonly number[], y: readonly number[]): number {
  const [mx, my] = [mean(x), mean(y)];
  let [xx, yy, xy] = [0, 0, 0];
  x.forEach((value, i) => {
    const [a, b] = [value - mx, (y[i] ?? NaN) - my];
    xx += a * a;
    yy += b * b;
    xy += a * b;
  });
  return xy / Math.sqrt(xx * yy);
}
