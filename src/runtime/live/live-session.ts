/** Everything that a page asks while a factor is written, answered over texts and days in memory. */
import type { FactorView } from '../../compiler/explain/view.ts';
import type { Program } from '../../compiler/compile.ts';
import type { CheckedFactor } from '../../dsl/typed.ts';
import { Workspace } from '../../editor/index.ts';
import { referenceEngine, type DayValues } from '../engine/day-values.ts';
import { BARS, type MinuteData } from '../store/minute-data.ts';
import { compileFile } from './compiled-factor.ts';
import { dayAnswer, type DayAnswer } from './day-answer.ts';
import { intradayOf, type IntradayPicture } from './intraday.ts';
import type { LiveEngine } from './live-engine.ts';
import { meanPrices, returnsBetween, type Adjustments } from './next-returns.ts';
import { firstLook, type LookSection, type FirstLook } from './first-look.ts';
import { textsReader } from './texts-reader.ts';

/** A factor of a file: null is its first. */
export interface FactorAsked {
  readonly path: string;
  readonly factor: string | null;
}

/** Why there are no values: no factor of the file passes, it reads tables that are not here, or the day is not here. */
export type Lack = 'factor' | 'tables' | 'day';

export interface LiveAnswer {
  /** Factors of the file that pass. */
  readonly factors: readonly string[];
  /** Errors of the file; without any, a name that is not among the factors is not in the file. */
  readonly errors: number;
  readonly view: FactorView | null;
  readonly day: DayAnswer | null;
  readonly lack: Lack | null;
}

interface Bars {
  readonly factor: CheckedFactor;
  readonly program: Program;
}

export class LiveSession {
  private readonly texts = new Map<string, string>();
  private readonly workspace = new Workspace(textsReader(this.texts));
  private readonly days = new Map<string, { readonly data: MinuteData; readonly adjustments: Adjustments }>();

  constructor(private readonly engine: LiveEngine) {}

  /** Takes the texts of all files. */
  setTexts(texts: ReadonlyMap<string, string>): void {
    for (const path of this.texts.keys()) if (!texts.has(path)) this.change(path, null);
    for (const [path, text] of texts) if (this.texts.get(path) !== text) this.change(path, text);
  }

  private change(path: string, text: string | null): void {
    if (text === null) this.texts.delete(path);
    else this.texts.set(path, text);
    this.workspace.invalidate(path);
  }

  setDay(data: MinuteData, adjustments: Adjustments): void {
    this.days.set(data.date, { data, adjustments });
  }

  /** Values of a factor on a day: one answer, or that of the reference before that of kernels. */
  async *values({ path, factor }: FactorAsked, date: string): AsyncGenerator<LiveAnswer, void> {
    const { factors, errors, chosen } = compileFile(this.workspace, path, factor);
    const program = chosen?.compiled.program ?? null;
    const data = this.days.get(date)?.data;
    const known = { factors, errors, view: chosen?.view ?? null };
    if (program === null || data === undefined) {
      yield { ...known, day: null, lack: chosen === null ? 'factor' : program === null ? 'tables' : 'day' };
      return;
    }
    for await (const values of this.engine.values(program, data)) yield { ...known, day: dayAnswer(values), lack: null };
  }

  /** @param symbol null: the stock that was traded most */
  intraday(asked: FactorAsked, date: string, symbol: string | null): IntradayPicture | null {
    const bars = this.barsOf(asked);
    const data = this.days.get(date)?.data;
    return bars === null || data === undefined ? null : intradayOf(bars.program, data, symbol ?? mostTraded(data));
  }

  /** The first look over all days that are here; null of a factor that does not read minute bars. */
  async test(asked: FactorAsked, onDay: (done: number, total: number) => void): Promise<FirstLook | null> {
    const bars = this.barsOf(asked);
    if (bars === null) return null;
    const days = [...this.days.values()].sort((a, b) => (a.data.date < b.data.date ? -1 : 1));
    const prices = days.map(({ data, adjustments }) => meanPrices(data, adjustments));
    const sections: LookSection[] = [];
    for (const [i, { data }] of days.entries()) {
      const [from, to] = [prices[i + 1], prices[i + 2]];
      if (from === undefined || to === undefined) break;
      const { columns } = await this.lastValues(bars.program, data);
      const signal = (columns[0] ?? new Float64Array()).map((value) => value * bars.factor.direction);
      sections.push({ date: data.date, signal, forward: returnsBetween(data.symbols, from, to) });
      onDay(sections.length, days.length - 2);
    }
    return firstLook(sections);
  }

  private async lastValues(program: Program, data: MinuteData): Promise<DayValues> {
    let last: DayValues | null = null;
    for await (const values of this.engine.values(program, data)) last = values;
    return last ?? referenceEngine(program).compute(data);
  }

  private barsOf({ path, factor: name }: FactorAsked): Bars | null {
    const { chosen } = compileFile(this.workspace, path, name);
    const program = chosen?.compiled.program ?? null;
    return chosen === null || program === null ? null : { factor: chosen.factor, program };
  }
}

function mostTraded({ symbols, columns }: MinuteData): string {
  const amounts = symbols.map((_, stock) => columns.amount.subarray(stock * BARS, (stock + 1) * BARS).reduce((sum, amount) => sum + (Number.isNaN(amount) ? 0 : amount), 0));
  return symbols[amounts.indexOf(Math.max(...amounts))] ?? '';
}
