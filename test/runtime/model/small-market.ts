/** A market of days alone, small enough to train on in a second, and models for it. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { trainModels, type TrainReport, type TrainRequest } from '../../../src/runtime/model/signal/train-models.ts';
import type { TrainedModel } from '../../../src/runtime/model/signal/trained.ts';
import type { CheckedModel } from '../../../src/dsl/typed-model.ts';
import { quoteText, textIn } from '../../../src/runtime/store/duckdb.ts';
import { dailyFolder } from '../../../src/runtime/store/layout.ts';
import { modelOf } from '../../support/models.ts';
import { outputRows } from '../engine/stores.ts';
import { freshFolder, sql } from '../store/support.ts';

const TRAIN = 'train { optimizer adam(learning_rate=0.01) batch 200 epochs 2 patience 5 every 5d split 80% refit 6mo seeds 2 }';
export const BARS = modelOf(`/// test
model small_bars {
  input day = zscore(over_last(bars(every=1d, count=5, fields=[open, close, volume])))
  input week = zscore(over_last(bars(every=1w, count=3, fields=[open, close, volume])))
  target y = zscore(forward_return(from=1, to=4, price=vwap))
  layer shared = gru(units=4)
  let a = dense(batch_norm(shared(day)), units=1)
  let b = dense(batch_norm(shared(week)), units=1)
  output p = (a + b) / 2
  loss -(corr(a, y) + corr(b, y))
  ${TRAIN}
}`);
export const PANEL = modelOf(`/// test
factor swing { from daily direction -1 value high / low - 1 }
/// test
factor busy { from daily direction 1 value turnover }
set both { swing, busy }
/// test
model small_panel {
  input x = panel(fill(zscore(neutralize(winsorize(both))), 0), days=6)
  target y = zscore(forward_return(from=1, to=4, price=vwap))
  output p = sigmoid(dense(batch_norm(gru(x, units=3)), units=1))
  loss -corr(p, y)
  ${TRAIN}
}`);

export const STOCKS = 20;
export const DATES: readonly string[] = Array.from({ length: 460 }, (_, i) => new Date(Date.UTC(2021, 0, 4 + i))).filter((day) => day.getUTCDay() % 6 !== 0).map((day) => day.toISOString().slice(0, 10));

/** Days of stocks; those from `changed` on have other prices, and the columns `without` are null. */
export async function storeOf(dates: readonly string[], changed = '9999', without: readonly string[] = []): Promise<string> {
  const store = await freshFolder();
  const price = (n: number): string => `round(10 + i + sin(d / 7.0 + i) + (hash(i, d, ${n}, day >= '${changed}') % 100) / 100, 2)`;
  const rows = `SELECT CAST(day AS DATE) AS date, printf('%06d.SH', 600000 + i) AS symbol, ${price(1)} AS open, ${price(2)} + 1 AS high, ${price(3)} - 1 AS low, ${price(4)} AS close, ${price(5)} AS vwap,
    CAST(100 * (1 + hash(i, d, day >= '${changed}') % 50) AS BIGINT) AS volume, 1e6 AS amount, (hash(d, i) % 1000) / 1e4 AS turnover, 10.0 AS pre_close, 1.0 AS adj_factor, NULL::DOUBLE AS limit_up, NULL::DOUBLE AS limit_down,
    i = 4 AND d < 40 AS is_st, i = 5 AND (d BETWEEN 60 AND 70 OR d BETWEEN 260 AND 262) AS suspended, 1e9 * (1 + i) AS float_market_cap, 'industry ' || i % 3 AS industry
    FROM (SELECT unnest([${dates.map((date) => `'${date}'`).join(', ')}]) AS day, unnest(range(${dates.length})) AS d), range(${STOCKS}) r(i)`;
  for (const year of new Set(dates.map((date) => date.slice(0, 4)))) {
    await mkdir(dailyFolder(store, Number(year)), { recursive: true });
    await sql(`COPY (SELECT *${without.length === 0 ? '' : ` REPLACE (${without.map((name) => `NULL AS ${name}`).join(', ')})`} FROM (${rows}) WHERE year(date) = ${year}) TO ${quoteText(join(dailyFolder(store, Number(year)), 'days.parquet'))} (FORMAT parquet)`);
  }
  return store;
}

/** Values of the factors of `PANEL`, from the same days. */
export async function valuesOf(store: string): Promise<string> {
  const file = join(await freshFolder(), 'values.parquet');
  await sql(`COPY (SELECT date, symbol, high / low - 1 AS swing, turnover AS busy FROM read_parquet('${store}/daily/*/*.parquet') ORDER BY date, symbol) TO ${quoteText(file)} (FORMAT parquet)`);
  return file;
}

export interface Trained extends TrainedModel {
  readonly report: TrainReport;
  /** By date and symbol. */
  readonly signal: ReadonlyMap<string, unknown>;
}

/** Trains one model and reads its signal. */
export async function train(store: string, more: Partial<TrainRequest> & { readonly model?: CheckedModel } = {}): Promise<Trained> {
  const { model = BARS, ...rest } = more;
  const out = join(await freshFolder(), 'signal.parquet');
  const report = await trainModels({ store, models: [model], values: null, out, fewestDates: 20, training: { threads: 1 }, ...rest });
  const [trained] = report.models;
  if (trained === undefined) throw new Error('nothing was trained');
  return { ...trained, report, signal: await columnOf(out, model.name) };
}

/** A column of a file of values, by date and symbol. */
export async function columnOf(file: string, name: string): Promise<ReadonlyMap<string, unknown>> {
  const rows = await outputRows(file);
  return new Map(rows.map((row) => [`${textIn(row, 'date') ?? ''} ${textIn(row, 'symbol') ?? ''}`, row[name]]));
}
