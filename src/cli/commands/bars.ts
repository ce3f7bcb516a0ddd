import type { BarsDay } from '../../runtime/store/bars.ts';
import { given, rangeOptions, requireRange, storeOption } from '../options.ts';
import { plural } from '../../runtime/plural.ts';
import { Progress } from '../progress.ts';
import { type Register, examples } from '../session.ts';

export const registerBars: Register = (program, { terminal, signal }) => {
  const [from, to] = rangeOptions();
  program
    .command('bars')
    .summary('minute bars from executions')
    .description(
      'Builds the minute bars of every date that has executions. Days whose executions have not changed are left as they are;\n' +
        "a vendor's own bars stay if they count trades.",
    )
    .addOption(storeOption())
    .addOption(from)
    .addOption(to)
    .addHelpText(
      'after',
      examples(['fullband bars --store store', 'every date'], ['fullband bars --store store --from 2023-02-01 --to 2023-02-28', 'one month']),
    )
    .action(async ({ store, ...range }: { store: string; from?: string; to?: string }) => {
      requireRange(range);
      const { buildBars } = await import('../../runtime/store/bars.ts');
      const progress = new Progress(terminal, 'days');
      try {
        const report = await buildBars(store, {
          ...given(range),
          onProgress: (day, done, total) => {
            progress.update({ done, total, note: day.date });
            // Between two days: each is written whole or not at all.
            signal.throwIfAborted();
          },
        });
        progress.finish();
        for (const day of report.days) terminal.print(describeDay(day));
        terminal.say(`${plural(report.built, 'day')} built, ${report.unchanged} unchanged, ${report.kept} kept as the vendor delivered them.`);
      } finally {
        progress.finish();
      }
    });
};

function describeDay({ date, state, symbols, rows, vendorKept, vendorReplaced }: BarsDay): string {
  const notes = [
    ...(state === 'built' ? [`${plural(rows, 'bar')} of ${plural(symbols, 'symbol')}`] : []),
    ...(vendorKept > 0 ? [`${plural(vendorKept, 'symbol')} with the vendor's bars kept`] : []),
    ...(vendorReplaced > 0 ? [`${plural(vendorReplaced, 'symbol')} with a vendor's bars replaced, which lacked trade counts`] : []),
  ];
  return `${date} ${state}${notes.length > 0 ? `: ${notes.join('; ')}` : ''}`;
}
