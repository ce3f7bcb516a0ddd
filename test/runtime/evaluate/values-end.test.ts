import { describe, expect, test } from 'vitest';
import { lastDay } from '../../../src/runtime/evaluate/sections.ts';
import { evaluated, randomMarket, weekdays, type ValueRow } from './support.ts';

const DATES = weekdays('2021-11-01', 110);
const RAW = { steps: [], layers: 3 } as const;
const { days, rows } = randomMarket(21, DATES, 22);
const upTo = (last: number): readonly ValueRow[] => rows.filter(({ date }) => date <= (DATES[last] ?? ''));

describe('the test ends with the values', () => {
  test('no section comes after them, and prices end with the return of the last section', async () => {
    const { sections, period, benchmark, signals, warnings } = await evaluated(days, upTo(42), { settings: RAW });
    expect(sections.at(-1)).toBe(DATES[40]);
    expect(period).toEqual({ first: DATES[0], last: DATES[40], prices: DATES[46] });
    expect(benchmark.dates.at(-1)).toBe(DATES[46]);
    expect(signals.map(({ dates }) => dates.at(-1))).toEqual([DATES[46], DATES[46], DATES[46], undefined]);
    expect(signals[0]?.sections.at(-1)?.rankIc).not.toBeNull();
    expect(warnings.filter(({ code }) => code === 'valuesEnd')).toEqual([
      {
        code: 'valuesEnd',
        en: `the values end on ${DATES[42] ?? ''}, the days of the store on ${DATES[109] ?? ''}; the test ends with them, prices on ${DATES[46] ?? ''}`,
        zh: `因子值止于${DATES[42] ?? ''}，而行情止于${DATES[109] ?? ''}；检验随因子值结束，价格用至${DATES[46] ?? ''}`,
      },
    ]);
  });

  test('days after that return change nothing but the warning', async () => {
    const whole = await evaluated(days, upTo(42), { settings: RAW });
    for (const end of [46, 60, 90]) {
      const cut = await evaluated(days.filter(({ date }) => date <= (DATES[end] ?? '')), upTo(42), { settings: RAW });
      expect({ ...cut, warnings: [] }).toEqual({ ...whole, warnings: [] });
    }
  });

  test('values that end at most one section before the days are no matter', async () => {
    expect((await evaluated(days, upTo(104), { settings: RAW })).warnings.map(({ code }) => code)).not.toContain('valuesEnd');
    expect((await evaluated(days, upTo(103), { settings: RAW })).warnings.map(({ code }) => code)).toContain('valuesEnd');
  });

  test('the last day is that of the last return, or of the last values if that is later', () => {
    expect(lastDay(0, 42, 110, { every: 5, horizon: 5 })).toBe(46);
    expect(lastDay(0, 42, 44, { every: 5, horizon: 5 })).toBe(43);
    expect(lastDay(2, 39, 110, { every: 20, horizon: 5 })).toBe(39);
  });
});

describe('factors of different dates', () => {
  const codes = ['noValues', 'firstDates', 'endsEarly'];

  test('a later first date is said, with the --from that mends it', async () => {
    const late = rows.map((row) => (row.date < (DATES[23] ?? '') ? { ...row, second: null } : row));
    const { warnings, sections } = await evaluated(days, late, { settings: RAW });
    expect(sections[0]).toBe(DATES[0]);
    expect(warnings.filter(({ code }) => codes.includes(code)).map(({ en }) => en)).toEqual([
      `factors have different first dates: the sections count from ${DATES[0] ?? ''}, and second begins on ${DATES[23] ?? ''}, so its figures depend on what else is in the file; --from ${DATES[23] ?? ''} starts all of them together`,
    ]);
    const mended = await evaluated(days, late, { from: DATES[23] ?? '', settings: RAW });
    const alone = await evaluated(days, late, { directions: new Map([['second', 1]]), settings: RAW });
    expect(mended.warnings.map(({ code }) => code)).not.toContain('firstDates');
    expect(mended.signals[1]).toEqual(alone.signals[0]);
  });

  test('an earlier end is said', async () => {
    const short = rows.map((row) => (row.date > (DATES[60] ?? '') ? { ...row, first: null } : row));
    const { warnings } = await evaluated(days, short, { settings: RAW });
    expect(warnings.filter(({ code }) => codes.includes(code)).map(({ en }) => en)).toEqual([expect.stringContaining(`the values of first end on ${DATES[60] ?? ''}, those of others on ${DATES[109] ?? ''}`)]);
  });

  test('a factor without a value is named', async () => {
    const { warnings, signals } = await evaluated(days, rows.map((row) => ({ ...row, second: null })), { settings: RAW });
    expect(warnings.filter(({ code }) => codes.includes(code) || code === 'noSignal').map(({ code, en }) => [code, en])).toEqual([
      ['noValues', 'second has no value on the dates and stocks that are tested'],
    ]);
    expect(signals[1]?.figures.sections).toBe(0);
  });

  test('a factor whose values the steps take away is named, and a sum that has no weights', async () => {
    const few = rows.map((row, i) => (i % 11 === 0 ? row : { ...row, second: null }));
    const { warnings } = await evaluated(days.map((day) => ({ ...day, is_st: false })), few, { to: DATES[30] ?? '', settings: { steps: [{ kind: 'mean', days: 20 }], layers: 3 } });
    expect(warnings.filter(({ code }) => code === 'noSignal').map(({ en }) => en)).toEqual([
      'second has no signal at any section: the steps leave none of its values',
      'icir_weight has no signal at any section: too few RankICs are known to weigh the factors',
    ]);
    expect(warnings.filter(({ code }) => code === 'fewSections').map(({ en }) => en)).toEqual([expect.stringMatching(/^first has \d sections with a RankIC, fewer than 20: figures of so few say little$/)]);
  });
});
