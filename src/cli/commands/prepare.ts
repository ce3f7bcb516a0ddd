import { Option } from 'commander';
import { plural } from '../../runtime/plural.ts';
import type { PreparedTable } from '../../runtime/store/prepared-paths.ts';
import { given, rangeOptions, requireRange, storeOption } from '../options.ts';
import { Progress } from '../progress.ts';
import { examples, type Register } from '../session.ts';

interface PrepareArguments {
  readonly store: string;
  readonly tables?: readonly PreparedTable[];
  readonly from?: string;
  readonly to?: string;
  readonly again?: boolean;
  readonly remove?: boolean;
}

const TABLES = ['minute', 'trade', 'order'] as const satisfies readonly PreparedTable[];

export const registerPrepare: Register = (program, { terminal, signal }) => {
  const [from, to] = rangeOptions();
  program
    .command('prepare')
    .summary('bars, executions, orders as the engine reads them, for many runs')
    .description(
      'Checks and normalises the minute bars of every date once and keeps them in\n' +
        'STORE/prepared as the engine reads them: 8 KB for a stock and day. Runs over\n' +
        'minute bars that compute the same days again and again take about half of\n' +
        'the time with them; values are the same. Days that have not changed are left\n' +
        'as they are. The folder may be deleted at any time.\n' +
        'With --tables trade order the same for executions and orders: 25 bytes an\n' +
        'execution and 18 an order, twice what they take in Parquet.',
    )
    .addOption(storeOption())
    .addOption(new Option('--tables <TABLE...>', 'what is prepared (default: minute), or removed (default: all)').choices(TABLES))
    .addOption(from)
    .addOption(to)
    .option('--again', 'prepares days anew that are prepared already')
    .addOption(new Option('--remove', 'removes what was prepared').conflicts('again'))
    .addHelpText('after', examples(['fullband prepare --store store', 'every date'], ['fullband prepare --store store --from 2023-02-01 --to 2023-02-28', 'one month'], ['fullband prepare --store store --tables minute trade', 'executions as well'], ['fullband prepare --store store --again', 'every date anew'], ['fullband prepare --store store --remove', 'frees the space']))
    .action(async ({ store, tables, again = false, remove = false, ...range }: PrepareArguments) => {
      requireRange(range);
      const several = new Set(tables).size > 1;
      const { prepareRows, removeAllPrepared } = await import('../../runtime/engine/prepare.ts');
      if (remove) {
        terminal.say(`Prepared rows of ${plural(await removeAllPrepared(store, given(range), tables), 'day')} removed.`);
        return;
      }
      const progress = new Progress(terminal, 'days');
      try {
        const { prepared, unchanged, removed, bytes } = await prepareRows(store, { ...given(range), ...given({ tables }), again, signal, onProgress: (date, done, total, table) => progress.update({ done, total, note: several ? `${date}, ${table}` : date }) });
        progress.finish();
        terminal.say(`${plural(prepared, 'day')}${several ? ` of ${new Set(tables).size} tables` : ''} prepared${prepared === 0 ? '' : ` in ${(bytes / 2 ** 20).toFixed(prepared < 100 ? 1 : 0)} MiB`}, ${unchanged} unchanged${removed === 0 ? '' : `, ${removed} removed that the store no longer has`}.`);
      } catch (error) {
        progress.finish();
        if (signal.aborted) terminal.say('The days that were prepared are kept; the same command goes on from there.');
        throw error;
      } finally {
        progress.finish();
      }
    });
};
