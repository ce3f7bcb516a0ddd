import { describe, expect, test } from 'vitest';
import { marketOf } from '../../../bench/data.ts';
import { columnOf } from '../../../src/compiler/reference/stock-day.ts';
import type { TileColumn } from '../../../src/compiler/plan.ts';
import { stockDay } from '../../../src/runtime/engine/stock-days.ts';
import { unitFactor } from '../../../src/runtime/engine/scales.ts';
import { TileWriter, type FilledTile } from '../../../src/runtime/engine/tile.ts';
import type { MinuteData } from '../../../src/runtime/store/minute-data.ts';
import { HURTING_KINDS, hurtingDay, hurtingMinuteData } from '../../oracle/hurting-days.ts';
import { programOfValues } from '../../support/programs.ts';

/** Reads every column. */
const PLAN = programOfValues('corr(open, high)', 'corr(low, close)', 'corr(vwap, volume)', 'corr(amount, items)', 'mean(ret, where=top(volume, 10%))').plan;
const PRICES = ['open', 'high', 'low', 'close'] as const;
const STOCKS = 2 * HURTING_KINDS.length;
const FIRST = 300;

/** A filled tile and how to read it. */
class Tile {
  readonly filled: FilledTile;
  private readonly numbers: Float32Array;

  constructor(readonly data: MinuteData, before = 0) {
    const writer = new TileWriter(PLAN, Math.ceil(data.symbols.length / 16) * 16);
    this.numbers = new Float32Array(writer.length).fill(before);
    this.filled = writer.fill(this.numbers, data, 0, data.symbols.length);
  }

  row(stock: number, row: number): number {
    const { lanes, rows } = PLAN.layout;
    return this.numbers[Math.floor(stock / lanes) * rows * lanes + row * lanes + (stock % lanes)] ?? NaN;
  }

  value(stock: number, name: string): number {
    return this.row(stock, PLAN.layout.values.get(name) ?? -1);
  }

  column(stock: number, column: TileColumn): readonly number[] {
    const first = PLAN.layout.columns.get(column) ?? -1;
    return Array.from({ length: 240 }, (_, k) => this.row(stock, first + k));
  }

  /** Whole thousandths of a CNY that 1 in the tile stands for. */
  thousandths(stock: number): number {
    const scale = this.filled.scales[stock];
    if (scale === undefined) throw new Error('no such stock');
    return 1000 / unitFactor(scale, { cny: 1, share: -1 });
  }
}

const TILE = new Tile(hurtingMinuteData(STOCKS, FIRST));
const stocks = TILE.data.symbols.map((_, stock) => ({ stock, kind: hurtingDay(FIRST + stock).name, day: stockDay(TILE.data, stock) }));

