import { describe, expect, test } from 'vitest';
import { ALWAYS, BARS_PER_DAY, clockText, endOfBar, EVENT, halfHour, knownAfter, laterOf, NAMED_WINDOWS, SESSION, timeRange } from '../../src/dsl/session.ts';

const at = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

describe('bars', () => {
  test('end at 09:31 … 11:30 and 13:01 … 15:00', () => {
    expect([0, 1, 119, 120, 121, 239].map((row) => clockText(endOfBar(row)))).toEqual(['09:31', '09:32', '11:30', '13:01', '13:02', '15:00']);
  });

  test('outside the day count as its first and last', () => {
    expect([-5, 240, 999].map((row) => clockText(endOfBar(row)))).toEqual(['09:31', '15:00', '15:00']);
  });
});

describe('windows', () => {
  test.each([
    ['session', 0, 240],
    ['early', 0, 30],
    ['late', 210, 240],
    ['morning', 0, 120],
    ['afternoon', 120, 240],
  ])('%s holds the rows from %i to before %i', (name, firstRow, endRow) => {
    expect(NAMED_WINDOWS.get(name)).toMatchObject({ firstRow, endRow, clock: null });
  });

  test('the eight half-hours follow each other and fill the day', () => {
    const halves = [1, 2, 3, 4, 5, 6, 7, 8].map(halfHour);
    expect(halves.map((window) => [window?.firstRow, window?.endRow])).toEqual([0, 30, 60, 90, 120, 150, 180, 210].map((row) => [row, row + 30]));
    expect([0, 9, 2.5, NaN, -1].map(halfHour)).toEqual([null, null, null, null, null]);
  });

  test.each([
    ['09:30', '10:00', 0, 30],
    ['09:30', '15:00', 0, 240],
    ['09:31', '09:32', 1, 2],
    ['11:29', '13:01', 119, 121],
    ['11:00', '13:00', 90, 120],
    ['11:30', '13:30', 120, 150],
    ['00:00', '23:59', 0, 240],
    ['14:56', '14:57', 236, 237],
  ])('%s..%s holds the bars that lie inside: rows %i to before %i', (from, to, firstRow, endRow) => {
    expect(timeRange(at(from), at(to))).toMatchObject({ text: `${from}..${to}`, firstRow, endRow, clock: { from: at(from), to: at(to) } });
  });

  test.each([['11:30', '13:00'], ['10:00', '09:45'], ['10:00', '10:00'], ['15:00', '16:00'], ['08:00', '09:30']])('%s..%s holds no bar', (from, to) => {
    const { firstRow, endRow } = timeRange(at(from), at(to));
    expect(endRow).toBeLessThanOrEqual(firstRow);
  });

  test('a bar is in a time range exactly if it begins and ends there', () => {
    for (let from = at('09:20'); from < at('15:05'); from += 7) {
      for (const minutes of [1, 13, 95, 240]) {
        const { firstRow, endRow } = timeRange(from, from + minutes);
        for (let row = 0; row < BARS_PER_DAY; row++) expect(row >= firstRow && row < endRow).toBe(endOfBar(row) - 1 >= from && endOfBar(row) <= from + minutes);
      }
    }
  });
});

describe('when something is known', () => {
  const bars = { floor: 0, lag: 0 };

  test('a window of bars when its last bar has ended, later rows that much later', () => {
    const early = timeRange(at('09:30'), at('10:00'));
    const known = (lag: number): string => clockText(knownAfter({ floor: 0, lag }, early, false));
    expect([0, 1, -5, 95, 300].map(known)).toEqual(['10:00', '10:01', '09:55', '13:05', '15:00']);
  });

  test('not before the values it uses', () => {
    expect(knownAfter({ floor: at('14:00'), lag: 0 }, NAMED_WINDOWS.get('early') ?? SESSION, false)).toBe(at('14:00'));
    expect(laterOf({ floor: 3, lag: -2 }, { floor: 1, lag: 4 })).toEqual({ floor: 3, lag: 4 });
  });

  test('events of a time range when it ends, within their bar', () => {
    const range = timeRange(at('09:30'), at('10:00'));
    expect(clockText(knownAfter(EVENT, range, true))).toBe('10:00');
    expect(clockText(knownAfter(EVENT, timeRange(at('14:00'), at('16:00')), true))).toBe('15:00');
  });

  test('literals are always known', () => {
    expect(knownAfter(ALWAYS, SESSION, false)).toBe(0);
    expect(laterOf(ALWAYS, bars)).toEqual(bars);
  });
});
