import { InvalidArgumentError, Option } from 'commander';
import type { TrainedSeed, TrainReport } from '../../runtime/model/signal/train-model.ts';
import { UsageError } from '../exit.ts';
import { given, rangeOptions, requireOutputFile, requireRange, required, storeOption } from '../options.ts';
import { plural } from '../plural.ts';
import { describeDuration, Progress } from '../progress.ts';
import { type Register, type Session, examples } from '../session.ts';

const BACKENDS = ['auto', 'node-gpu', 'node', 'webgpu', 'wasm', 'cpu'] as const;

interface TrainFlags {
  readonly store: string;
  readonly out: string;
  readonly values?: string;
  readonly from?: string;
  readonly to?: string;
  readonly seeds?: number;
  readonly epochs?: number;
  readonly fewestDates?: number;
  readonly backend?: (typeof BACKENDS)[number];
}

export const registerTrain: Register = (program, session) => {
  const [from, to] = rangeOptions();
  program
    .command('train')
    .summary('train a model at every refit, and write its signal')
    .description(
      'Trains a model on the first trading day of every refit period, on the samples whose label is known by then, and predicts every day until\n' +
        'the next: a signal that never saw the future, as values for `fullband evaluate`. Weights are kept in the store; a run that was stopped goes\n' +
        'on where it stopped, and what was trained on the same is not trained again.',
    )
    .argument('<MODEL[#NAME]>', 'a file of models; #NAME takes one of several')
    .addOption(storeOption())
    .addOption(required(new Option('--out <FILE>', 'the signal; the format follows the extension: .parquet, .csv, .json')))
    .addOption(new Option('--values <FILE>', 'values of the factors that the model reads (default: computed from the store)'))
    .addOption(from)
    .addOption(to)
    .addOption(new Option('--seeds <N>', 'trainings that are averaged, in place of what the model says').argParser(wholeNumber))
    .addOption(new Option('--epochs <N>', 'most epochs, in place of what the model says').argParser(wholeNumber))
    .addOption(new Option('--fewest-dates <N>', 'dates of samples that the first refit needs (default: 50)').argParser(wholeNumber))
    .addOption(new Option('--backend <NAME>', 'what trains (default: the first that runs; webgpu only if asked for)').choices(BACKENDS))
    .addHelpText(
      'after',
      examples(
        ['fullband train models/lf_multitask.model --store store --out lf.parquet', 'three seeds, every half year'],
        ['fullband train models/hf_gru.model --store store --values values.parquet --seeds 1 --out hf.parquet', 'on values that are there, one seed'],
        ['fullband evaluate --store store --values lf.parquet --preprocess winsorize,neutralize,zscore --layers 10 --out results', 'then test the signal'],
      ),
    )
    .action((model: string, flags: TrainFlags) => runTrain(model, flags, session));
};

async function runTrain(target: string, flags: TrainFlags, session: Session): Promise<void> {
  const { terminal, signal, currentFolder } = session;
  const { from, to, seeds, epochs, fewestDates, backend } = flags;
  requireRange(given({ from, to }));
  requireOutputFile(flags.out, currentFolder);
  const { chooseModels } = await import('./explain-models.ts');
  const models = chooseModels(target, session);
  const [model] = models;
  if (model === undefined) throw new UsageError(`No model in ${target}.`);
  if (models.length > 1) throw new UsageError(`${target} holds ${models.map(({ name }) => name).join(', ')}; one is trained at a time: ${target}#${model.name}`);
  const { trainWithFactors } = await import('../../runtime/model/signal/with-factors.ts');
  const progress = new Progress(terminal, 'trainings');
  try {
    const report = await trainWithFactors({
      store: flags.store,
      model,
      values: flags.values ?? null,
      out: flags.out,
      ...given({ from, to, seeds, epochs, fewestDates }),
      ...(backend === undefined ? {} : { training: { backend } }),
      signal,
      onProgress: (update) => {
        if (update.total === 0) progress.step(update.note);
        else progress.update(update);
      },
    });
    progress.finish();
    terminal.print(tableOf(report));
    terminal.say(summaryOf(report, flags.out));
  } finally {
    progress.finish();
  }
}

/** One line per training. */
function tableOf({ trained }: TrainReport): string {
  const rows = trained.map((one) => [one.refit, String(one.seed), `${String(one.trainDates)} dates`, String(one.trainSamples), `${String(one.validationDates)} dates`, String(one.history.length), String(one.best.epoch), one.best.ic === null ? '' : one.best.ic.toFixed(4), whyStopped(one)]);
  const all = [['refit', 'seed', 'trained on', 'samples', 'validated on', 'epochs', 'best', 'IC', ''], ...rows];
  const widths = (all[0] ?? []).map((_, i) => Math.max(...all.map((row) => (row[i] ?? '').length)));
  return all.map((row) => row.map((cell, i) => (i === 0 || i === row.length - 1 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  ').trimEnd()).join('\n');
}

function whyStopped({ kept, stopped }: TrainedSeed): string {
  if (kept) return 'kept from an earlier run';
  return stopped === 'patience' ? 'no better epoch for so long' : 'as many epochs as asked for';
}

function summaryOf({ backend, device, refused, parameters, rows, dates, folder, seconds }: TrainReport, out: string): string {
  const others = refused.map(({ backend: name, reason }) => `${name}: ${reason}`);
  return [
    `${plural(parameters, 'parameter')}, ${plural(rows, 'row')} on ${plural(dates, 'date')}, in ${describeDuration(seconds)}.`,
    `Backend: ${backend} (${device})${others.length === 0 ? '' : `; not ${others.join('; not ')}`}.`,
    `Weights: ${folder}`,
    `Written: ${out}`,
  ].join('\n');
}

/** A whole number from 1 on. */
export function wholeNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isInteger(value) || value < 1) throw new InvalidArgumentError('It takes a whole number from 1 on.');
  return value;
}

