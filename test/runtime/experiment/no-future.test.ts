import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Evaluation } from '../../../src/runtime/evaluate/evaluation.ts';
import { run, smallProject, STEPS, type Ran } from '../../support/experiments.ts';
import { DAYS, writeMarket } from './market.ts';
import { outputRows } from '../engine/stores.ts';

/** The shorter run ends on a section, in the middle of a month: its last orders are decided and wait for the next day. */
const ENDS = 47;
const LAST = DAYS[ENDS - 1] ?? '';
const WEIGHED = ['tests.factors.icirWindow=3', 'tests.signals.icirWindow=3'];
const TO = [...WEIGHED, `data.to=${LAST}`];

let project: string;
let short: Ran;
let long: Ran;
beforeAll(async () => {
  project = await smallProject(ENDS + 12);
  short = await run(project, TO);
  // In a store of its own, so that nothing is taken from the run that ends before.
  long = await run(await smallProject(ENDS + 12), WEIGHED);
});

const tested = ({ report: { factors, signals } }: Ran): readonly Evaluation[] => [factors, signals].filter((part) => part !== null);
const linesOf = ({ folder }: Ran, file: string): readonly string[] => readFileSync(join(folder, file), 'utf8').trimEnd().split('\n');
const upToLast = (lines: readonly string[]): readonly string[] => lines.filter((line) => !/^\d{4}-/.test(line) || line.slice(0, 10) <= LAST);

describe('what a run says of a day', () => {
  test('of RankICs is the same whether later days are there or not', () => {
    const [before, after] = [short, long].map(({ report }) => report.metrics.rankIc);
    const names = Object.keys(before ?? {});
    expect(names).toEqual(expect.arrayContaining(['late', 'swing', 'busy', 'panels', 'bars', 'both', 'equal_weight', 'icir_weight']));
    for (const name of names) {
      const known = before?.[name] ?? [];
      expect(known.length, name).toBeGreaterThan(1);
      const dates = new Set(known.map(({ date }) => date));
      expect((after?.[name] ?? []).filter(({ date }) => dates.has(date)), name).toEqual(known);
    }
    expect(tested(long).map(({ sections }) => sections.length)).not.toEqual(tested(short).map(({ sections }) => sections.length));
  });

  test('of signals is the same to the last digit', async () => {
    const [before, after] = await Promise.all([short, long].map(({ folder }) => outputRows(join(folder, 'signals/signals.parquet'))));
    expect(before?.at(-1)?.['date']).toBe(LAST);
    expect(Object.keys(before?.[0] ?? {})).toEqual(['date', 'symbol', 'panels', 'bars', 'both']);
    expect(after?.filter(({ date }) => (date as string) <= LAST)).toEqual(before);
    expect(after?.length).toBeGreaterThan(before?.length ?? 0);
  });

  test.each(['ledger', 'rebalances', 'orders', 'positions'])('of a portfolio is the same in its %s, but that orders of the last section wait', (table) => {
    for (const variant of ['big-turnover30', 'big-turnover60']) {
      const [before = [], after = []] = [short, long].map((each) => linesOf(each, `portfolios/${variant}/${table}.csv`));
      // Of what was decided on the last day the next one says what came of it.
      const isWaiting = (line: string): boolean => line.startsWith(LAST) && (table === 'orders' || table === 'rebalances');
      expect(upToLast(after).filter((line) => !isWaiting(line)), variant).toEqual(before.filter((line) => !isWaiting(line)));
      const decided = (line: string): readonly string[] => line.split(',').filter((_, i) => (table === 'orders' ? [0, 2, 3, 4] : [0, 2, 3]).includes(i));
      expect(upToLast(after).filter(isWaiting).map(decided), variant).toEqual(before.filter(isWaiting).map(decided));
      expect(before.filter(isWaiting).length > 0, variant).toBe(table === 'orders' || table === 'rebalances');
      expect(before.length, variant).toBeGreaterThan(3);
      expect(after.length, variant).toBeGreaterThan(before.length);
    }
  });

  test('of trainings up to it is the same', () => {
    const [before, after] = [short, long].map(({ report }) => report.signals?.signals.flatMap(({ name, training }) => training?.runs.map((one) => ({ name, ...one })) ?? []) ?? []);
    expect(before?.length).toBeGreaterThan(2);
    expect(after?.filter(({ refit }) => refit <= LAST)).toEqual(before);
  });
});

describe('a day that comes later', () => {
  test('runs nothing of an experiment that ends before, and all that reads it of one that does not', async () => {
    await writeMarket(join(project, 'market'), ENDS + 12, { changedFrom: DAYS[ENDS] ?? '' });
    const again = await run(project, TO);
    expect(again.ran).toEqual([]);
    expect(again.metrics).toBe(short.metrics);
    const { ran } = await run(project, WEIGHED);
    expect(ran).toEqual(STEPS);
  });

  test('in the tables of the index as well', async () => {
    await writeMarket(join(project, 'market'), ENDS + 13, { changedFrom: DAYS[ENDS] ?? '' });
    const again = await run(project, TO);
    expect(again.metrics).toBe(short.metrics);
    expect(again.ran).toEqual([]);
  });
});
