import { InvalidArgumentError, Option } from 'commander';
import type { EvaluationSettings } from '../../runtime/evaluate/index.ts';
import type { Average, TrainedSeed, TrainReport, TrainRequest } from '../../runtime/model/api.ts';
import type { CheckedModel } from '../../dsl/typed-model.ts';
import { didYouMean } from '../../runtime/store/nearest.ts';
import { reportDataFindings } from '../data-findings-text.ts';
import { UsageError } from '../exit.ts';
import { given, rangeOptions, requireOutputFile, requireRange, required, requireResultsFolder, storeOption, wholeNumber } from '../options.ts';
import { plural } from '../../runtime/plural.ts';
import { describeDuration, Progress } from '../progress.ts';
import { type Register, type Session, examples } from '../session.ts';
import { addTestOptions, asUsage, settingsOf, type TestFlags } from '../test-options.ts';
import { textTable } from '../text-table.ts';

const BACKENDS = ['auto', 'node-gpu', 'node', 'webgpu', 'wasm', 'cpu'] as const;

interface TrainFlags extends TestFlags {
  readonly store: string;
  readonly out: string;
  readonly values?: string;
  readonly average?: readonly Average[];
  readonly from?: string;
  readonly to?: string;
  readonly seeds?: number;
  readonly epochs?: number;
  readonly fewestDates?: number;
  readonly backend?: (typeof BACKENDS)[number];
  readonly report?: string;
  readonly importance?: number;
}

export const registerTrain: Register = (program, session) => {
  const [from, to] = rangeOptions();
  const command = program
    .command('train')
    .summary('train models at every refit, and write and test their signals')
    .description(
      'Trains models on the first trading day of every refit period, on the samples whose label is known by then, and predicts every day until\n' +
        'the next: signals that never saw the future, as values for `fullband evaluate`. With --report they are tested at once, side by side: with the\n' +
        'sums of the factors that the models read, training curves, and what each feature is worth. Weights and signals are kept in the store; a run\n' +
        'that was stopped goes on where it stopped, and what was trained on the same is not trained again.',
    )
    .argument('<MODEL[#NAME]...>', 'files of models; #NAME takes one of several, a pattern such as "models/lf_*.model" many')
    .addOption(storeOption())
    .addOption(required(new Option('--out <FILE>', 'the signals, one column each; the format follows the extension: .parquet, .csv, .json')))
    .addOption(new Option('--values <FILE>', 'values of the factors that the models read (default: computed from the store)'))
    .addOption(new Option('--average <NAME=MODEL[:WEIGHT],...>', 'a further signal: the weighted mean of standard scores of some of the models; may be repeated').argParser(parseAverage))
    .addOption(from)
    .addOption(to)
    .addOption(new Option('--seeds <N>', 'trainings that are averaged, in place of what the models say').argParser(wholeNumber(1)))
    .addOption(new Option('--epochs <N>', 'most epochs, in place of what the models say').argParser(wholeNumber(1)))
    .addOption(new Option('--fewest-dates <N>', 'dates of samples that the first refit needs (default: 50)').argParser(wholeNumber(1)))
    .addOption(new Option('--backend <NAME>', 'what trains (default: the first that runs; webgpu only if asked for)').choices(BACKENDS))
    .optionsGroup('Options of the test:')
    .addOption(new Option('--report <DIR>', 'test the signals, and write report.html, figures and series into this folder'))
    .addOption(new Option('--importance <DATES>', 'dates on which features are exchanged to see what they are worth, 0 for none (default: 50)').argParser(wholeNumber(0)));
  addTestOptions(command, { preprocess: 'winsorize,neutralize,zscore', layers: 10 })
    .addHelpText(
      'after',
      examples(
        ['fullband train models/lf_multitask.model --store store --out lf.parquet', 'three seeds, every half year'],
        ['fullband train models/hf_gru.model --store store --out hf.parquet --report results', 'and test the signal, beside the sums of its 27 factors'],
        ['fullband train "models/lf_*.model" --average lf_equal_weight=lf_daily_only,lf_weekly,lf_monthly --store store --out lf.parquet --report results', 'with the ablations'],
        ['fullband train models/hf_gru.model --store store --values values.parquet --seeds 1 --out hf.parquet', 'on values that are there, one seed'],
      ),
    )
    .action((models: readonly string[], flags: TrainFlags) => runTrain(models, flags, session));
};

