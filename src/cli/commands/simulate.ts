import { InvalidArgumentError, Option } from 'commander';
import type { SimulateReport } from '../../runtime/store/simulate/simulate.ts';
import { parseDate, storeOption } from '../options.ts';
import { plural } from '../../runtime/plural.ts';
import { Progress, describeDuration } from '../progress.ts';
import { type Register, examples } from '../session.ts';

interface SimulateFlags {
  readonly store: string;
  readonly stocks: number;
  readonly days: number;
  readonly seed: number;
  readonly from: string;
  readonly ordersPerStock: number;
  /** Commander's name of `--no-information`; true if the flag is absent. */
  readonly information: boolean;
}

/** Stocks that the symbols of the boards are enough for. */
const MOST_STOCKS = 9_000;
const MOST_DAYS = 5_000;

export const registerSimulate: Register = (program, { terminal, signal }) => {
  program
    .command('simulate')
    .summary('a synthetic market in every table')
    .description(
      'Simulates a market, order by order, into an empty store: orders, executions, minute bars, daily rows and two indices, which all agree.\n' +
        'The same options give the same bytes. A run that was stopped goes on where it stopped, and more days may be added later.',
    )
    .addOption(storeOption())
    .addOption(count('--stocks <N>', 'how many stocks, over all boards', 1, MOST_STOCKS).default(30))
    .addOption(count('--days <N>', 'how many trading days', 1, MOST_DAYS).default(20))
    .addOption(count('--seed <N>', 'which market', 0, Number.MAX_SAFE_INTEGER).default(1))
    .addOption(new Option('--from <DATE>', 'first date').argParser(parseDate).default('2022-01-04'))
    .addOption(count('--orders-per-stock <N>', "median number of orders of a stock and day; large stocks have more", 100, 1_000_000).default(2_000))
    .option('--no-information', 'no factor says anything about returns: for testing what is done with factors')
    .addHelpText(
      'after',
      examples(
        ['fullband simulate --store market', '30 stocks, 20 days'],
        ['fullband simulate --store other --stocks 10 --days 3 --seed 7 --orders-per-stock 500', 'a small one'],
        ['fullband simulate --store noise --stocks 10 --days 3 --no-information', 'in which nothing predicts anything'],
      ),
    )
    .action(async (flags: SimulateFlags) => {
      const { simulateMarket } = await import('../../runtime/store/simulate/simulate.ts');
      const progress = new Progress(terminal, 'days');
      // Said at once: the day at work may be long, and the process does not wait for it without end.
      const tell = (): void => {
        progress.finish();
        terminal.say(`The days that were finished are kept in ${flags.store}; the same command goes on from there.`);
      };
      signal.addEventListener('abort', tell, { once: true });
      try {
        const report = await simulateMarket({
          ...flags,
          signal,
          onProgress: ({ done, total, date }) => progress.update({ done, total, note: date }),
        });
        progress.finish();
        terminal.print(describeTables(report));
        terminal.say(describeRun(report));
      } finally {
        signal.removeEventListener('abort', tell);
        progress.finish();
      }
    });
};

/** An option whose value is a whole number in a range. */
function count(flags: string, description: string, least: number, most: number): Option {
  return new Option(flags, description).argParser((text) => {
    const value = /^\d+$/.test(text) ? Number(text) : NaN;
    if (value >= least && value <= most) return value;
    throw new InvalidArgumentError(`Expected a whole number from ${least} to ${most}.`);
  });
}

/** One line per table, with the rows that were written. */
export function describeTables({ rows }: SimulateReport): string {
  const lines = Object.entries(rows).map(([table, written]) => [table, written.toLocaleString('en-US')] as const);
  const [names, numbers] = [Math.max(...lines.map(([name]) => name.length)), Math.max(...lines.map(([, number]) => number.length), 4)];
  return [['table', 'rows'] as const, ...lines].map(([name, number]) => `${name.padEnd(names)}  ${number.padStart(numbers)}`).join('\n');
}

export function describeRun({ firstDate, lastDate, days, earlier, rows, cancels, seconds }: SimulateReport): string {
  const events = rows.order + cancels;
  const dates = firstDate === lastDate ? firstDate : `${firstDate} to ${lastDate}`;
  const before = earlier === 0 ? '' : `, ${earlier} of them earlier`;
  const rate = events === 0 ? '' : ` ${events.toLocaleString('en-US')} orders and cancels, ${Math.round(events / seconds).toLocaleString('en-US')} a second.`;
  return `${plural(days, 'day')}, ${dates}${before}, in ${describeDuration(seconds)}.${rate}`;
}
