/** The 15 minute factors in Polars: lazy expressions over a frame in memory, on all its threads. */
import { BARS, MINUTE_FIELDS, type MinuteData, type MinuteField } from '../src/runtime/store/minute-data.ts';
import { emptyFactorTable, MINUTE_FACTORS, type FactorTable, type MinuteFactor } from './factor-table.ts';
import type { Polars, PolarsExpression, PolarsFrame, PolarsLazyFrame } from './polars.ts';

/** Largest 30 % of 240 bars. */
const LARGEST = 72;

type Column = MinuteField | 'stock' | 'bar' | 'close_1' | 'close_2' | 'open_1' | 'ret' | 'last_ret' | 'size' | 'magnitude' | 'key';

/** A day held in Polars's memory, ready to compute its factors as often as asked. */
export interface PolarsPeer {
  /** Evaluates the expressions and reads their result. */
  factors(): Promise<FactorTable>;
}

/** Loads a day; missing values become nulls, which sums and correlations leave out. */
export async function openPolarsPeer(pl: Polars, data: MinuteData): Promise<PolarsPeer> {
  const stocks = data.symbols.length;
  const frame = await frameOf(pl, data, stocks);
  const query = factorQuery(pl, frame.lazy());
  return {
    factors: async () => {
      const found = await query.collect();
      const table = emptyFactorTable(stocks);
      const stock = found.getColumn('stock').toArray();
      for (const factor of MINUTE_FACTORS) {
        const values = found.getColumn(factor).toArray();
        const column = table[factor];
        for (let row = 0; row < stock.length; row++) {
          const value = values[row] ?? NaN;
          // A quotient by 0 is infinite in Polars, and missing in the language.
          column[stock[row] ?? -1] = Number.isFinite(value) ? value : NaN;
        }
      }
      return table;
    },
  };
}

function frameOf(pl: Polars, { columns }: MinuteData, stocks: number): Promise<PolarsFrame> {
  const rows = stocks * BARS;
  const places = {
    stock: pl.Series('stock', Int32Array.from({ length: rows }, (_, i) => Math.floor(i / BARS))),
    bar: pl.Series('bar', Int32Array.from({ length: rows }, (_, i) => (i % BARS) + 1)),
  };
  const fields = Object.fromEntries(MINUTE_FIELDS.map((field) => [field, pl.Series(field, columns[field])]));
  return pl.DataFrame({ ...places, ...fields }).lazy().withColumns(...MINUTE_FIELDS.map((field) => pl.col(field).fillNan(null))).collect();
}

/** The query. Rows lie stock by stock in order of bars, so that the bar before is the row before: without a window over stocks, which is several times slower. */
function factorQuery(pl: Polars, bars: PolarsLazyFrame): PolarsLazyFrame {
  const col = (name: Column): PolarsExpression => pl.col(name);
  const before = (field: MinuteField, rows: number): PolarsExpression => pl.when(col('bar').gt(rows)).then(col(field).shift(rows)).otherwise(pl.lit(null)).alias(`${field}_${String(rows)}`);
  const change = (to: Column, from: Column, first: Column): PolarsExpression => col(to).div(col(from)).fillNull(col(to).div(col(first))).sub(1);
  const returned = bars
    .withColumns(before('close', 1), before('close', 2), before('open', 1))
    .withColumns(change('close', 'close_1', 'open').alias('ret'), change('close_1', 'close_2', 'open_1').alias('last_ret'), pl.when(col('items').gt(0)).then(col('amount').div(col('items'))).otherwise(pl.lit(null)).alias('size'))
    // Keys are sizes rounded to 9 significant digits, magnitude and mantissa in one number, then the bar: all differ, and the earlier of equal ones comes first.
    .withColumns(col('size').log(10).floor().alias('magnitude'))
    .withColumns(col('size').mul(pl.lit(8).sub(col('magnitude')).mul(Math.LN10).exp()).round(0).add(col('magnitude').mul(9e8)).mul(256).sub(col('bar')).alias('key'));
  return returned.groupBy('stock').agg(...Object.entries(factorsOf(pl, col)).map(([name, expression]) => expression.alias(name)));
}

function factorsOf(pl: Polars, col: (name: Column) => PolarsExpression): Readonly<Record<MinuteFactor, PolarsExpression>> {
  const [ret, volume] = [col('ret'), col('volume')];
  const falling = ret.lt(0);
  const early = col('bar').ltEq(30);
  const halfHour = (k: number): PolarsExpression => volume.filter(col('bar').gt(30 * k - 30).and(col('bar').ltEq(30 * k))).sum().div(volume.sum());
  const hasSize = col('key').isNotNull();
  const grown = ret.add(1).filter(hasSize).sortBy(col('key').filter(hasSize), true).head(LARGEST).product().sub(1);
  return {
    late_skew_ret: ret.filter(col('bar').gt(210)).skew(),
    down_vol_perc: ret.mul(ret).filter(falling).sum().div(ret.mul(ret).sum()),
    corr_ret_lastret: pl.pearsonCorr(ret, col('last_ret')),
    corr_close_nextopen: pl.pearsonCorr(col('close_1'), col('open')),
    volume_perc2: halfHour(2),
    volume_perc3: halfHour(3),
    volume_perc4: halfHour(4),
    volume_perc5: halfHour(5),
    volume_perc6: halfHour(6),
    volume_perc7: halfHour(7),
    corr_volume_item: pl.pearsonCorr(volume, col('items')),
    early_corr_volume_ret: pl.pearsonCorr(volume.filter(early), ret.filter(early)),
    bigorder_ret: pl.when(col('key').count().gt(0)).then(grown).otherwise(pl.lit(null)),
    down_single_amt_perc: col('amount').filter(falling).sum().div(col('items').filter(falling).sum()).div(col('amount').sum().div(col('items').sum())),
    corr_volume_amplitude: pl.pearsonCorr(volume, col('high').div(col('low')).sub(1)),
  };
}