async function runTrain(targets: readonly string[], flags: TrainFlags, session: Session): Promise<void> {
  const { currentFolder } = session;
  const { from, to, seeds, epochs, fewestDates, backend, average } = flags;
  requireRange(given({ from, to }));
  requireOutputFile(flags.out, currentFolder);
  const { requireOutputFormat } = await import('../../runtime/engine/output.ts');
  asUsage(() => requireOutputFormat(flags.out));
  if (flags.report !== undefined) requireResultsFolder(flags.report, '--report', currentFolder);
  else requireNoTest(flags);
  const { requireModelsOf } = await import('./explain-models.ts');
  const { expandPattern } = await import('../source-paths.ts');
  const named = targets.flatMap((target) => expandPattern(target, currentFolder)).flatMap((target) => requireModelsOf(target, session));
  // A model that two targets name is one.
  const models = [...new Map(named.map((model) => [`${model.path}#${model.name}`, model])).values()];
  requireModels(models, average ?? []);
  const settings = await settingsOf(flags, currentFolder);
  const progress = new Progress(session.terminal, 'trainings');
  const request: TrainRequest = {
    store: flags.store,
    models,
    values: flags.values ?? null,
    out: flags.out,
    ...(average === undefined ? {} : { averages: average }),
    ...given({ from, to, seeds, epochs, fewestDates }),
    ...(backend === undefined ? {} : { training: { backend } }),
    signal: session.signal,
    onProgress: (update) => {
      if (update.total === 0) progress.step(update.note);
      else progress.update(update);
    },
  };
  try {
    if (flags.report === undefined) await trainOnly(request, session, progress);
    else await trainAndTest(request, { ...given({ importanceDates: flags.importance }), settings, folder: flags.report }, session, progress);
  } catch (error) {
    progress.finish();
    throw await reportDataFindings(error, flags.store, session.terminal);
  } finally {
    progress.finish();
  }
}

async function trainOnly(request: TrainRequest, { terminal }: Session, progress: Progress): Promise<void> {
  const { trainModels } = await import('../../runtime/model/api.ts');
  const report = await trainModels(request);
  progress.finish();
  terminal.print(trainingTable(report));
  terminal.say(summaryOf(report, request.out));
}

async function trainAndTest(request: TrainRequest, { folder, ...test }: { readonly folder: string; readonly importanceDates?: number; readonly settings: Partial<EvaluationSettings> }, { terminal }: Session, progress: Progress): Promise<void> {
  const { testModels } = await import('../../runtime/model/api.ts');
  const { evaluationTable, sectionsText } = await import('../evaluation-table.ts');
  const { writeResults } = await import('../../runtime/report/index.ts');
  const { report, evaluation } = await testModels({ ...request, ...test, onTest: ({ done, total, unit, note }) => progress.step(`${String(done)}/${String(total)} ${unit} · ${note}`) });
  progress.step('writing');
  const files = await writeResults(folder, evaluation);
  progress.finish();
  for (const { en } of evaluation.warnings) terminal.say(`${terminal.errorColors.yellow('warning:')} ${en}.`);
  terminal.print(`${trainingTable(report)}\n\n${evaluationTable(evaluation, 'models')}`);
  terminal.say(`${summaryOf(report, request.out)}\nTested: ${sectionsText(evaluation)}; open ${files.at(-1) ?? folder} in a browser.`);
}

/** Throws UsageError for options of a test that nobody asked for. */
function requireNoTest({ importance, preprocess, universe, price, adjust, layers, horizon, every, icirWindow }: TrainFlags): void {
  const asked = Object.entries({ importance, preprocess, universe, price, 'no-adjust': adjust ? undefined : true, layers, horizon, every, 'icir-window': icirWindow }).find(([, value]) => value !== undefined);
  if (asked !== undefined) throw new UsageError(`--${asked[0]} is of the test, which only --report DIR asks for. Add --report, or leave it out.`);
}

