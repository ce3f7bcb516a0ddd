import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ImportReport } from '../../runtime/store/import.ts';
import { UsageError } from '../exit.ts';
import { given, parseDate } from '../options.ts';
import { plural } from '../plural.ts';
import { Progress } from '../progress.ts';
import { type Register, type Session, examples } from '../session.ts';

interface ImportFlags {
  readonly store?: string;
  readonly date?: string;
  readonly mapping?: string;
  readonly list?: boolean;
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
    .option('--list', 'list the presets')
    .addHelpText(
      'after',
      examples(
        ['fullband import --list', 'which formats are known'],
        ['fullband import dolphindb-candle bars.csv.gz --store store', 'minute bars'],
        ['fullband import tonglian-sse-trade trades.csv --store store --date 2023-07-11', 'executions of one day'],
      ),
    )
    .action(async (preset: string | undefined, files: string[], flags: ImportFlags) => {
      if (flags.list === true) await listPresets(session);
      else await runImport(preset, files, flags, session);
    });
};

async function listPresets({ terminal }: Session): Promise<void> {
  const { listPresets } = await import('../../runtime/store/preset.ts');
  const presets = await listPresets();
  const width = Math.max(...presets.map(({ name }) => name.length));
  for (const { name, tables, about, needsDate } of presets) {
    terminal.print(`${name.padEnd(width)}  ${tables.join(', ').padEnd(6)}  ${about}${needsDate ? ' (needs --date)' : ''}`);
  }
}

async function runImport(preset: string | undefined, rest: readonly string[], flags: ImportFlags, session: Session): Promise<void> {
  const { terminal, currentFolder, signal } = session;
  const { store, date, mapping } = flags;
  if (preset === undefined) throw new UsageError('Name a preset and the files to import; fullband import --list shows the presets.');
  if (store === undefined) throw new UsageError('Say which store to write to: --store DIR');
  // With a mapping the preset's place may already be a file.
  const files = mapping !== undefined && existsSync(resolve(currentFolder, preset)) ? [preset, ...rest] : rest;
  if (files.length === 0) throw new UsageError('Name the files to import after the preset.');
  if (mapping === undefined) await requirePreset(preset);
  const { importFiles } = await import('../../runtime/store/import.ts');
  const progress = new Progress(terminal);
  try {
    const reports = await importFiles({
      store,
      files,
      mapping: mapping === undefined ? { preset } : { path: mapping },
      ...given({ date }),
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
    }
  } finally {
    progress.finish();
  }
}

/** An unknown preset is wrong usage, not a failed run. */
async function requirePreset(name: string): Promise<void> {
  const { readPreset } = await import('../../runtime/store/preset.ts');
  const { DataError } = await import('../../runtime/store/data-error.ts');
  try {
    await readPreset(name);
  } catch (error) {
    throw error instanceof DataError && error.file === null ? new UsageError(error.message) : error;
  }
}

/** `trade: 12 rows of 1 symbol on 2023-02-01 (14 read; 2 dropped: cancellations)`. */
export function describeImport({ table, rowsRead, rowsKept, rowsDerived, dropped, dates, symbols }: ImportReport): string {
  const first = dates[0];
  const last = dates.at(-1);
  const when = first === undefined || last === undefined ? 'no date' : first === last ? first : `${dates.length} dates from ${first} to ${last}`;
  const notes = [
    `${rowsRead} read`,
    ...dropped.map(({ reason, rows }) => `${rows} dropped: ${reason}`),
    ...(rowsDerived > 0 ? [`${rowsDerived} with a computed amount or side`] : []),
  ];
  return `${table}: ${plural(rowsKept, 'row')} of ${plural(symbols.length, 'symbol')} on ${when} (${notes.join('; ')})`;
}