describe('a tile', () => {
  test.each(stocks.slice(0, HURTING_KINDS.length))('holds every price of a day exactly, as the difference from the base: $kind', ({ stock, day }) => {
    const step = TILE.thousandths(stock);
    expect(Math.log2(step)).toBe(Math.round(Math.log2(step)));
    const base = TILE.value(stock, 'base') * step;
    expect(base).toBe(Math.round(base));
    const first = TILE.value(stock, 'first');
    for (const column of PRICES) {
      const kept = TILE.column(stock, column).map((delta) => (delta * step + base) / 1000);
      expect(kept.slice(first)).toEqual([...day[column].slice(first)]);
    }
  });

  test('holds the open of the first bar that has a price in the rows before it, the row before close included', () => {
    for (const { stock, day } of stocks) {
      const first = day.close.findIndex((price) => !Number.isNaN(price));
      expect(TILE.value(stock, 'first')).toBe(first < 0 ? 240 : first);
      if (first < 0) continue;
      const step = TILE.thousandths(stock);
      const opening = ((day.open[first] ?? NaN) * 1000 - TILE.value(stock, 'base') * step) / step;
      const before = [TILE.row(stock, (PLAN.layout.columns.get('close') ?? 0) - 1), ...PRICES.flatMap((column) => TILE.column(stock, column).slice(0, first))];
      expect(new Set(before.map((value) => value.toPrecision(7))).size).toBe(1);
      expect(before[0]).toBeCloseTo(opening, 6);
    }
  });

  test('holds volume, amount, items and vwap to a rounding of f32, volume near 1', () => {
    for (const { stock, day } of stocks) {
      const scale = TILE.filled.scales[stock] ?? { cny: NaN, share: NaN };
      const factors = { volume: unitFactor(scale, { cny: 0, share: 1 }), amount: unitFactor(scale, { cny: 1, share: 0 }), items: 1 };
      for (const [column, factor] of Object.entries(factors) as readonly ['volume' | 'amount' | 'items', number][]) {
        const wanted = [...day[column]].map((value) => (Number.isNaN(value) ? 0 : Math.fround(value * factor)));
        expect(TILE.column(stock, column)).toEqual(wanted);
        expect(TILE.value(stock, `has_${column}`)).toBe(day[column].every(Number.isNaN) ? 0 : 1);
      }
      const volume = TILE.column(stock, 'volume');
      const mean = volume.reduce((sum, v) => sum + v, 0) / 240;
      if (mean > 0) expect(Math.abs(Math.log2(mean))).toBeLessThanOrEqual(0.51);
      const first = TILE.value(stock, 'first');
      const vwap = columnOf(day, 'vwap');
      if (Number.isNaN(vwap[239] ?? NaN)) continue;
      TILE.column(stock, 'vwap').forEach((delta, k) => {
        if (k >= first) expect((delta + TILE.value(stock, 'base')) / unitFactor(scale, { cny: 1, share: -1 })).toBeCloseTo(vwap[k] ?? NaN, 3);
      });
    }
  });

  test('holds conditions that the host decided as 1 and 0', () => {
    const [node] = PLAN.prepared;
    const row = node === undefined ? -1 : (PLAN.layout.prepared.get(node) ?? -1);
    for (const { stock, day } of stocks) {
      const chosen = Array.from({ length: 240 }, (_, k) => TILE.row(stock, row + k));
      expect(chosen.every((flag) => flag === 0 || flag === 1)).toBe(true);
      // 10 % of 240 rows; every row has a volume.
      expect(chosen.reduce((sum, flag) => sum + flag, 0)).toBe(Number.isNaN(day.volume[0] ?? NaN) ? 0 : 24);
    }
  });

  test('of stocks is the same whatever the tile held before', () => {
    const again = new Tile(TILE.data, NaN);
    for (const { stock } of stocks) for (const column of [...PRICES, 'volume', 'amount', 'items'] as const) expect(again.column(stock, column)).toEqual(TILE.column(stock, column));
  });
});

describe('a stock whose day does not fit the form of a tile', () => {
  const usual = hurtingDay(0).day;
  const changed = (field: keyof typeof usual, row: number, value: number) => ({ ...usual, [field]: usual[field].map((old, k) => (k === row ? value : old)) });

  test.each([
    ['a usual day', usual, 0],
    ['a price missing after the first', changed('low', 100, NaN), 1],
    ['a volume missing in one bar', changed('volume', 50, NaN), 1],
    ['items missing in one bar', changed('items', 0, NaN), 1],
    ['a price that has no exact f32', changed('high', 7, 16_777.217), 1],
    ['a price before the first close', { ...usual, close: usual.close.map((price, k) => (k < 3 ? NaN : price)) }, 1],
    ['a column that is not delivered', { ...usual, items: new Float64Array(240).fill(NaN) }, 0],
    ['nothing at all', Object.fromEntries(Object.keys(usual).map((field) => [field, new Float64Array(240).fill(NaN)])) as typeof usual, 0],
  ])('%s', (_, day, irregular) => {
    expect([...new Tile(marketOf([day])).filled.irregular]).toEqual([irregular]);
  });
});
