/** When a model is trained anew, on which samples, and for which days it then predicts. */
import { DataError } from '../../store/data-error.ts';
import { firstDay, type ModelBatches, type SampleTable } from '../data/model-batches.ts';
import { labelsOf } from '../data/labels.ts';
import { knownBy, refitDays } from '../train/split.ts';
import { knownStocks } from '../../evaluate/universe.ts';
import type { ReadModelData } from './read-data.ts';
import type { ModelPlan } from '../../../compiler/model/plan.ts';

/** A refit: trained on what is known at the close of `day`, used from that day on until the next. */
export interface Refit {
  /** Row of the panel. */
  readonly day: number;
  readonly date: string;
  /** Days [day, until) that it predicts. */
  readonly until: number;
}

/** Fewest dates of samples that a refit is trained on, unless the caller says otherwise: a year of dates every five days. */
export const FEWEST_DATES = 50;

/** First day of samples: every window of days is whole, and factors have had values for as long, unless other inputs go back further. */
function firstSample(data: ReadModelData): number {
  const isPanelsOnly = data.inputs.every(({ kind }) => kind === 'panel');
  const valued = data.panel.dates.findIndex((date) => data.firstValue !== null && date >= data.firstValue);
  return firstDay(data.inputs) + (isPanelsOnly ? Math.max(0, valued) : 0);
}

/** Samples of all dates that have a label, dates every so many days from the first on; those whose inputs are not all there are left out. */
export function allSamples(data: ReadModelData, { training }: ModelPlan, batches: ModelBatches): SampleTable {
  const first = firstSample(data);
  const room = Math.max(0, Math.ceil((data.panel.dates.length - first) / training.every)) * data.panel.symbols.length;
  const [days, stocks, labels] = [new Int32Array(room), new Int32Array(room), new Float32Array(room)];
  let count = 0;
  for (let day = first; day < data.panel.dates.length; day += training.every) {
    const section = labelsOf(data.labels, data.panel.symbols.length, day);
    // A date on which the target does not differ teaches nothing.
    if (section === null || section.labels.every((label) => label === section.labels[0])) continue;
    section.stocks.forEach((stock, i) => {
      if (!batches.isComplete(day, stock)) return;
      days[count] = day;
      stocks[count] = stock;
      labels[count] = section.labels[i] ?? NaN;
      count++;
    });
  }
  return { days: days.subarray(0, count), stocks: stocks.subarray(0, count), labels: labels.subarray(0, count) };
}

/** The samples whose label is known at the close of a day. */
export function samplesKnownAt(samples: SampleTable, day: number, labelDays: number): SampleTable {
  return pick(samples, knownBy(day, samples.days, labelDays));
}

/** Some of the samples, in ascending order. Where none between them is left out nothing is copied. */
export function pick({ days, stocks, labels }: SampleTable, which: Int32Array): SampleTable {
  const [first, last] = [which[0] ?? 0, which.at(-1) ?? -1];
  if (last - first === which.length - 1) return { days: days.subarray(first, last + 1), stocks: stocks.subarray(first, last + 1), labels: labels.subarray(first, last + 1) };
  return { days: Int32Array.from(which, (i) => days[i] ?? 0), stocks: Int32Array.from(which, (i) => stocks[i] ?? 0), labels: Float32Array.from(which, (i) => labels[i] ?? NaN) };
}

/** Stocks that can be predicted on some days: with a row, not ST, and with all inputs. */
export function samplesToPredict({ panel }: ReadModelData, batches: ModelBatches, from: number, until: number): SampleTable {
  const days: number[] = [];
  const stocks: number[] = [];
  for (let day = from; day < until; day++) {
    for (const stock of knownStocks(panel, day, ['st'])) {
      if (!batches.isComplete(day, stock)) continue;
      days.push(day);
      stocks.push(stock);
    }
  }
  return { days: Int32Array.from(days), stocks: Int32Array.from(stocks), labels: new Float32Array(days.length).fill(NaN) };
}

/** The last refit that had too few dates of samples with a known label; null if none had. */
export function skippedRefit({ panel: { dates } }: ReadModelData, plan: ModelPlan, samples: SampleTable, fewest = FEWEST_DATES): { readonly refit: string; readonly dates: number } | null {
  const found = refitDays(dates, plan.training.refitMonths)
    .map((day) => ({ refit: dates[day] ?? '', dates: new Set(samplesKnownAt(samples, day, plan.timing.labelDays).days).size }))
    .filter(({ dates: count }) => count < fewest);
  return found.at(-1) ?? null;
}

/** Refits with enough dates of samples, the first that predicts a day from `from` on and those after it. Throws DataError if there is none. */
export function refitsOf(data: ReadModelData, plan: ModelPlan, samples: SampleTable, from: string | undefined, fewest = FEWEST_DATES): readonly Refit[] {
  const { dates } = data.panel;
  const { refitMonths } = plan.training;
  const starts = refitDays(dates, refitMonths);
  const datesKnownAt = (day: number): number => new Set(samplesKnownAt(samples, day, plan.timing.labelDays).days).size;
  const enough = starts.filter((day) => datesKnownAt(day) >= fewest);
  const refits = enough.map((day, i): Refit => ({ day, date: dates[day] ?? '', until: enough[i + 1] ?? dates.length }));
  const used = from === undefined ? refits : refits.filter(({ until }) => (dates[until - 1] ?? '') >= from);
  if (used.length > 0) return used;
  const last = starts.at(-1);
  throw new DataError({
    file: null,
    found: `${String(last === undefined ? 0 : datesKnownAt(last))} dates of samples with a known label at the last refit, ${last === undefined ? 'of which there is none' : (dates[last] ?? '')}`,
    expected: `at least ${String(fewest)} at the first trading day of a period of ${String(refitMonths)} months`,
    remedy: 'Bring in more days, or ask for fewer dates with --fewest-dates.',
  });
}
