import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ImportReport } from '../../runtime/store/import.ts';
import type { Provision } from '../../runtime/store/provision.ts';
import type { ReconstitutionReport } from '../../runtime/store/rebuild-orders.ts';
import { UsageError } from '../exit.ts';
import { importArguments, unknownPreset } from '../import-arguments.ts';
import { given, parseDate } from '../options.ts';
import { plural } from '../../runtime/plural.ts';
import { Progress } from '../progress.ts';
import { type Register, type Session, examples } from '../session.ts';

interface ImportFlags {
  readonly store?: string;
  readonly date?: string;
  readonly mapping?: string;
  readonly list?: boolean;
  readonly show?: string;
  /** Commander's name of `--no-reconstitute`; true if the flag is absent. */
  readonly reconstitute?: boolean;
}

export const registerImport: Register = (program, session) => {
  program
    .command('import')
    .summary("a vendor's files into the store")
    .description(
      "Brings a vendor's files into the store. Symbols and dates of the files replace what the store has of them, so a run may be repeated;\n" +
        'one that is killed leaves no half day.',
    )
    .argument('[PRESET]', 'name of the vendor format, see --list; may be left out with --mapping')
    .argument('[FILE...]', 'CSV (plain or gzip) or Parquet files')
    .option('--store <DIR>', 'folder of the store; made if it does not exist')
    .option('--date <D>', 'the day of files that hold no date; of others, the only day to take', parseDate)
    .option('--mapping <FILE.yaml>', 'a format of your own instead of a preset')
    .option('--no-reconstitute', "leave SSE orders as their stream gives them, without what they took at once")
    .option('--list', 'list the presets')
    .option('--show <PRESET>', 'print a preset: every column it reads, and a mapping to start from')
    .addHelpText(
      'after',
      examples(
        ['fullband import --list', 'which formats are known'],
        ['fullband import --show tushare-daily > my.yaml', 'a preset to change and pass with --mapping'],
        ['fullband import huatai-insight-trade samples/trades.csv.gz --store store', 'executions'],
        ['fullband import huatai-insight-trade samples/trades.csv.gz --store store --date 2023-02-03', 'of one day only'],
      ),
    )
    .action(async (preset: string | undefined, files: string[], flags: ImportFlags) => {
      if (flags.list === true) await printPresets(session);
      else if (flags.show !== undefined) await printPreset(flags.show, session);
      else await runImport(preset === undefined ? [] : [preset, ...files], flags, session);
    });
};

async function printPresets({ terminal }: Session): Promise<void> {
  const { listPresets } = await import('../../runtime/store/preset.ts');
  const presets = await listPresets();
  const width = Math.max(...presets.map(({ name }) => name.length));
  const tableWidth = Math.max(...presets.map(({ tables }) => tables.join(', ').length));
  const below = `\n${' '.repeat(width + tableWidth + 4)}`;
  for (const { name, tables, provisions, about, needsDate } of presets) {
    const told = provisions.map((provision, i) => `${below}${tables.length > 1 ? `${tables[i] ?? ''}: ` : ''}${describeProvision(provision)}`);
    terminal.print(`${name.padEnd(width)}  ${tables.join(', ').padEnd(tableWidth)}  ${about}${needsDate ? ' (needs --date)' : ''}${told.join('')}`);
  }
}

async function printPreset(name: string, { terminal }: Session): Promise<void> {
  const { listPresets, presetText } = await import('../../runtime/store/preset.ts');
  const presets = (await listPresets()).map((preset) => preset.name);
  if (!presets.includes(name)) throw new UsageError(unknownPreset(name, presets));
  terminal.print((await presetText(name)).trimEnd());
}

/** `delivers price, volume; derives amount, side; leaves null items`. */
export function describeProvision({ delivers, derives, lacks }: Provision): string {
  const parts: readonly (readonly [string, readonly string[]])[] = [['delivers', delivers], ['derives', derives], ['leaves null', lacks]];
  return parts.filter(([, columns]) => columns.length > 0).map(([verb, columns]) => `${verb} ${columns.join(', ')}`).join('; ');
}