/** Throws UsageError for two models of one name, and averages of models that are not there. */
function requireModels(models: readonly CheckedModel[], averages: readonly Average[]): void {
  const names = models.map(({ name }) => name);
  const twice = models.find(({ name }, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new UsageError(`Two models are called ${twice.name}: ${models.filter(({ name }) => name === twice.name).map(({ path }) => path).join(' and ')}. Name one of them, or rename one: a signal has its model's name.`);
  for (const { name, models: of } of averages) {
    const unknown = of.map((model) => model.name).find((model) => !names.includes(model));
    if (unknown !== undefined) throw new UsageError(`--average ${name}: ${unknown}${didYouMean(unknown, names)} is not among the models that are trained: ${names.join(', ')}.`);
    if (names.includes(name)) throw new UsageError(`--average ${name}: a model has this name; choose another for the average.`);
  }
}

/** One line per training. */
function trainingTable({ models }: TrainReport): string {
  const hasSeveral = models.length > 1;
  const rows = models.flatMap(({ name, trained }) =>
    trained.map((one) => [...(hasSeveral ? [name] : []), one.refit, String(one.seed), `${String(one.trainDates)} dates`, String(one.trainSamples), `${String(one.validationDates)} dates`, String(one.history.length), String(one.best.epoch), one.best.ic === null ? '–' : one.best.ic.toFixed(4), whyStopped(one)]),
  );
  return textTable([...(hasSeveral ? ['model'] : []), 'refit', 'seed', 'trained on', 'samples', 'validated on', 'epochs', 'best', 'IC', ''], rows);
}

function whyStopped({ kept, stopped }: TrainedSeed): string {
  if (kept) return 'kept from an earlier run';
  return stopped === 'patience' ? 'ended by patience' : 'as many epochs as asked for';
}

function summaryOf({ backend, device, refused, models, rows, dates, fewestDates: fewest, seconds }: TrainReport, out: string): string {
  const others = refused.map(({ backend: name, reason }) => `${name}: ${reason}`);
  return [
    ...models.map(({ name, parameters, hash, folder }) => `${name}: ${plural(parameters, 'parameter')}, hash ${hash.slice(0, 12)}, weights in ${folder}`),
    ...models.flatMap(({ name, trained, skipped }) => (skipped === null ? [] : [`${name}: no refit before ${trained[0]?.refit ?? ''}: that of ${skipped.refit} has ${plural(skipped.dates, 'date')} of samples with a known label (--fewest-dates asks for ${String(fewest)})`])),
    `${plural(rows, 'row')} on ${plural(dates, 'date')}, in ${describeDuration(seconds)}.`,
    `Backend: ${backend} (${device})${others.length === 0 ? '' : `; not ${others.join('; not ')}`}.`,
    `Written: ${out}`,
  ].join('\n');
}

/** `NAME=MODEL,MODEL:3`; adds to those before. */
function parseAverage(text: string, before: readonly Average[] | undefined): readonly Average[] {
  const [name = '', list = '', ...more] = text.split('=').map((part) => part.trim());
  const models = list.split(',').map((part) => part.trim()).filter((part) => part !== '').map(parseWeighted);
  if (!/^[A-Za-z_]\w*$/.test(name) || more.length > 0 || models.length < 2) throw new InvalidArgumentError('It takes a name and two or more models, such as lf_equal_weight=lf_daily_only,lf_weekly,lf_monthly or full_band=hf_gru:1,lf_multitask:3.');
  if (['date', 'symbol'].includes(name.toLowerCase())) throw new InvalidArgumentError(`${name} is a column of the output; choose another name.`);
  if (new Set(models.map((model) => model.name)).size !== models.length) throw new InvalidArgumentError('A model stands in it twice.');
  if (before?.some((average) => average.name === name) === true) throw new InvalidArgumentError(`There are two averages ${name}.`);
  return [...(before ?? []), { name, models }];
}

function parseWeighted(part: string): Average['models'][number] {
  const [name = '', written, ...more] = part.split(':').map((each) => each.trim());
  const weight = written === undefined ? 1 : Number(written);
  if (name === '' || more.length > 0 || written === '' || !(weight > 0 && Number.isFinite(weight))) throw new InvalidArgumentError(`${JSON.stringify(part)}: expected a model, or a model and its weight above 0 such as lf_multitask:3.`);
  return { name, weight };
}
