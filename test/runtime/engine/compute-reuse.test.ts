import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { identityOf } from '../../../src/runtime/engine/values-store.ts';
import { ALL, whomOf } from '../../../src/runtime/engine/wanted-values.ts';
import { textIn } from '../../../src/runtime/store/duckdb.ts';
import { factorsOf, factorText, minuteFactors } from '../../support/programs.ts';
import { faultOf } from '../store/support.ts';
import { compute, outputRows, sampleStore } from './stores.ts';

const FACTORS = minuteFactors();
const TWO = ['430101.BJ', '600101.SH'];

function valueFiles(store: string): readonly string[] {
  const folder = join(store, 'values');
  return existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.parquet')).sort() : [];
}

describe('values of one engine', () => {
  test('are not given out as those of another that is asked for by name', async () => {
    const store = await sampleStore();
    await compute({ store, factors: FACTORS, engine: 'webasm' });
    for (const engine of ['cpu', 'reference'] as const) {
      expect(await compute({ store, factors: FACTORS, engine })).toMatchObject({ computed: 30, cached: 0, engine, cachedEngines: [] });
      expect(await compute({ store, factors: FACTORS, engine })).toMatchObject({ computed: 0, cached: 30, engine: 'none', cachedEngines: [engine] });
    }
    expect(await compute({ store, factors: FACTORS, engine: 'webasm' })).toMatchObject({ computed: 0, engine: 'none', cachedEngines: ['webasm'] });
  });

  test('serve auto if they are in 32 bits, and the report names their engine beside the one that ran', async () => {
    const store = await sampleStore();
    await compute({ store, factors: FACTORS, engine: 'cpu', to: '2023-02-01' });
    const rest = await compute({ store, factors: FACTORS, engine: 'auto' });
    expect(rest).toMatchObject({ computed: 15, cached: 15, cachedEngines: ['cpu'] });
    expect(['webasm', 'webgpu']).toContain(rest.engine);
    const all = await compute({ store, factors: FACTORS, engine: 'auto' });
    expect(all).toMatchObject({ computed: 0, cached: 30, engine: 'none', cachedEngines: ['cpu', rest.engine] });
    expect(all.engineReason).toBe(`every value was in the store, computed by cpu and ${rest.engine}`);
  });

  test('in float64 do not serve auto', async () => {
    const store = await sampleStore();
    await compute({ store, factors: FACTORS, engine: 'reference' });
    expect(await compute({ store, factors: FACTORS, engine: 'auto' })).toMatchObject({ computed: 30, cached: 0, cachedEngines: [] });
  });
});

describe('values of every symbol', () => {
  test('serve a run over some symbols, which computes nothing', async () => {
    const store = await sampleStore();
    const all = await outputRows((await compute({ store, factors: FACTORS })).out);
    const files = valueFiles(store);
    const two = await compute({ store, factors: FACTORS, symbols: TWO });
    expect(two).toMatchObject({ computed: 0, cached: 30, rows: 4, dates: 2, engine: 'none' });
    expect(await outputRows(two.out)).toEqual(all.filter((row) => TWO.includes(textIn(row, 'symbol') ?? '')));
    expect(valueFiles(store)).toEqual(files);
  });

  test('are not taken from a run over some symbols, which serves its own repetition', async () => {
    const store = await sampleStore();
    const first = await compute({ store, factors: FACTORS, symbols: TWO });
    expect(first).toMatchObject({ computed: 30, cached: 0, rows: 4 });
    const again = await compute({ store, factors: FACTORS, symbols: [...TWO].reverse() });
    expect(again).toMatchObject({ computed: 0, cached: 30, rows: 4 });
    expect(readFileSync(again.out).equals(readFileSync(first.out))).toBe(true);
    expect(await compute({ store, factors: FACTORS })).toMatchObject({ computed: 30, cached: 0, rows: 59 });
  });
});

describe('a symbol without bars', () => {
  const symbols = [...TWO, '000000.SZ'];

  test('is a warning whether the values were computed by this run, by an earlier one or by one over all symbols', async () => {
    const store = await sampleStore();
    const expected = ['no bars of 000000.SZ on these dates'];
    expect((await compute({ store, factors: FACTORS, symbols })).warnings).toEqual(expected);
    expect(await compute({ store, factors: FACTORS, symbols })).toMatchObject({ computed: 0, warnings: expected });
    const whole = await sampleStore();
    await compute({ store: whole, factors: FACTORS });
    expect(await compute({ store: whole, factors: FACTORS, symbols })).toMatchObject({ computed: 0, warnings: expected });
  });

  test('alone is an error, also when its absence is known', async () => {
    const store = await sampleStore();
    for (let run = 0; run < 2; run++) expect((await faultOf(compute({ store, factors: FACTORS, symbols: ['000000.SZ'] }))).message).toContain('no minute bars of 000000.SZ on these dates');
  });

  test('on some dates only: these dates are named, and nothing is looked up again', async () => {
    const store = await sampleStore();
    const rows = await outputRows((await compute({ store: await sampleStore(), factors: FACTORS })).out);
    const on = (date: string): Set<string> => new Set(rows.filter((row) => row['date'] === date).map((row) => textIn(row, 'symbol') ?? ''));
    const [first, second] = [on('2023-02-01'), on('2023-02-02')];
    const gone = [...first].find((symbol) => !second.has(symbol)) ?? [...second].find((symbol) => !first.has(symbol)) ?? '';
    const date = first.has(gone) ? '2023-02-02' : '2023-02-01';
    const expected = { rows: 1, dates: 1, warnings: [`${date}: no bars of the symbols asked for`] };
    expect(await compute({ store, factors: FACTORS, symbols: [gone] })).toMatchObject({ computed: 30, ...expected });
    expect(await compute({ store, factors: FACTORS, symbols: [gone] })).toMatchObject({ computed: 0, cached: 30, ...expected });
  });
});

describe('the identity of values', () => {
  const key = { program: 'mean(ret)', unit: '1', engine: 'webasm', whom: ALL, version: '1.0.0' };

  test('is that of the program, the unit, the engine, the symbols or the shard of them, and the version of fullband', () => {
    const others = [{ ...key, program: 'std(ret)' }, { ...key, unit: 'CNY' }, { ...key, engine: 'cpu' }, { ...key, whom: whomOf(TWO, null) }, { ...key, whom: whomOf(TWO, { place: 1, of: 2, split: 'a' }) }, { ...key, version: '1.0.1' }];
    const identities = [identityOf(key), ...others.map((other) => identityOf(other))];
    expect(new Set(identities).size).toBe(7);
    expect(identityOf({ ...key })).toBe(identityOf(key));
    expect(whomOf([...TWO].reverse(), null)).toBe(whomOf(TWO, null));
  });
});

describe('values that lie in different files of a day', () => {
  test('stand in one row', async () => {
    const store = await sampleStore();
    const texts = ['mean(ret)', 'std(ret)', 'sum(volume, window=late) / sum(volume)'];
    const factors = factorsOf(factorText(...texts));
    for (const i of [1, 0, 2]) await compute({ store, engine: 'reference', factors: factors.slice(i, i + 1), ...(i === 0 ? { to: '2023-02-01' } : {}) });
    const report = await compute({ store, factors, engine: 'reference' });
    expect(report).toMatchObject({ computed: 1, cached: 5, rows: 59 });
    expect(await outputRows(report.out)).toEqual(await outputRows((await compute({ store: await sampleStore(), factors, engine: 'reference' })).out));
  });
});