async function runImport(words: readonly string[], flags: ImportFlags, session: Session): Promise<void> {
  const { terminal, currentFolder, signal } = session;
  const { store, date, reconstitute } = flags;
  const { listPresets } = await import('../../runtime/store/preset.ts');
  const presets = (await listPresets()).map(({ name }) => name);
  const fitting = flags.mapping === undefined ? await fittingPresets(words[0], currentFolder) : [];
  const { mapping, files } = importArguments({ words, mapping: flags.mapping, presets, currentFolder, fitting });
  if (store === undefined) throw new UsageError('Say which store to write to: --store DIR');
  const { importFiles } = await import('../../runtime/store/import.ts');
  const progress = new Progress(terminal);
  try {
    const reports = await importFiles({
      store,
      files,
      mapping,
      ...given({ date, reconstitute }),
      onProgress: (message) => {
        // Thrown before a table is published, an interrupt leaves the store as it was.
        signal.throwIfAborted();
        progress.step(message);
      },
    });
    progress.finish();
    for (const report of reports) {
      for (const warning of report.warnings) terminal.say(`${terminal.errorColors.yellow('warning:')} ${warning}`);
      terminal.print(describeImport(report));
      for (const orders of report.orders) terminal.print(describeOrders(orders));
    }
  } finally {
    progress.finish();
  }
}

/** Presets that the first word fits if it is a file: then the preset was left out. */
async function fittingPresets(word: string | undefined, currentFolder: string): Promise<readonly string[]> {
  const path = word === undefined ? null : resolve(currentFolder, word);
  if (path === null || !existsSync(path) || !statSync(path).isFile()) return [];
  const { presetsOfFile } = await import('../../runtime/store/preset-of-file.ts');
  return presetsOfFile(path);
}

/**
 * What an import did to a table, one line per count:
 *
 *     trade    1 symbol on 2023-02-01
 *       read       14
 *       dropped     2  cancel
 *       kept       12
 *       derived    12  amount
 */
export function describeImport({ table, rowsRead, rowsKept, rowsDerived, derived, dropped, unchanged, dates, symbols }: ImportReport): string {
  const first = dates[0];
  const last = dates.at(-1);
  const when = first === undefined || last === undefined ? 'without a date' : first === last ? `on ${first}` : `on ${dates.length} dates from ${first} to ${last}`;
  const what = table !== 'index_daily' ? plural(symbols.length, 'symbol') : symbols.length === 1 ? '1 index' : `${symbols.length} indices`;
  const computed = table === 'daily' || rowsDerived === 0 ? [] : [['derived', rowsDerived, 'amount or side'] as const];
  const lines: readonly (readonly [string, number, string])[] = [
    ['read', rowsRead, ''],
    ...dropped.map(({ reason, rows }) => ['dropped', rows, reason] as const),
    ['kept', rowsKept, ''],
    ...(unchanged > 0 ? [['unchanged', unchanged, 'in the store already'] as const] : []),
    ...computed,
    ...derived.map(({ column, rows }) => ['derived', rows, column] as const),
  ];
  const width = Math.max(...lines.map(([, rows]) => String(rows).length));
  return [`${table}: ${what} ${when}`, ...lines.map(([name, rows, note]) => `  ${name.padEnd(9)}  ${String(rows).padStart(width)}  ${note}`.trimEnd())].join('\n');
}

/** `orders of 2023-02-01: 58117 of 1 SSE symbol, from 39067 add rows and the executions (963 enlarged; 19050 filled at once)`. */
export function describeOrders(report: ReconstitutionReport): string {
  const { date, orders, symbols, addRows, enlarged, restored, withoutExecutions, reconstituted } = report;
  const what = `orders of ${date}: ${orders} of ${plural(symbols, 'SSE symbol')}`;
  if (!reconstituted) return `${what}, as the order stream gives them`;
  if (withoutExecutions === symbols) return `${what}, as the order stream gives them until the executions are imported`;
  const notes = [`${enlarged} enlarged`, `${restored} filled at once`, ...(withoutExecutions > 0 ? [`${plural(withoutExecutions, 'symbol')} without executions`] : [])];
  return `${what}, from ${plural(addRows, 'add row')} and the executions (${notes.join('; ')})`;
}
