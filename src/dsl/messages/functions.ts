/** Messages about functions of other languages that are no operators here: FB29x. */
import type { Message } from '../finding.ts';
import type { WithoutOperator } from '../other-names.ts';

const error = (code: string, message: string, hint: string): Message => ({ code, severity: 'error', message, hint });

/** What comes near, over days and inside the day. */
const NEAR: Readonly<Record<WithoutOperator, readonly [days: string, rows: string]>> = {
  weights: ['no operator weighs days by their age; mean(x, window=20d) weighs them alike, weighted_mean(x, volume, window=20d) by volume', 'no operator weighs rows by their age; mean(x) weighs them alike, weighted_mean(x, volume) by volume'],
  place: ['no operator tells the day of the largest or smallest value; max(x, window=20d) and min(x, window=20d) are the values, rank(x, window=20d) is where today stands', 'no operator tells the row of the largest or smallest value; max(x) and min(x) are the values, top(x, 1%) and bottom(x, 1%) the rows as a condition'],
  scale: ['rank(x) and zscore(x) make the stocks of a day comparable', 'a share of the day is x / sum(x)'],
  change: ['write x / prev(x, n) - 1 with the number of days written out; ret is the return of a day', 'write x / prev(x, n) - 1 with the number of rows written out; ret is the return of a minute'],
  industry: ['write neutralize(x, by=industry), which takes the mean of the industry out', 'neutralize(x, by=industry) is there for factors from daily'],
};

export const functions = {
  without: (name: string, kind: WithoutOperator, overDays: boolean) => error('FB290', `${name}() is no operator`, NEAR[kind][overDays ? 0 : 1]),
  writtenOut: (name: string, instead: string) => error('FB291', `${name}() is no operator: it is written with others`, `write ${instead}`),
  /** What compares the stocks of a day, asked for over the days of a stock. */
  overStocks: (name: string, operator: string, overDays: boolean) =>
    error('FB292', `${name}() is no operator, and ${operator} compares the stocks of a day`, overDays ? 'over the days of a stock write it out, as in (x - mean(x, window=20d)) / std(x, window=20d)' : 'over the rows of the day write it out, as in (x - mean(x)) / std(x)'),
  rollingUnknown: (name: string) => error('FB293', `${name}() is no operator`, 'reductions take a window of days, as in mean(x, window=20d), and so do rank, top and bottom'),
  /** @param what what was to stay inside industries */
  insideIndustries: (what: string) => error('FB294', `${what} inside industries is not there`, 'neutralize(x, by=industry) takes the mean of the industry out of x; rank, zscore and the others compare all stocks of the day'),
  /** @param column what is the number behind the key; null if there is none */
  keyAsValue: (key: string, callee: string, column: string | null) =>
    error('FB295', `${key} is a key of ${callee} and no number`, column === null ? `it stands after by=, as in ${callee}(x, by=${key})` : `the number is ${column}; the key stands after by=, as in ${callee}(x, by=${key})`),
} as const;
