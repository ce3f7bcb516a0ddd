/** Options of `npm run bench`. */
import { parseArgs } from 'node:util';
import { inRepository } from './repository.ts';

export const HELP = `npm run bench -- [options]

  --only NAME     measure this contender only; may be given again
  --also NAME     measure this one as well, which is left out unless it is named; may be given again
  --list          print the names of the contenders
  --rounds N      processes per contender, in turns (3)
  --runs N        timed runs per process (15); whole programs run once
  --stocks N      stocks of the day, of markets and of portfolios (5000)
  --rows N        executions of the market, about, and as many orders (20000000)
  --days N        trading days of evaluations (500)
  --dates N       dates of samples of a whole epoch (500)
  --market DIR    a store with minute bars to measure the growth of times over, instead of a generated one
  --markets DIR   where generated markets are kept (.fullband/markets)
  --json          print the report as JSON
  --save          keep the report as bench/results.json and in bench/README.md
`;

/** What was asked for. */
export interface Options {
  /** Null for all that are not on demand. */
  readonly only: readonly string[] | null;
  readonly also: readonly string[];
  readonly rounds: number;
  readonly runs: number;
  readonly stocks: number;
  readonly rows: number;
  readonly days: number;
  readonly dates: number;
  readonly market: string | null;
  readonly markets: string;
  readonly show: 'help' | 'list' | 'json' | 'tables';
  readonly save: boolean;
}

/** Reads the arguments of the process. Throws a TypeError for an option that does not exist and a RangeError for one that makes no sense. */
export function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', multiple: true },
      also: { type: 'string', multiple: true, default: [] },
      list: { type: 'boolean', default: false },
      rounds: { type: 'string', default: '3' },
      runs: { type: 'string', default: '15' },
      stocks: { type: 'string', default: '5000' },
      rows: { type: 'string', default: '20000000' },
      days: { type: 'string', default: '500' },
      dates: { type: 'string', default: '500' },
      market: { type: 'string' },
      markets: { type: 'string', default: inRepository('.fullband/markets') },
      json: { type: 'boolean', default: false },
      save: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const { only, also, list, market, markets, json, save, help, ...numbers } = values;
  if (save && only !== undefined) throw new RangeError('--save keeps whole reports only: leave out --only');
  return {
    only: only ?? null,
    also,
    rounds: wholeNumber('rounds', numbers.rounds),
    runs: wholeNumber('runs', numbers.runs),
    stocks: wholeNumber('stocks', numbers.stocks),
    rows: wholeNumber('rows', numbers.rows),
    days: wholeNumber('days', numbers.days),
    dates: wholeNumber('dates', numbers.dates),
    market: market ?? null,
    markets,
    show: help ? 'help' : list ? 'list' : json ? 'json' : 'tables',
    save,
  };
}

function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new RangeError(`--${name} takes a whole number of at least 1, found ${text}`);
  return value;
}
