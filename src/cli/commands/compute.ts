import { extname } from 'node:path';
import { Option } from 'commander';
import type { CheckedFactor } from '../../dsl/typed.ts';
import type { ComputeReport } from '../../runtime/engine/compute.ts';
import { UsageError } from '../exit.ts';
import { given, rangeOptions, storeOption } from '../options.ts';
import { plural } from '../plural.ts';
import { Progress, describeDuration } from '../progress.ts';
import { type Register, type Session, examples } from '../session.ts';

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
    .requiredOption('--factors <PATH...>', 'factor files or folders; FILE#NAME takes one factor or set of a file')
    .requiredOption('--out <FILE>', `output; the format follows the extension: ${FORMATS.join(', ')}`)
    .addOption(from)
    .addOption(to)
    .option('--symbols <SYMBOL...>', 'only these, such as 600519.SH')
    .addOption(new Option('--engine <NAME>', 'where kernels run').choices(ENGINES).default('auto'))
    .addHelpText(
      'after',
      examples(
        ['fullband compute --store store --factors factors --out values.parquet', 'everything'],
        ['fullband compute --store store --factors my.factor --out v.csv --from 2023-07-01', 'one file, from a date on'],
        ['fullband compute --store store --factors factors --out v.csv --engine reference', 'in float64, to compare'],
      ),
    )
    .action((flags: ComputeFlags) => runCompute(flags, session));
};

async function runCompute(flags: ComputeFlags, session: Session): Promise<void> {
  const { terminal, signal } = session;
  const { store, out, engine, from, to, symbols } = flags;
  if (!FORMATS.includes(extname(out))) throw new UsageError(`--out ${out}: the extension must be one of ${FORMATS.join(', ')}.`);
  const { chooseFactors } = await import('../factor-targets.ts');
  const { compile } = await import('../../compiler/compile.ts');
  const chosen = chooseFactors(flags.factors, session);
  const { factors } = chosen;
  requireDistinctNames(factors);
  chosen.report(compile(factors).findings);
  const { computeFactors } = await import('../../runtime/engine/compute.ts');
  const progress = new Progress(terminal, 'days');
  try {
    const report = await computeFactors({
      store,
      factors,
      out,
      engine,
      signal,
      ...given({ from, to, symbols }),
      onProgress: ({ done, total, date }) => progress.update({ done, total, note: date }),
    });
    progress.finish();
    for (const warning of report.warnings) terminal.say(`${terminal.errorColors.yellow('warning:')} ${warning}`);
    terminal.say(describeCompute(report, factors.length, out));
  } finally {
    progress.finish();
  }
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
  const lines = [
    `${plural(factors, 'factor')}, ${plural(report.dates, 'date')}, ${plural(report.rows, 'row')} in ${describeDuration(report.seconds)}: ${plural(report.computed, 'factor day')} computed, ${report.cached} taken from the store.`,
    ...report.recomputed.map(({ factor, values }) => `${factor}: ${plural(values, 'value')} computed in float64, because 32 bits do not hold enough digits.`),
    `Engine: ${report.engine} (${report.engineReason}).`,
    `Written: ${out}`,
  ];
  return lines.join('\n');
}
