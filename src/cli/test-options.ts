/** Options of a test that several commands share. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { EvaluationSettings, Step, UniverseRule } from '../runtime/evaluate/index.ts';
import { DataError } from '../runtime/store/data-error.ts';
import { UsageError } from './exit.ts';
import { given, wholeNumber } from './options.ts';

export interface TestFlags {
  readonly preprocess?: string;
  readonly universe?: readonly UniverseRule[];
  readonly price?: EvaluationSettings['price'];
  readonly adjust: boolean;
  readonly layers?: number;
  readonly horizon?: number;
  readonly every?: number;
  readonly icirWindow?: number;
}

/** Adds the options; `defaults` says what holds without them where commands differ. */
export function addTestOptions(command: Command, defaults: { readonly preprocess: string; readonly layers: number }): Command {
  return command
    .addOption(new Option('--preprocess <STEPS>', `none, steps in their order, or a .yaml file of them (default: ${defaults.preprocess})`))
    .addOption(new Option('--universe <RULES>', 'what drops a stock: all (nothing does), or some of st,suspended,limit (default: these three)').argParser(universeRules))
    .addOption(new Option('--price <NAME>', 'at which price is traded (default: vwap)').choices(['vwap', 'close', 'open']))
    .addOption(new Option('--no-adjust', 'take prices as they are, without adj_factor'))
    .addOption(new Option('--layers <N>', `layers (default: ${String(defaults.layers)})`).argParser(wholeNumber(2)))
    .addOption(new Option('--horizon <DAYS>', 'trading days of a return (default: 5)').argParser(wholeNumber(1)))
    .addOption(new Option('--every <DAYS>', 'trading days between sections (default: 5)').argParser(wholeNumber(1)))
    .addOption(new Option('--icir-window <N>', 'sections whose known ICs weigh the ICIR-weighted sum (default: 50)').argParser(wholeNumber(2)));
}

/** What the options say. Throws UsageError for steps that are none. */
export async function settingsOf(flags: TestFlags, currentFolder: string): Promise<Partial<EvaluationSettings>> {
  const { preprocess, universe, price, adjust, layers, horizon, every, icirWindow } = flags;
  const steps = preprocess === undefined ? undefined : await stepsOf(preprocess, currentFolder);
  return given({ steps, universe, price, adjusted: adjust, layers, horizon, every, icirWindow });
}

/** The steps of `--preprocess`. What stands in a file is no wrong usage, but text that is no steps and a file that is not there are. */
async function stepsOf(text: string, currentFolder: string): Promise<readonly Step[]> {
  const { parseSteps, readSteps } = await import('../runtime/evaluate/index.ts');
  if (!/\.ya?ml$/i.test(text)) return asUsage(() => parseSteps(text));
  if (existsSync(resolve(currentFolder, text))) return readSteps(text);
  throw new UsageError(`${text}: found no such file; expected a list of steps in YAML. Correct the path, or write the steps themselves, such as mean20,winsorize,neutralize,zscore.`);
}

/** Runs what looks at arguments only: what is wrong with them is wrong usage. */
export function asUsage<T>(look: () => T): T {
  try {
    return look();
  } catch (error) {
    throw error instanceof DataError ? new UsageError(error.message) : error;
  }
}

const RULES: readonly UniverseRule[] = ['st', 'suspended', 'limit'];

function universeRules(text: string): readonly UniverseRule[] {
  if (text.trim() === 'all') return [];
  return text.split(',').map((part) => {
    const rule = RULES.find((each) => each === part.trim());
    if (rule === undefined) throw new InvalidArgumentError(`${JSON.stringify(part.trim())}: expected some of ${RULES.join(', ')} with commas between them, or all.`);
    return rule;
  });
}
