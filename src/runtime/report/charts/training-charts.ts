/** What the trainings of a model went through, what came of them, and what its features are worth. */
import type { SignalEvaluation, SignalTraining, TrainingRun } from '../../evaluate/evaluation.ts';
import { mean } from '../../evaluate/moments.ts';
import { barSeries, CATEGORY_AXIS, emptyChart, entry, HEIGHT, lineLook, lineSeries, numberColumn, textColumn, valueAxis, type Chart } from '../chart.ts';
import { formatted } from '../format.ts';
import { known, type Maybe } from '../series.ts';
import { both, same, type Text } from '../text.ts';

export function trainingCharts(signal: SignalEvaluation, training: SignalTraining, sections: readonly string[]): readonly Chart[] {
  const refits = refitsOf(training);
  return [
    curvesChart({ id: 'validation-ic', title: both('Validation IC by epoch', '各轮验证集IC'), of: ({ ic }) => ic, form: 'share', summary: keptIcs(training) }, refits),
    curvesChart({ id: 'training-loss', title: both('Loss by epoch', '各轮训练损失'), of: ({ loss }) => loss, form: 'number', summary: lossesOf(training) }, refits),
    refitsChart(signal, refits, sections),
    importanceChart(training),
  ];
}

/** Trainings of one refit, seed by seed. */
interface RefitRuns {
  readonly refit: string;
  readonly runs: readonly TrainingRun[];
}

function refitsOf({ runs }: SignalTraining): readonly RefitRuns[] {
  return [...new Set(runs.map(({ refit }) => refit))].map((refit) => ({ refit, runs: runs.filter((run) => run.refit === refit) }));
}

/** What the validation said of the weights that are used. */
function keptIcs({ runs }: SignalTraining): Text {
  const ics = known(runs.map(({ best, epochs }) => epochs[best - 1]?.ic ?? null));
  if (ics.length === 0) return both('No training has a validation IC.', '没有训练有验证集IC。');
  const [low, high, middle] = [Math.min(...ics), Math.max(...ics), mean(ics)].map((ic) => formatted(ic, 'share')) as [string, string, string];
  if (ics.length === 1) return both(`The weights that are used, those of the best epoch, have an IC of ${middle}.`, `所用权重（最优轮）的验证集IC为${middle}。`);
  return both(`The weights that are used, those of the best epoch of each training, have ICs from ${low} to ${high}, ${middle} in the mean of ${runs.length}.`, `所用权重（每次训练的最优轮）的验证集IC介于${low}与${high}之间，${runs.length}次训练的均值为${middle}。`);
}

function lossesOf({ runs }: SignalTraining): Text {
  const [first, last] = [runs.map(({ epochs }) => epochs[0]?.loss ?? NaN), runs.map(({ epochs }) => epochs.at(-1)?.loss ?? NaN)].map((losses) => formatted(mean(losses), 'number')) as [string, string];
  return both(`From ${first} in the first epoch to ${last} in the last, mean of all trainings.`, `所有训练的均值由首轮的${first}降至末轮的${last}。`);
}

interface Curve {
  readonly id: string;
  readonly title: Text;
  readonly of: (epoch: TrainingRun['epochs'][number]) => number | null;
  readonly form: 'share' | 'number';
  readonly summary: Text;
}

/** One line per refit: the mean of the seeds that were still training. */
function curvesChart({ id, title, of, form, summary }: Curve, refits: readonly RefitRuns[]): Chart {
  const epochs = Math.max(0, ...refits.flatMap(({ runs }) => runs.map((run) => run.epochs.length)));
  const lines = refits.map(({ refit, runs }, i) => ({
    look: { ...lineLook(i), name: same(refit), x: 'epoch', y: `refit${String(i)}`, form } as const,
    values: Array.from({ length: epochs }, (_, e): Maybe => meanOf(runs.map((run) => run.epochs[e]).filter((epoch) => epoch !== undefined).map(of))),
  }));
  if (lines.every(({ values }) => known(values).length === 0)) return emptyChart(id, title, both('No epoch has one.', '没有可用的数据。'));
  return {
    id, title, height: HEIGHT, legend: lines.map(({ look }) => entry(look, look.dash)),
    summary,
    note: both('Mean of the seeds that were still training in the epoch.', '仍在训练的各随机种子的均值。'),
    columns: [textColumn('epoch', both('Epoch', '轮次'), Array.from({ length: epochs }, (_, e) => String(e + 1))), ...lines.map(({ look, values }) => numberColumn(look.y, look.name, form, values))],
    option: { xAxis: { ...CATEGORY_AXIS, name: both('Epoch', '轮次'), nameLocation: 'middle', nameGap: 26 }, yAxis: valueAxis(same(''), form, { scale: true }), series: lines.map(({ look, values }) => lineSeries(look, { dash: look.dash, showSymbol: known(values).length === 1 })) },
  };
}

function meanOf(values: readonly (number | null)[]): number | null {
  const there = known(values);
  return there.length === 0 ? null : mean(there);
}

