import { extname } from 'node:path';
import { InvalidArgumentError, Option } from 'commander';
import type { CheckedFactor } from '../../dsl/typed.ts';
import type { ComputeReport } from '../../runtime/engine/compute.ts';
import { UsageError } from '../exit.ts';
import { given, rangeOptions, requireOutputFile, requireRange, required, storeOption } from '../options.ts';
import { plural } from '../../runtime/plural.ts';
import { Progress, describeDuration } from '../progress.ts';
import { type Register, type Session, examples } from '../session.ts';
import { addSymbols } from '../symbols.ts';

const FORMATS = ['.parquet', '.csv', '.json'];
const ENGINES = ['auto', 'webgpu', 'webasm', 'cpu', 'reference'] as const;

interface ComputeFlags {
  readonly store: string;
  readonly factors: readonly string[];
  readonly out: string;
  readonly from?: string;
  readonly to?: string;
  readonly symbols?: readonly string[];
  readonly engine: (typeof ENGINES)[number];
  readonly threads?: number;
}

export const registerCompute: Register = (program, session) => {
  const [from, to] = rangeOptions();
  program
    .command('compute')
    .summary('factor values')
    .description(
      'Computes factors for every date and symbol of the store and writes one row per date and symbol, missing values null.\n' +
        'Only what is missing or stale is computed again. Values are raw: direction and smoothing are applied later.',
    )
    .addOption(storeOption())
    .addOption(required(new Option('--factors <PATH...>', 'factor files or folders; FILE#NAME takes one factor or set of a file')))
    .addOption(required(new Option('--out <FILE>', `output; the format follows the extension: ${FORMATS.join(', ')}`)))
    .addOption(from)
    .addOption(to)
    .addOption(new Option('--symbols <SYMBOL...>', 'only these, such as 600519.SH').argParser(addSymbols))
    .addOption(new Option('--engine <NAME>', 'where kernels run').choices(ENGINES).default('auto'))
    .addOption(new Option('--threads <N>', 'threads that read and compute (default: one per core where there is enough to do)').argParser(threadCount))
    .addHelpText(
      'after',
      examples(
        ['fullband compute --store samples/store --factors factors/minute --out values.parquet', 'everything'],
        ['fullband compute --store samples/store --factors factors/minute/late_skew_ret.factor --out values.csv --from 2023-02-02', 'one file, from a date on'],
        ['fullband compute --store samples/store --factors factors/minute --out exact.csv --engine reference', 'in float64, to compare'],
      ),
    )
    .action((flags: ComputeFlags) => runCompute(flags, session));
};

async function runCompute(flags: ComputeFlags, session: Session): Promise<void> {
  const { terminal, signal } = session;
  const { store, out, engine, from, to, symbols, threads } = flags;
  requireRange(given({ from, to }));
  if (!FORMATS.includes(extname(out))) throw new UsageError(`--out ${out}: the extension must be one of ${FORMATS.join(', ')}.`);
  requireOutputFile(out, session.currentFolder);
  const { chooseFactors } = await import('../factor-targets.ts');
  const factors = chooseFactors(flags.factors, session);
  requireDistinctNames(factors);
  const { computeFactors } = await import('../../runtime/engine/compute.ts');
  const progress = new Progress(terminal, 'days');
  try {
    const report = await computeFactors({
      store,
      factors,
      out,
      engine,
      signal,
      ...given({ from, to, symbols, threads }),
      onProgress: ({ done, total, date, note }) => {
        if (date === '') progress.step(note);
        else progress.update({ done, total, note });
      },
    });
    progress.finish();
    for (const warning of report.warnings) terminal.say(`${terminal.errorColors.yellow('warning:')} ${warning}.`);
    terminal.say(describeCompute(report, factors.length, out));
  } catch (error) {
    progress.finish();
    if (signal.aborted) terminal.say(`Nothing is written to ${out}. The days that were finished are kept in the store; the same command goes on from there.`);
    throw error;
  } finally {
    progress.finish();
  }
}

const MOST_THREADS = 256;

/** Reads a number of threads. */
export function threadCount(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1 || count > MOST_THREADS) throw new InvalidArgumentError(`It takes a whole number from 1 to ${String(MOST_THREADS)}.`);
  return count;
}

/** The output has one column per factor. */
function requireDistinctNames(factors: readonly CheckedFactor[]): void {
  const seen = new Map<string, CheckedFactor>();
  for (const factor of factors) {
    const other = seen.get(factor.name);
    if (other !== undefined) {
      throw new UsageError(`Two factors are named ${factor.name}: in ${other.path} and in ${factor.path}. Rename one, or choose with FILE#${factor.name}.`);
    }
    seen.set(factor.name, factor);
  }
}

/** What was done, where and why there. */
export function describeCompute(report: ComputeReport, factors: number, out: string): string {
  const others = report.cachedEngines.filter((engine) => engine !== report.engine);
  const lines = [
    `${plural(factors, 'factor')}, ${plural(report.dates, 'date')}, ${plural(report.rows, 'row')} in ${describeDuration(report.seconds)}: ${plural(report.computed, 'factor day')} computed, ${report.cached} taken from the store.`,
    ...report.recomputed.map(({ factor, values }) => `${factor}: ${plural(values, 'value')} computed in float64, because 32 bits do not hold enough digits.`),
    `Engine: ${report.engine} (${report.engineReason}).${report.engine === 'none' || others.length === 0 ? '' : ` What was taken from the store was computed by ${others.join(' and ')}.`}`,
    `Written: ${out}`,
  ];
  return lines.join('\n');
}
