import { describe, expect, test } from 'vitest';
import { benchDay, marketOf } from '../../bench/data.ts';
import { emptyFactorTable, MINUTE_FACTORS } from '../../bench/factor-table.ts';
import type { FactorTable, MinuteFactor } from '../../bench/factor-table.ts';
import { sumColumns } from '../../bench/floor.ts';
import { openDuckdbPeer } from '../../bench/peer-duckdb.ts';
import { javascriptFactors } from '../../bench/peer-javascript.ts';
import { kthLargest, TopRows } from '../../bench/top-rows.ts';
import type { MinuteData } from '../../src/runtime/store/minute-data.ts';
import { HURTING_KINDS, hurtingDay } from '../oracle/hurting-days.ts';
import { minuteFactorOracle, stockDay, topRows } from '../oracle/minute-factors.ts';

const FULL = process.env.FULLBAND_TEST === 'full';
const HURTING = HURTING_KINDS.length * (FULL ? 20 : 2);
const LIQUID = FULL ? 5000 : 40;

/** Hurting days of every kind, then liquid ones. */
function market(): MinuteData {
  const liquid = benchDay(LIQUID, 3);
  return marketOf([
    ...Array.from({ length: HURTING }, (_, seed) => hurtingDay(seed).day),
    ...liquid.symbols.map((_, stock) => stockDay(liquid.columns, stock)),
  ]);
}

/**
 * A factor's usual size. Differences below 1e-9 of it are the rounding of the prices themselves: 0.01 on a price of 10,000 is known to
 * 1e-10 in float64, and a correlation near 0 has no digits of its own.
 */
function usualSize(factor: MinuteFactor): number {
  if (factor === 'bigorder_ret') return 1e-3;
  return factor.startsWith('corr_') || factor === 'early_corr_volume_ret' || factor === 'late_skew_ret' ? 1 : 0;
}

/** The oracle's values of every stock. */
function oracleTable(data: MinuteData): FactorTable {
  const table = emptyFactorTable(data.symbols.length);
  for (const factor of MINUTE_FACTORS) {
    const compute = minuteFactorOracle[factor];
    if (compute === undefined) throw new Error(`the oracle has no factor ${factor}`);
    data.symbols.forEach((_, stock) => (table[factor][stock] = compute(stockDay(data.columns, stock))));
  }
  return table;
}

/** Where a peer's table differs from the oracle's by more than 1e-9, one line each. */
function differences(oracle: FactorTable, table: FactorTable): string[] {
  return MINUTE_FACTORS.flatMap((factor) => {
    if (table[factor].length !== oracle[factor].length) return [`${factor} has ${table[factor].length} stocks`];
    return [...oracle[factor]].flatMap((expected, stock) => {
      const what = stock < HURTING ? hurtingDay(stock).name : 'liquid';
      const found = table[factor][stock] ?? NaN;
      const tolerance = 1e-9 * Math.max(Math.abs(expected), usualSize(factor));
      const same = Number.isNaN(expected) ? Number.isNaN(found) : Math.abs(found - expected) <= tolerance;
      return same ? [] : [`${factor} of stock ${stock} (${what}): found ${found}, expected ${expected}`];
    });
  });
}

describe('peers of the benchmark', () => {
  const data = market();
  const oracle = oracleTable(data);

  test('the peers and the oracle name the same factors', () => {
    expect(Object.keys(minuteFactorOracle)).toEqual([...MINUTE_FACTORS]);
  });

  test('the JavaScript peer agrees with the oracle on hurting and liquid days', () => {
    expect(differences(oracle, javascriptFactors(data))).toEqual([]);
  });

  test.each([1, 2, 3])('the DuckDB peer on %i threads agrees with the oracle on hurting and liquid days', async (threads) => {
    const peer = await openDuckdbPeer(data, threads);
    try {
      expect(differences(oracle, await peer.factors())).toEqual([]);
    } finally {
      peer.close();
    }
  });

  test('a wrong value is found', () => {
    const table = javascriptFactors(data);
    const value = table.volume_perc4[HURTING] ?? NaN;
    table.volume_perc4[HURTING] = value * (1 + 3e-9);
    expect(differences(oracle, table)).toHaveLength(1);
  });
});

describe('the selection of the JavaScript peer', () => {
  test('kthLargest finds every rank among repeated values', () => {
    const values = [5, 1, 5, 3, 2, 5, 0, 3];
    const ranks = values.map((_, k) => kthLargest(Float64Array.from(values), values.length, k));
    expect(ranks).toEqual([5, 5, 5, 3, 3, 2, 1, 0]);
  });

  test('it chooses the same bars as a sort by rounded keys, on every kind of hurting day', () => {
    const top = new TopRows();
    for (let seed = 0; seed < HURTING; seed++) {
      const { name, day } = hurtingDay(seed);
      const sizes = day.amount.map((amount, t) => amount / (day.items[t] ?? NaN));
      const expected = [...topRows(sizes, 0.3)].sort((a, b) => a - b);
      expect(top.select(day.amount, day.items, 0), name).toBe(expected.length);
      expect([...top.chosen.keys()].filter((t) => top.chosen[t] === 1), name).toEqual(expected);
    }
  });
});

describe('the floor', () => {
  test('it sums all seven columns', () => {
    const column = (value: number) => Float32Array.of(value, 10 * value);
    const prices = { open: column(1), high: column(2), low: column(3), close: column(4) };
    expect(sumColumns({ ...prices, volume: column(5), amount: column(6), items: column(7) })).toBe(28 * 11);
  });
});

describe('the day that is measured', () => {
  test('it depends on the seed alone', () => {
    expect(benchDay(3, 5)).toEqual(benchDay(3, 5));
    expect(benchDay(3, 5)).not.toEqual(benchDay(3, 6));
  });

  test('volume forms a U and the closing auction empties 14:59', () => {
    const { columns } = benchDay(200, 1);
    const volumeOf = (bar: number): number =>
      Array.from({ length: 200 }, (_, stock) => columns.volume[stock * 240 + bar - 1] ?? NaN).reduce((a, b) => a + b);
    expect(volumeOf(1)).toBeGreaterThan(3 * volumeOf(110));
    expect(volumeOf(235)).toBeGreaterThan(volumeOf(110));
    expect(volumeOf(239)).toBe(0);
    expect(volumeOf(240)).toBeGreaterThan(volumeOf(235));
  });
});
