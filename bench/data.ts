/** The day that every contender of the benchmark computes: generated, the same for the same seed. */
import { BARS, dayFromBars, liquidBars, randomSource } from '../scripts/intraday.mjs';
import type { MinuteData, MinuteField } from '../src/runtime/store/minute-data.ts';

type Columns = Readonly<Record<MinuteField, Float64Array>>;

/** One value for each minute field, from the field's name. */
function eachField<T>(make: (field: MinuteField) => T): Record<MinuteField, T> {
  return {
    open: make('open'),
    high: make('high'),
    low: make('low'),
    close: make('close'),
    volume: make('volume'),
    amount: make('amount'),
    items: make('items'),
  };
}

/** Puts stock-days side by side as one day of a market, with the symbols 600000.SH and following. */
export function marketOf(days: readonly Columns[]): MinuteData {
  const columns = eachField((field) => {
    const all = new Float64Array(days.length * BARS);
    days.forEach((day, stock) => all.set(day[field], stock * BARS));
    return all;
  });
  return { date: '2023-02-01', symbols: days.map((_, i) => `${600000 + i}.SH`), columns };
}

/**
 * A day of `stocks` stocks, from large to small: prices of 3–150 CNY and mean volumes of 3,000 to 900,000 shares a minute, so that
 * some have empty bars.
 */
export function benchDay(stocks: number, seed: number): MinuteData {
  const random = randomSource(seed);
  const days = Array.from({ length: stocks }, () => {
    const price = 10 * Math.round(100 * Math.min(150, Math.max(3, 14 * Math.exp(0.8 * random.normal()))));
    const volume = Math.min(900_000, Math.max(3_000, 40_000 * Math.exp(1.1 * random.normal())));
    return dayFromBars(liquidBars(random, { price, volume, volatility: 4e-4 + 1.2e-3 * random.uniform() }));
  });
  return marketOf(days);
}

/** The seven columns in single precision, as they are for what reads memory only. */
export function singlePrecision(data: MinuteData): Record<MinuteField, Float32Array> {
  return eachField((field) => Float32Array.from(data.columns[field]));
}