/** Of each refit: what validation promised, and what the days until the next refit gave. */
function refitsChart(signal: SignalEvaluation, refits: readonly RefitRuns[], sections: readonly string[]): Chart {
  const promised = { name: both('Best validation IC', '最优验证集IC'), colour: 'line1', x: 'refit', y: 'promised', form: 'share' } as const;
  const came = { name: both('RankIC until the next refit', '至下次训练前的RankIC'), colour: 'line0', x: 'refit', y: 'came', form: 'share' } as const;
  const rows = refits.map(({ refit, runs }, i) => {
    const until = refits[i + 1]?.refit ?? '9999';
    const rankIcs = signal.sections.filter((_, s) => (sections[s] ?? '') >= refit && (sections[s] ?? '') < until).map(({ rankIc }) => rankIc);
    const [first] = runs;
    return { refit, promised: meanOf(runs.map(({ best, epochs }) => epochs[best - 1]?.ic ?? null)), came: meanOf(rankIcs), sections: known(rankIcs).length, best: mean(runs.map(({ best }) => best)), epochs: mean(runs.map((run) => run.epochs.length)), train: first?.trainDates ?? 0, validation: first?.validationDates ?? 0, samples: first?.trainSamples ?? 0 };
  });
  const positive = known(rows.map((row) => row.came)).filter((value) => value > 0).length;
  const total = known(rows.map((row) => row.came)).length;
  return {
    id: 'refits', title: both('Refits', '历次训练'), height: HEIGHT, isWide: true, legend: [entry(promised), entry(came)],
    summary: both(`RankIC above 0 after ${positive} of ${total} refits.`, `${total}次训练中${positive}次之后的RankIC大于0。`),
    note: both('Validation: IC with the target of the model, mean of the seeds. RankIC: of the sections of this test.', '验证集IC以模型目标计算，取各随机种子均值；RankIC为本检验各截面。'),
    columns: [
      textColumn('refit', both('Refit', '训练日'), rows.map(({ refit }) => refit)),
      numberColumn('promised', promised.name, 'share', rows.map((row) => row.promised)),
      numberColumn('came', came.name, 'share', rows.map((row) => row.came)),
      numberColumn('sections', both('Sections', '截面数'), 'count', rows.map((row) => row.sections)),
      numberColumn('samples', both('Samples', '样本数'), 'count', rows.map(({ samples }) => samples)),
      numberColumn('train', both('Dates that trained', '训练截面数'), 'count', rows.map(({ train }) => train)),
      numberColumn('validation', both('Dates that validated', '验证截面数'), 'count', rows.map(({ validation }) => validation)),
      numberColumn('epochs', both('Epochs', '轮数'), 'number', rows.map(({ epochs }) => epochs)),
      numberColumn('best', both('Best epoch', '最优轮次'), 'number', rows.map(({ best }) => best)),
    ],
    option: { xAxis: CATEGORY_AXIS, yAxis: valueAxis(same(''), 'share'), series: [barSeries(promised, { barMaxWidth: 28 }), barSeries(came, { barMaxWidth: 28 })] },
  };
}

function importanceChart({ importance }: SignalTraining): Chart {
  const [id, title] = ['importance', both('What the features are worth', '特征重要性')] as const;
  const found = importance === null ? [] : importance.features.filter(({ loss }) => loss !== null);
  if (importance === null || found.length === 0) return emptyChart(id, title, importance === null ? both('It was not measured.', '未计算。') : both('No date has a RankIC.', '没有可计算RankIC的截面。'));
  // Ascending: the axis counts from below.
  const ascending = found.toSorted((a, b) => (a.loss ?? 0) - (b.loss ?? 0));
  const inputs = new Set(found.map(({ input }) => input)).size;
  const nameOf = ({ input, name }: (typeof found)[number]): string => (inputs > 1 ? `${input}.${name}` : name);
  const first = ascending.at(-1);
  const look = { name: both('Loss of RankIC', 'RankIC损失'), colour: 'line0', x: 'loss', y: 'feature', form: 'share' } as const;
  const [whole, without] = [formatted(importance.rankIc, 'share'), formatted((importance.rankIc ?? NaN) - (first?.loss ?? NaN), 'share')];
  const name = first === undefined ? '' : nameOf(first);
  return {
    id, title, height: 70 + 22 * ascending.length, isWide: true, legend: [],
    summary: both(`Most: ${name}; where the stocks exchange it, the RankIC falls from ${whole} to ${without}.`, `最重要：${name}，打乱后RankIC由${whole}降至${without}。`),
    note: both(
      `Permutation importance: mean over ${importance.dates} dates that no training had seen of what the RankIC with the model's target loses when the stocks of the date exchange the feature's whole window. Features that say the same share their worth.`,
      `置换重要性：在训练未见过的${importance.dates}个截面上，将该特征的整段序列在股票间随机打乱后，与模型目标的RankIC的平均下降。相近的特征会分摊重要性。`,
    ),
    columns: [
      textColumn('feature', both('Feature', '特征'), ascending.map(nameOf)),
      numberColumn('loss', look.name, 'share', ascending.map(({ loss }) => loss)),
      numberColumn('error', both('Standard error', '标准误'), 'share', ascending.map(({ error }) => error)),
    ],
    option: { xAxis: valueAxis(same(''), 'share'), yAxis: { type: 'category', axisLabel: { interval: 0, width: { $wide: 200, narrow: 110 }, overflow: 'truncate' } }, series: [barSeries(look)] },
  };
}
