/** When the checker says a value is known. That it never says so too early is tested with the compiler: another future changes no value. */
import { describe, expect, test } from 'vitest';
import { checkProject } from '../../src/dsl/check.ts';
import { loadProject } from '../../src/dsl/load-project.ts';
import { clockText } from '../../src/dsl/session.ts';
import { memoryReader } from '../dsl/memory-reader.ts';

/** The clock time at which a value is known; null if it is known before the day begins. Fails on any error. */
function known(value: string, table = 'minute'): string | null {
  const text = `factor f { from ${table} direction 1 value ${value} }`;
  const { factors, findings } = checkProject(loadProject(['f.factor'], memoryReader({ 'f.factor': text })));
  expect(findings.filter(({ severity }) => severity === 'error').map((found) => `${found.code} ${found.message}`)).toEqual([]);
  const at = factors[0]?.knownAt;
  if (at === undefined) throw new Error(`${value} is no factor`);
  return at === 0 ? null : clockText(at);
}

describe('a reduction of bars is known when the last bar of its window ends', () => {
  test.each([
    ['mean(ret)', '15:00'],
    ['mean(ret, window=session)', '15:00'],
    ['mean(ret, window=early)', '10:00'],
    ['mean(ret, window=late)', '15:00'],
    ['mean(ret, window=morning)', '11:30'],
    ['mean(ret, window=afternoon)', '15:00'],
    ['mean(ret, window=half_hour(1))', '10:00'],
    ['mean(ret, window=half_hour(4))', '11:30'],
    ['mean(ret, window=half_hour(5))', '13:30'],
    ['mean(ret, window=half_hour(8))', '15:00'],
    ['mean(ret, window=09:45..10:30)', '10:30'],
    ['mean(ret, window=09:30..09:31)', '09:31'],
    ['mean(ret, window=11:00..13:00)', '11:30'],
    ['mean(ret, window=11:00..13:01)', '13:01'],
    ['mean(ret, window=14:00..16:00)', '15:00'],
    ['count(time > 09:40, window=early)', '10:00'],
    ['mean(concat(ret, items))', '15:00'],
    ['mean(concat(ret, next(items)), window=early)', '10:01'],
  ])('%s at %s', (value, time) => {
    expect(known(value)).toBe(time);
  });
});

describe('prev moves that time back by bars, next moves it on', () => {
  test.each([
    ['mean(prev(ret), window=early)', '09:59'],
    ['mean(prev(ret, 29), window=early)', '09:31'],
    ['mean(prev(ret, 100), window=early)', '09:31'],
    ['mean(prev(ret), window=half_hour(5))', '13:29'],
    ['mean(prev(ret, 30), window=half_hour(5))', '11:30'],
    ['mean(next(ret), window=early)', '10:01'],
    ['mean(next(ret, 5), window=early)', '10:05'],
    ['mean(next(ret), window=morning)', '13:01'],
    ['mean(next(ret))', '15:00'],
    ['mean(next(prev(ret)), window=early)', '10:00'],
    ['mean(prev(next(ret, 3), 2), window=early)', '10:01'],
    ['corr(ret, prev(ret), window=early)', '10:00'],
    ['corr(close, next(open), window=early)', '10:01'],
    ['mean(diff(close) / close, window=early)', '10:00'],
    ['max(cumsum(ret), window=early)', '10:00'],
    ['sum(ret, where=next(ret) > 0, window=early)', '10:01'],
    ['mean(if(next(ret) > 0, prev(ret), missing), window=early)', '10:01'],
  ])('%s at %s', (value, time) => {
    expect(known(value)).toBe(time);
  });
});

describe('a selection or rank is known when its own window ends', () => {
  test.each([
    ['sum(ret, where=top(volume, 10%))', '15:00'],
    ['sum(ret, where=top(volume, 10%), window=early)', '15:00'],
    ['sum(ret, where=top(volume, 10%, window=early), window=early)', '10:00'],
    ['sum(ret, where=bottom(next(ret), 10%, window=early), window=early)', '10:01'],
    ['sum(ret, where=top(volume, 10%, where=prev(ret) > 0, window=morning), window=early)', '11:30'],
    ['mean(rank(ret), window=early)', '15:00'],
    ['mean(rank(ret, window=early), window=early)', '10:00'],
    ['mean(rank(ret, window=early), window=half_hour(2))', '10:00'],
  ])('%s at %s', (value, time) => {
    expect(known(value)).toBe(time);
  });
});

describe('a single value delays whatever it is used in', () => {
  test.each([
    ['mean(ret, window=early) / mean(ret, window=morning)', '11:30'],
    ['mean(ret - mean(ret, window=early), window=half_hour(2))', '10:30'],
    ['mean(ret - mean(ret), window=early)', '15:00'],
    ['if(mean(ret, window=early) > 0, mean(ret, window=half_hour(3)), 0)', '11:00'],
    ['mean(prev(ret - mean(ret, window=half_hour(2)), 10), window=early)', '10:30'],
  ])('%s at %s', (value, time) => {
    expect(known(value)).toBe(time);
  });

  test.each(['1', '2 * (3 - 1)', 'missing', 'if(true, 1, 0)'])('%s is known before the day begins', (value) => {
    expect(known(value)).toBeNull();
  });
});

