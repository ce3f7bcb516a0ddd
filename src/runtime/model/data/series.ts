/** Windows whose steps are prepared across the stocks of the sample's day, as they are gathered: bars, and panels with steps around them. */
import type { DailyPanel } from '../../evaluate/daily-panel.ts';
import { knownStocks } from '../../evaluate/universe.ts';
import { LANES, clearRest, type Windows } from '../gru/blocks.ts';
import { endsOf, type PeriodBars } from './bars.ts';
import { isWhole, measure, prepared, type Exposure, type SeriesForm, type Stage } from './parametric.ts';

/** What series are gathered from. Plain data, whose large arrays lie in memory that threads share. */
export interface SeriesSource {
  /** Days × stocks × fields. */
  readonly values: Float32Array;
  /** Numbers of a day and stock in `values`. */
  readonly fields: number;
  /** Which of them are features, in order. */
  readonly features: readonly number[];
  readonly steps: number;
  /** Which days the steps of a window end on. */
  readonly ends: Pick<PeriodBars, 'periods' | 'lastDays'>;
  readonly form: SeriesForm;
  /** Of the panel, what preparations compare stocks by. */
  readonly days: Pick<DailyPanel, 'flags' | 'symbols' | 'industry' | 'cap'>;
  /** Industries, at least one: how much a neutralised date takes. */
  readonly groups: number;
}

/** What a date measures across its stocks. */
interface DateOfSeries {
  readonly ends: Int32Array;
  readonly stages: readonly Stage[];
}

/** Bytes of measures that are kept: without neutralisation those of thousands of dates. A training that shuffles across more dates than fit measures dates again and again. */
const MOST_BYTES = 2 ** 29;

export class PreparedSeries {
  private readonly dates = new Map<number, DateOfSeries>();
  private readonly byIndustry: boolean;
  private readonly byCap: boolean;
  private readonly bytesOfDate: number;

  constructor(private readonly source: SeriesSource) {
    this.byIndustry = source.form.steps.some((step) => step.kind === 'neutralize' && step.industry);
    this.bytesOfDate = 8 * source.steps * source.features.length * source.form.steps.reduce((sum, { kind }) => sum + (kind === 'neutralize' ? 2 * source.groups + 8 : 2), 1);
    this.byCap = source.form.steps.some((step) => step.kind === 'neutralize' && step.cap);
  }

  /** Writes windows in their order, as gru/blocks.ts lays them out. */
  gather({ endDays, stocks }: Windows, into: Float32Array): void {
    const { steps, features, form } = this.source;
    const size = steps * features.length;
    for (const [sample, day] of endDays.entries()) {
      const { ends, stages } = this.dateOf(day);
      const stock = stocks[sample] ?? -1;
      const exposure = this.exposureOf(day, stock);
      const start = Math.floor(sample / LANES) * size * LANES + (sample % LANES);
      for (const [feature, field] of features.entries()) {
        const last = form.overLast ? this.value(ends[steps - 1] ?? -1, stock, field) : 1;
        for (let step = 0; step < steps; step++) {
          const column = step * features.length + feature;
          into[start + column * LANES] = prepared(quotient(this.value(ends[step] ?? -1, stock, field), last), column, exposure, stages);
        }
      }
    }
    clearRest({ samples: endDays.length, steps, features: features.length }, into);
  }

  /** Whether every number of a window is there, or stood for. */
  isComplete(day: number, stock: number): boolean {
    const { group, logCap } = this.exposureOf(day, stock);
    const missing = { industry: group < 0, cap: !Number.isFinite(logCap) };
    // What is missing either way is not asked of every number.
    if (!isWhole(this.source.form, { number: false, ...missing })) return false;
    return isWhole(this.source.form, { number: true, ...missing }) || this.hasNumbers(day, stock);
  }

  private hasNumbers(day: number, stock: number): boolean {
    const { steps, features, form } = this.source;
    const ends = endsOf(this.source.ends, day, steps);
    for (const field of features) {
      const last = form.overLast ? this.value(ends[steps - 1] ?? -1, stock, field) : 1;
      for (let step = 0; step < steps; step++) if (Number.isNaN(quotient(this.value(ends[step] ?? -1, stock, field), last))) return false;
    }
    return true;
  }

  private value(day: number, stock: number, field: number): number {
    if (day < 0) return NaN;
    const { values, fields, days } = this.source;
    return values[(day * days.symbols.length + stock) * fields + field] ?? NaN;
  }

  private exposureOf(day: number, stock: number): Exposure {
    const { days } = this.source;
    const place = day * days.symbols.length + stock;
    return { group: this.byIndustry ? (days.industry[place] ?? -1) : 0, logCap: this.byCap ? Math.log(days.cap[place] ?? NaN) : 0 };
  }

  /** Across the stocks known on the day: with a row, and not ST. */
  private dateOf(day: number): DateOfSeries {
    const known = this.dates.get(day);
    if (known !== undefined) return known;
    const { steps, features, form, days } = this.source;
    const stocks = knownStocks(days, day, ['st']);
    const ends = endsOf(this.source.ends, day, steps);
    const exposures = Array.from(stocks, (stock) => this.exposureOf(day, stock));
    const columnOf = (column: number, into: Float64Array): void => {
      const [step, field] = [Math.floor(column / features.length), features[column % features.length] ?? -1];
      stocks.forEach((stock, i) => {
        const last = form.overLast ? this.value(ends[steps - 1] ?? -1, stock, field) : 1;
        into[i] = quotient(this.value(ends[step] ?? -1, stock, field), last);
      });
    };
    const made = { ends, stages: measure(steps * features.length, form, columnOf, exposures) };
    const [oldest] = this.dates.keys();
    if (this.dates.size * this.bytesOfDate >= MOST_BYTES && oldest !== undefined) this.dates.delete(oldest);
    this.dates.set(day, made);
    return made;
  }
}

/** Missing where it is divided by 0, as by the volume of a suspended day. */
function quotient(a: number, b: number): number {
  const value = a / b;
  return Number.isFinite(value) ? value : NaN;
}
