import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { factorsOf, factorText } from '../../support/programs.ts';
import { freshFolder } from '../store/support.ts';
import { compute, outputRows, sampleStore } from './stores.ts';

const FACTORS = factorsOf(factorText('mean(ret)'));
/** A share, a count and a number of shares. */
const KINDS = factorsOf(factorText('sum(amount, window=late) / sum(amount)', 'count(ret)', 'share: sum(volume)'));
const MACHINE = hostname().replace(/[^A-Za-z0-9]/g, '_');

describe('a part of an output that a killed run has left', () => {
  test('goes with the next run to the same file; parts of living runs, of other outputs and of other machines stay', async () => {
    const folder = await freshFolder();
    const { pid: gone } = spawnSync(process.execPath, ['-e', '']);
    const part = (out: string, machine: string, pid: number, start = '0'): string => `${out}.${machine}-${String(pid)}-${start}-0123abcd.tmp`;
    const others = [part('values.csv', MACHINE, process.pid), part('other.csv', MACHINE, gone), part('values.csv', 'elsewhere', gone), part('my-values.csv', MACHINE, gone), 'values.csv.tmp'];
    for (const name of [part('values.csv', MACHINE, gone), ...others]) writeFileSync(join(folder, name), 'half');
    await compute({ store: await sampleStore(), factors: FACTORS, out: join(folder, 'values.csv') });
    expect(readdirSync(folder).sort()).toEqual([...others, 'values.csv'].sort());
  });

  test.skipIf(!existsSync('/proc/self/stat'))('goes where its process had the number of one that runs now, as the first of every container has', async () => {
    const folder = await freshFolder();
    const started = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]?.split(' ')[19] ?? '';
    const part = (start: string): string => `values.csv.${MACHINE}-${String(process.pid)}-${start}-0123abcd.tmp`;
    for (const start of [started, '1']) writeFileSync(join(folder, part(start)), 'half');
    await compute({ store: await sampleStore(), factors: FACTORS, out: join(folder, 'values.csv') });
    expect(readdirSync(folder).sort()).toEqual(['values.csv', part(started)].sort());
  });

  test('is named so that the next run knows it', async () => {
    const folder = await freshFolder();
    const seen = new Set<string>();
    const timer = setInterval(() => readdirSync(folder).forEach((name) => seen.add(name)), 1);
    await compute({ store: await sampleStore(), factors: FACTORS, out: join(folder, 'values.csv') });
    clearInterval(timer);
    const parts = [...seen].filter((name) => name.endsWith('.tmp'));
    expect(parts.filter((name) => !name.startsWith(`values.csv.${MACHINE}-${String(process.pid)}-`))).toEqual([]);
    expect(readdirSync(folder)).toEqual(['values.csv']);
  });
});

/** Numbers of a CSV file as they are written, by column. */
function cellsOf(out: string): readonly (readonly string[])[] {
  return readFileSync(out, 'utf8').trimEnd().split('\n').slice(1).map((line) => line.split(',').slice(2));
}

describe('numbers as text', () => {
  test('values of an f32 engine have the digits of f32 and no more, and are the same numbers in f32', async () => {
    const store = await sampleStore();
    const folder = await freshFolder();
    await compute({ store, factors: KINDS, out: join(folder, 'v.csv') });
    await compute({ store, factors: KINDS, out: join(folder, 'v.parquet') });
    const text = cellsOf(join(folder, 'v.csv'));
    const exact = await outputRows(join(folder, 'v.parquet'));
    expect(text).toHaveLength(exact.length);
    text.forEach((cells, row) => {
      cells.forEach((cell, i) => {
        const value = Number(exact[row]?.[`f${String(i)}`]);
        expect(Math.fround(Number(cell))).toBe(Math.fround(value));
        expect(cell.replace(/^[0.]+|\D/g, '').replace(/0+$/, '').length).toBeLessThanOrEqual(9);
      });
    });
    // Parquet keeps every digit.
    expect(exact.some((row) => JSON.stringify(row['f0']).length > 14)).toBe(true);
  });

  test('values of the reference have all their digits, whole numbers no fraction', async () => {
    const store = await sampleStore();
    const folder = await freshFolder();
    for (const name of ['v.csv', 'v.json', 'v.parquet']) await compute({ store, factors: KINDS, engine: 'reference', out: join(folder, name) });
    const exact = await outputRows(join(folder, 'v.parquet'));
    expect(cellsOf(join(folder, 'v.csv')).map((cells) => cells.map(Number))).toEqual(exact.map((row) => [row['f0'], row['f1'], row['f2']]));
    expect(cellsOf(join(folder, 'v.csv'))[0]?.[1]).toBe(JSON.stringify(exact[0]?.['f1']));
    const json = readFileSync(join(folder, 'v.json'), 'utf8');
    expect(JSON.parse(json)).toEqual(exact);
    expect(json).not.toMatch(/\.0[,}]/);
  });

  test('of columns and days by several engines each has the digits of its own', async () => {
    const store = await sampleStore();
    const folder = await freshFolder();
    const first = '2023-02-01';
    const second = '2023-02-02';
    const digits = (cells: readonly (readonly string[])[]): number => Math.max(...cells.map(([cell = '']) => cell.length));
    await compute({ store, factors: KINDS, engine: 'reference', to: first, out: join(folder, 'a.csv') });
    await compute({ store, factors: KINDS, engine: 'cpu', from: second, out: join(folder, 'b.csv') });
    expect(digits(cellsOf(join(folder, 'a.csv')))).toBeGreaterThan(14);
    expect(digits(cellsOf(join(folder, 'b.csv')))).toBeLessThan(13);
    const shared = await compute({ store, factors: KINDS, engine: 'auto', to: second, out: join(folder, 'c.csv') });
    expect(shared.cachedEngines).toEqual(['cpu']);
    expect(digits(cellsOf(join(folder, 'c.csv')))).toBeLessThan(13);
  });

  test('missing is empty in CSV and null in JSON; what f32 cannot hold has all its digits', async () => {
    const store = await sampleStore();
    const folder = await freshFolder();
    const factors = factorsOf(factorText('log(0 - count(ret))', '1e-60 * count(ret)'));
    for (const name of ['v.csv', 'v.json']) await compute({ store, factors, out: join(folder, name) });
    const [cells] = cellsOf(join(folder, 'v.csv'));
    expect(cells?.[0]).toBe('');
    expect(Number(cells?.[1])).toBeCloseTo(0, 50);
    expect(Number(cells?.[1])).toBeGreaterThan(0);
    const [row] = JSON.parse(readFileSync(join(folder, 'v.json'), 'utf8')) as Record<string, unknown>[];
    expect(row).toEqual({ date: '2023-02-01', symbol: expect.any(String) as string, f0: null, f1: Number(cells?.[1]) });
  });
});
