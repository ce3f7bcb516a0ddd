import { describe, expect, test } from 'vitest';
import { onlyFactors, screenFactors, screenTable, type Screenable } from '../../../src/runtime/evaluate/screen.ts';
import { madeEvaluation } from '../report/evaluation.ts';

/** Signals with these figures; a pair of names has its correlation, others 0.1. */
function screenable(signals: readonly (readonly [name: string, icIr: number | null, t: number | null, kind?: 'combination'])[], pairs: Readonly<Record<string, number>>): Screenable {
  const figures = madeEvaluation({ names: ['any'], days: 60 }).signals[0]?.figures;
  if (figures === undefined) throw new Error('no figures');
  return {
    signals: signals.map(([name, icIr, rankIcT, kind]) => ({ name, kind: kind ?? 'factor', figures: { ...figures, icIr, rankIcT, rankIcMean: icIr } })),
    correlations: signals.map(([a]) => signals.map(([b]) => (a === b ? 1 : (pairs[[a, b].sort().join(' ')] ?? 0.1)))),
  };
}

const SIGNALS = screenable([['weak', 0.1, 1.5], ['best', 0.9, 9], ['copy', 0.8, 8], ['opposite', 0.5, 5], ['edge', 0.4, 4], ['nothing', null, null], ['sum', 2, 20, 'combination']], { 'best copy': 0.7, 'best opposite': -0.9, 'edge opposite': 0.6 });

describe('screening', () => {
  test('takes the best first and leaves out what is like it; opposite factors both stay', () => {
    const screened = screenFactors(SIGNALS, { correlation: 0.6, t: 2 });
    expect(screened.map(({ name, isKept, nearest, reason }) => [name, isKept, nearest, reason])).toEqual([
      ['best', true, null, 'kept'],
      ['copy', false, 'best', 'like best: 0.70'],
      ['opposite', true, 'best', 'kept'],
      ['edge', false, 'opposite', 'like opposite: 0.60'],
      ['weak', false, 'best', 't 1.50 below 2'],
      ['nothing', false, 'best', 't undefined below 2'],
    ]);
    expect([...screenTable(screened).rows()][1]).toEqual(['copy', null, 0, 0.8, 8, 'best', 0.7, 'like best: 0.70']);
  });

  test('groups are screened each by itself, by a threshold of its own, in the order of the thresholds', () => {
    const groups = new Map([['weak', 'trade'], ['best', 'minute'], ['copy', 'trade'], ['opposite', 'minute'], ['edge', 'minute'], ['nothing', 'trade']]);
    const screened = screenFactors(SIGNALS, { correlation: new Map([['trade', 0.5], ['minute', 0.65], ['order', 0.4]]), t: 1 }, groups);
    // What is like the best of another group stays, and what is like one of its own by less than the larger threshold.
    expect(screened.map(({ name, group, isKept, nearest }) => [name, group, isKept, nearest])).toEqual([
      ['copy', 'trade', true, null],
      ['weak', 'trade', true, 'copy'],
      ['nothing', 'trade', false, 'copy'],
      ['best', 'minute', true, null],
      ['opposite', 'minute', true, 'best'],
      ['edge', 'minute', true, 'opposite'],
    ]);
  });

  test('a factor without a group or a threshold is refused', () => {
    const correlation = new Map([['minute', 0.6], ['trade', 0.5]]);
    expect(() => screenFactors(SIGNALS, { correlation, t: 2 })).toThrow('weak: no group; expected one of minute, trade');
    expect(() => screenFactors(SIGNALS, { correlation, t: 2 }, new Map(SIGNALS.signals.map(({ name }) => [name, 'order'])))).toThrow('weak: no threshold for the group order; expected one of minute, trade');
  });

  test('of some factors, only they are looked at', () => {
    const screened = screenFactors(onlyFactors(SIGNALS, ['edge', 'copy']), { correlation: 0.6, t: 2 });
    expect(screened.map(({ name, isKept, correlation }) => [name, isKept, correlation])).toEqual([['copy', true, null], ['edge', true, 0.1]]);
    expect(() => onlyFactors(SIGNALS, ['opposit'])).toThrow('found no test of opposit (did you mean opposite?) among weak, best');
  });
});
