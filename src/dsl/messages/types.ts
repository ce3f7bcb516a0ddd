/** Messages of the checker about rows and element types: FB3xx. */
import type { Message } from '../finding.ts';
import type { ElementType } from '../typed.ts';

const error = (code: string, message: string, hint: string): Message => ({ code, severity: 'error', message, hint });
const warning = (code: string, message: string, hint: string): Message => ({ code, severity: 'warning', message, hint });

type NotNumber = Exclude<ElementType['kind'], 'number'>;

/** What to do about something that is no number. */
const NOT_NUMBERS: Readonly<Record<NotNumber, string>> = {
  boolean: 'count a condition with count(…), or choose with if(condition, 1, 0)',
  time: 'a time is compared with another one, as in time < 10:30',
  enum: 'an enum is compared with one of its names by == or !=',
  id: 'an order number is a key for by=',
};

export const types = {
  expectedNumber: (where: string, found: string, kind: NotNumber) => error('FB300', `${where} must be a number, found ${found}`, NOT_NUMBERS[kind]),
  expectedCondition: (where: string, found: string) => error('FB301', `${where} must be a condition, found ${found}`, 'a condition is a comparison such as ret < 0'),
  expectedSeries: (callee: string, found: string) =>
    error('FB302', `${callee} needs a series, found ${found}`, 'a series has a value in every row, as a column has; one value per stock and day has no rows'),
  valueIsSeries: (found: string, kind: ElementType['kind']) =>
    error('FB303', `a factor's value is one number per stock and day, found ${found}`, kind === 'number' ? 'reduce it: mean(…), sum(…), last(…)' : NOT_NUMBERS[kind]),
  valueIsNotNumber: (found: string, kind: NotNumber) => error('FB304', `a factor's value is a number, found ${found}`, NOT_NUMBERS[kind]),
  differentRows: (left: string, right: string) => error('FB305', `these two have different rows: ${left} and ${right}`, 'bring both to the minute grid with by=minute, or reduce one to a single value'),
  whereRows: (argument: string, where: string) => error('FB306', `where= must have the rows of what is reduced (${argument}), found ${where}`, 'reduce both, or bring the condition to those rows'),
  notComparable: (left: string, right: string, hint: string) => error('FB307', `${left} cannot be compared with ${right}`, hint),
  literalNeeded: (callee: string, parameter: string, form: string) => error('FB308', `${parameter} of ${callee} must be written as ${form}`, 'it shapes the computation, so it cannot be computed itself'),
  literalRange: (callee: string, parameter: string, found: number, low: number, high: number, meant: string | null, outOfReach: string | null = null) =>
    error('FB309', `${parameter} of ${callee} lies in ${String(low)} … ${String(high)}, found ${String(found)}`, outOfReach !== null ? `${callee} goes back; ${outOfReach} are out of reach of a factor` : meant === null ? `write a number from ${String(low)} to ${String(high)}` : `write ${meant}`),
  notAWindow: (found: string, near: string | null) =>
    error('FB310', `${found} is no window`, `${near === null ? '' : `did you mean ${near}? `}windows are session, early, late, morning, afternoon, half_hour(1) … half_hour(8), or a time range such as 09:30..10:00`),
  windowOfRows: (found: string) =>
    error('FB329', `${found} is no window: a window is a part of the day, not a number of rows`, 'nothing rolls over rows inside the day; windows are session, early, late, morning, afternoon, half_hour(1) … half_hour(8), or a time range such as 09:30..10:00'),
  windowOutside: (found: string, kept: string) => warning('FB330', `the window ${found} reaches outside the trading day; what it holds is ${kept}`, `write ${kept}`),
  /** @param window null for the whole day */
  noRowLeft: (window: string | null) =>
    warning('FB331', `no minute of ${window ?? 'the day'} meets this condition`, window === null ? 'time is that of the end of a bar: 09:31 … 11:30 and 13:01 … 15:00' : 'window= and where= hold together: change one of them'),
  selectsNothing: (callee: string) => warning('FB332', `${callee} of 0 % selects no row`, 'write a share above 0, such as 30%'),
  divisionByZero: () => warning('FB333', 'a division by 0 is always missing', 'divide by something else'),
  constantValue: () => warning('FB334', 'this value is the same for every stock and day', "a factor's value rests on the rows of its stock and day, as mean(ret) does"),
  halfHour: (found: string) => error('FB311', `half_hour takes a whole number from 1 to 8, found ${found}`, 'half_hour(1) is 09:30..10:00, half_hour(8) is 14:30..15:00'),
  emptyRange: (from: string, to: string) => error('FB312', `the time range ${from}..${to} holds no minute of the trading day`, 'trading is 09:30..11:30 and 13:00..15:00; the first time is the earlier one'),
  notAKey: (found: string, table: string, keys: readonly string[], near: string | null) =>
    error('FB313', `by=${found} is no key of ${table}; its keys are ${keys.join(', ')}`, near === null ? 'write one of these' : `did you mean ${near}?`),
  byOnMinutes: () => error('FB314', 'the rows of minute are minutes already; by= has nothing to group', 'remove by='),
  byOnGroups: (found: string) => error('FB315', `by= groups the rows of a table, found ${found}`, 'group the table itself'),
  /** @param what `concat`, or a name that stands for pooled rows */
  concatOutside: (what: string) => error('FB316', `${what} pools rows, which is legal only directly under a reduction`, 'write for example std(concat(x, y))'),
  poolGrouped: () => error('FB317', 'by= has no meaning for pooled rows', 'put by= on the parts inside concat'),
  idArithmetic: (column: string) => error('FB318', `${column} is an order number: a key for by=, nothing to calculate with`, `for example sum(amount, by=${column})`),
  timeAlone: () => error('FB319', 'a time range is a window', 'write it as window=09:30..10:00'),
  modelOnly: (what: string) => error('FB320', `${what} belongs to models; a factor has no use for it`, 'a factor reads the rows of one stock and day'),
  windowOnGroups: (found: string) => error('FB321', `window= cuts the rows of a table, found ${found}`, 'put window= on the reduction with by='),
  singleValueReduced: (callee: string, removable: boolean) =>
    error('FB322', `${callee} reduces rows, but what it is given is already one value per stock and day`, removable ? `remove ${callee}(…)` : 'give it a series'),
  branchTypes: (left: string, right: string) => error('FB323', `both sides of if must be of one kind, found ${left} and ${right}`, 'if(condition, 1, 0) turns a condition into a number'),
  constantWhere: () => error('FB324', 'where= is one value per stock and day, not a condition of each row', 'choose with if(condition, …, missing) around the reduction'),
  comparedWithMissing: () => warning('FB325', 'a comparison with missing is always false', 'ask with is_missing(x)'),
  poolPaired: (callee: string) => error('FB326', `${callee} pairs the rows of two series; pooled rows have no partners`, 'concat stands alone under a reduction of one series'),
  daysAndMoments: (own: string, other: string) =>
    error('FB335', `a factor from ${own} cannot read ${other}: rows of daily are days, those of ${own === 'daily' ? other : own} are moments of one day`, 'write two factors, one from each table'),
  daysNeeded: (callee: string) => error('FB336', `${callee} over days needs to know how many`, `write for example ${callee}(…, window=20d): the last 20 trading days, today included`),
  /** @param named whether a name stands there */
  notDays: (found: string, named: boolean) =>
    error('FB337', `${found} is no number of trading days`, named ? 'write the number itself, as in window=20d; of names only the parameter of a def stands for one' : 'write for example window=20d: the last 20 trading days, today included'),
  daysRange: (found: string, most: number) => error('FB338', `a window of days has 1d … ${String(most)}d, found ${found}`, `write a number of days from 1 to ${String(most)}`),
  partOfDay: (found: string) => error('FB339', `${found} is a part of the day, but the rows of daily are days`, 'write for example window=20d: the last 20 trading days, today included'),
  byOnDays: () => error('FB340', 'the rows of daily are days already; by= has nothing to group', 'remove by='),
  runningOverDays: (callee: string) => error('FB341', `${callee} has no first day to begin with`, 'sum the last days: sum(x, window=20d)'),
  acrossStocks: (callee: string, found: string) => error('FB342', `${callee} compares the stocks of a day; it takes days of daily, found ${found}`, 'it belongs to factors from daily, and to models'),
  rawPrices: () => warning('FB348', 'splits and dividends move traded prices from day to day: these are of different days', 'compare adjusted ones: adj_close for close, and so on; the close of the day before in terms of today is pre_close'),
  pooledDays: () => error('FB343', 'days of two series are not pooled', 'reduce each on its own'),
  prevRange: (callee: string, found: number, most: number) => error('FB344', `${callee} goes back at most ${String(most)} trading days, found ${String(found)}`, `write a number of days from 1 to ${String(most)}`),
  notASectionKey: (callee: string, found: string, keys: readonly string[]) => error('FB345', `by=${found} is nothing that ${callee} knows; it takes ${keys.join(' or ')}`, `write by=${keys.join(', by=')}, or leave it out for ${keys.length === 2 ? 'both' : 'all of them'}`),
  keyOfTable: (callee: string, table: string, key: string) => error('FB346', `by=${table}.${key}: the keys of ${callee} belong to no table`, `write by=${key}`),
  durationAlone: (found: string) => error('FB347', `${found} is a number of days, not a value`, 'write it where it is used, as in mean(x, window=20d), or as what a def is called with'),
  emptyEventRange: (from: string, to: string) => error('FB328', `the time range ${from}..${to} holds no moment of the trading day`, 'events happen from 09:15 to 11:30 and from 13:00 on'),
} as const;
