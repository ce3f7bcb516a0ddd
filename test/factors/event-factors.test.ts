import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkProject } from '../../src/dsl/check.ts';
import { expandSet, loadProject } from '../../src/dsl/load-project.ts';
import { clockText } from '../../src/dsl/session.ts';
import { openProjectReader } from '../../src/runtime/project-reader.ts';
import { memoryReader } from '../dsl/memory-reader.ts';
import { eventFactorOracle } from '../oracle/event-formulas.ts';
import { minuteFactorOracle } from '../oracle/minute-factors.ts';
import { ROOT } from '../support/sources.ts';

const SET = 'factors/huatai27.factor';
const project = loadProject([SET], openProjectReader(ROOT));
const { findings, reachable } = checkProject(project);

const file = project.files.get(SET);
const members = file === undefined ? [] : expandSet(project, file, 'huatai27').map(({ item }) => item.name.text);
const factors = new Map([...reachable.values()].map((factor) => [factor.name, factor]));

const ORDERS = readFileSync(join(ROOT, 'factors/lib/orders.factor'), 'utf8');

/** Findings of a factor that asks which buy orders are bigger than `threshold`. */
function findingsWith(threshold: string): readonly string[] {
  const text = `use "lib/orders.factor"
/// test
factor big_share {
  from trade
  direction +1
  let threshold = ${threshold}
  let buys = sum(amount, by=buy_id)
  value sum(buys, where=buys > threshold) / sum(amount)
}`;
  return checkProject(loadProject(['test.factor'], memoryReader({ 'test.factor': text, 'lib/orders.factor': ORDERS }))).findings.map(({ code, message }) => `${code} ${message}`);
}

describe('the set of 27 factors', () => {
  test('it checks without a finding', () => {
    expect(findings).toEqual([]);
  });

  test('it holds the 15 of minutes, the 8 of executions and the 4 of orders, each with a formula written by hand', () => {
    expect(members).toHaveLength(27);
    expect([...members].sort()).toEqual([...Object.keys(minuteFactorOracle), ...Object.keys(eventFactorOracle)].sort());
    const tables = members.map((name) => factors.get(name)?.table);
    expect(tables).toEqual([...Array<string>(15).fill('minute'), ...Array<string>(8).fill('trade'), ...Array<string>(4).fill('order')]);
  });

  test('each factor has a Chinese name and an English line', () => {
    const bare = members.filter((name) => !/^\p{Script=Han}.* · [A-Z].*\.$/su.test(factors.get(name)?.documentation ?? ''));
    expect(bare).toEqual([]);
  });
});

describe('the factors of executions and orders', () => {
  test.each([
    ['bigorder_amt_perc', 1, '15:00'],
    ['early_bigorder_buy_perc', 1, '15:00'],
    ['bigorder_ret2', -1, '15:00'],
    ['early_active_bigorder_ret', 1, '15:00'],
    ['concentration_diff', -1, '15:00'],
    ['early_active_buy_perc', 1, '10:00'],
    ['corr_netactivebuy_lastret', -1, '15:00'],
    ['corr_netactivebuy_nextret', -1, '15:00'],
    ['skew_order_diff', -1, '15:00'],
    ['kurt_order_diff', -1, '15:00'],
    ['early_kurt_order', -1, '10:00'],
    ['corr_buyorder_volume_price', -1, '15:00'],
  ])('%s has the direction %i and is known at %s: the size of an order is that of its whole day', (name, direction, known) => {
    const factor = factors.get(name);
    expect(factor?.direction).toBe(direction);
    expect(clockText(factor?.knownAt ?? NaN)).toBe(known);
  });

  test('the early factor of orders asks for the clock, those of executions for the bars that hold the opening auction', () => {
    const text = (name: string): string => readFileSync(join(ROOT, factors.get(name)?.path ?? ''), 'utf8');
    expect(text('early_kurt_order')).toContain('window=09:30..10:00');
    for (const name of ['early_bigorder_buy_perc', 'early_active_bigorder_ret', 'early_active_buy_perc']) expect(text(name)).toContain('window=early');
  });
});

describe('what makes an order big', () => {
  test.each(['big_threshold()', 'big_threshold(n=2)', 'log_threshold()', 'log_threshold(n=0.5)', 'quantile_threshold()', 'quantile_threshold(q=95%)', 'fixed_threshold()', 'fixed_threshold(cny=200000)'])(
    'is said in one place: %s',
    (threshold) => {
      expect(findingsWith(threshold)).toEqual([]);
    },
  );

  test('a threshold in other than CNY is refused', () => {
    const units = (threshold: string): readonly string[] => findingsWith(threshold).filter((text) => text.startsWith('FB4'));
    expect(units('big_threshold() / 2')).toEqual([]);
    expect(units('mean(volume)')).toHaveLength(1);
  });
});