describe('events are known when they happen', () => {
  test.each([
    ['trade', 'mean(price, window=early) / mean(price)', '15:00'],
    ['trade', 'count(price, window=early)', '10:00'],
    ['trade', 'count(price, window=morning)', '11:30'],
    ['trade', 'count(price, window=09:30..10:00)', '10:00'],
    ['trade', 'count(price, window=09:15..09:30)', '09:30'],
    ['trade', 'count(price, window=09:15..09:26)', '09:26'],
    ['trade', 'count(price, window=11:00..13:00)', '11:30'],
    ['trade', 'count(price, window=14:57..15:30)', '15:00'],
    ['order', 'kurt(volume, window=09:30..10:00)', '10:00'],
    ['trade', 'mean(price / prev(price), window=early)', '10:00'],
    ['trade', 'mean(diff(price) / price, window=early)', '10:00'],
    ['trade', 'mean(price / next(price), window=early)', '15:00'],
    ['trade', 'sum(price / prev(price) - 1, window=early)', '10:00'],
  ])('from %s %s at %s', (table, value, time) => {
    expect(known(value, table)).toBe(time);
  });

  test.each([
    ['count(price * minute.ret, window=09:15..09:30)', '09:31'],
    ['count(price * minute.ret, window=early)', '10:00'],
    ['count(price * next(minute.ret), window=early)', '10:01'],
    ['count(price * next(minute.ret), window=09:30..10:00)', '10:01'],
    ['count(price * prev(minute.ret), window=09:30..10:00)', '10:00'],
  ])('with bars beside them %s at %s', (value, time) => {
    expect(known(value, 'trade')).toBe(time);
  });
});

describe('grouped events are known when the window of the grouping ends', () => {
  test.each([
    ['mean(sum(amount, by=buy_id)) / mean(amount, window=early)', '15:00'],
    ['sum(count(amount, by=buy_id, window=early))', '10:00'],
    ['sum(concat(count(amount, by=buy_id, window=early), count(amount, by=sell_id, window=half_hour(2))))', '10:30'],
    ['count(price, where=sum(amount, by=buy_id) > 1000, window=early)', '15:00'],
    ['count(price, where=sum(amount, by=buy_id, window=early) > 1000, window=early)', '10:00'],
    ['count(mean(amount, by=buy_id, where=amount > mean(amount, window=morning), window=early))', '11:30'],
    ['count(sum(next(amount), by=buy_id, window=early))', '15:00'],
  ])('%s at %s', (value, time) => {
    expect(known(value, 'trade')).toBe(time);
  });

  // Every key of the day has a row: one that comes later has the value of no rows.
  test.each([
    ['count(sum(amount, by=buy_id, window=early))', '15:00'],
    ['mean(sum(amount, by=buy_id, window=early) / sum(volume, by=buy_id, window=early)) / mean(price, window=early)', '10:00'],
    ['count(sum(amount, by=buy_id, window=early) > 5)', '10:00'],
    ['count(sum(amount, by=buy_id, window=early) < 5)', '15:00'],
    ['count(not (sum(amount, by=buy_id, window=early) < 5))', '10:00'],
    ['count(count(amount, by=buy_id, window=early) > 0 and sum(amount, by=buy_id, window=early) < mean(amount, window=early))', '10:00'],
    ['count(sum(amount, by=buy_id, window=early) / mean(amount, window=early) > 0)', '10:00'],
    ['count(sum(amount, by=buy_id, window=early) > mean(amount, window=early))', '15:00'],
    ['mean(count(amount, by=buy_id, window=early))', '15:00'],
    ['mean(count(amount, by=buy_id, window=early), where=count(amount, by=buy_id, window=early) > 0)', '10:00'],
    ['count(mean(amount, by=buy_id, window=early))', '10:00'],
    ['count(fill(mean(amount, by=buy_id, window=early), 0))', '15:00'],
    ['sum(fill(mean(amount, by=buy_id, window=early), 0) / mean(amount, window=early))', '10:00'],
    ['prod(1 + count(amount, by=buy_id, window=early))', '10:00'],
    ['prod(count(amount, by=buy_id, window=early))', '15:00'],
    ['count(top(sum(amount, by=buy_id, window=early), 10%))', '15:00'],
    ['count(top(sum(amount, by=buy_id, window=early), 10%, where=sum(amount, by=buy_id, window=early) > 0))', '10:00'],
    ['mean(rank(mean(amount, by=buy_id, window=early)))', '10:00'],
    ['mean(rank(sum(amount, by=buy_id, window=early)))', '15:00'],
    ['count(prev(mean(amount, by=buy_id, window=early)))', '15:00'],
    ['count(cumsum(mean(amount, by=buy_id, window=early)))', '15:00'],
    ['corr(count(amount, by=buy_id, window=early), mean(amount, by=buy_id, window=early))', '10:00'],
    ['corr(count(amount, by=buy_id, window=early), sum(amount, by=buy_id, window=early))', '15:00'],
    ['count(concat(sum(amount, by=buy_id, window=early), amount))', '15:00'],
    ['count(concat(mean(amount, by=buy_id, window=early), mean(amount, by=sell_id, window=half_hour(2))))', '10:30'],
  ])('%s at %s', (value, time) => {
    expect(known(value, 'trade')).toBe(time);
  });

  test.each([
    ['corr(sum(amount, by=minute), minute.ret, window=early)', '10:00'],
    ['corr(next(sum(amount, by=minute)), minute.ret, window=early)', '10:01'],
    ['corr(prev(sum(amount, by=minute)), prev(minute.ret), window=early)', '09:59'],
    ['count(prev(sum(amount, by=minute)), window=early)', '09:59'],
    ['count(sum(next(amount), by=minute), window=early)', '15:00'],
    ['count(sum(amount, where=amount > sum(amount, by=minute) / 10, by=minute), window=early)', '10:00'],
    ['count(sum(amount, where=next(minute.ret) > 0, by=minute), window=early)', '10:01'],
  ])('by=minute each with its bar: %s at %s', (value, time) => {
    expect(known(value, 'trade')).toBe(time);
  });
});
