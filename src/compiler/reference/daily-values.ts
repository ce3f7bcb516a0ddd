/**
 * The reference over days: the graph in plain float64, one stock after the other, and day by day where stocks are compared. Other engines take from it what they leave to the
 * host, and what f32 could not hold.
 */
import { coreOf } from '../../dsl/catalogue/index.ts';
import { finite } from '../../dsl/catalogue/operator.ts';
import { shifted } from '../../dsl/catalogue/rows.ts';
import { argument } from '../../dsl/catalogue/traits.ts';
import { isMade, madeOf, type DailyColumn, type StoredDaily } from '../daily/columns.ts';
import { seriesOf, whereOf, type AcrossNode, type Node, type RollingNode } from '../ir.ts';
import type { DailyData } from './daily-data.ts';
import { elementwise, type Result, type RowSource } from './elementwise.ts';

/** Values of many stocks are held at once, each stock's until its tile is done with: nothing is written over. */
const NEW_ROWS: RowSource = { take: (rows) => new Float64Array(rows ?? 0) };

/** Smaller returns are roundings of adjusted prices: a tick of 0.001 CNY is 1e-8 of the dearest share. */
const LEAST_RETURN = 1e-10;

/** Values over the days of all stocks. Comparisons of stocks are made once and kept; the rest is computed stock by stock. */
export class DailyValues {
  private readonly panels = new Map<Node, Float64Array>();

  constructor(readonly data: DailyData) {}

  /** Values of one stock. */
  stock(place: number): StockDays {
    return new StockDays(this, place);
  }

  /** A comparison of the stocks of each day, stock by stock. */
  panel(node: AcrossNode): Float64Array {
    const known = this.panels.get(node);
    if (known !== undefined) return known;
    const made = this.compare(node);
    this.panels.set(node, made);
    return made;
  }

  private compare(node: AcrossNode): Float64Array {
    const { dates, symbols, universe, cap, industry } = this.data;
    const [days, stocks] = [dates.length, symbols.length];
    const panel = new Float64Array(days * stocks);
    const allowed = universe.slice();
    const where = whereOf(node);
    const x = argument(seriesOf(node), 0);
    for (let s = 0; s < stocks; s++) {
      const values = this.stock(s);
      panel.set(values.series(x), s * days);
      if (where === null) continue;
      const holds = values.series(where);
      for (let d = 0; d < days; d++) if (holds[d] === 0) allowed[s * days + d] = 0;
    }
    const section = new Float64Array(stocks);
    const into = new Float64Array(stocks);
    const flags = new Uint8Array(stocks);
    const caps = new Float64Array(cap.length > 0 ? stocks : 0);
    const industries = new Int16Array(industry.length > 0 ? stocks : 0);
    const { meaning } = coreOf(node.operator);
    for (let d = 0; d < days; d++) {
      for (let s = 0; s < stocks; s++) {
        const at = s * days + d;
        flags[s] = allowed[at] as number;
        section[s] = flags[s] === 1 ? (panel[at] as number) : NaN;
        if (cap.length > 0) caps[s] = cap[at] as number;
        if (industry.length > 0) industries[s] = industry[at] as number;
      }
      if (meaning.kind === 'selection') meaning.of(section, flags, node.parameters, into);
      else if (meaning.kind === 'section') {
        meaning.of(section, { cap: caps, industry: industries }, node.parameters, node.by);
        into.set(section);
      } else throw new Error(`${node.operator} compares no stocks`);
      for (let s = 0; s < stocks; s++) panel[s * days + d] = into[s] as number;
    }
    return panel;
  }
}

/** Values of graph nodes for one stock; each node is computed once. */
export class StockDays {
  private readonly results = new Map<Node, Result>();

  constructor(
    private readonly all: DailyValues,
    private readonly place: number,
  ) {}

  /** One number per day; NaN is missing, conditions are 1 and 0. */
  series(node: Node): Float64Array {
    const result = this.result(node);
    return typeof result === 'number' ? new Float64Array(this.days).fill(result) : result;
  }

  private get days(): number {
    return this.all.data.dates.length;
  }

  private result(node: Node): Result {
    const known = this.results.get(node);
    if (known !== undefined) return known;
    const made = this.compute(node);
    this.results.set(node, made);
    return made;
  }

  private compute(node: Node): Result {
    switch (node.op) {
      case 'constant':
        return node.value;
      case 'daily':
        return this.column(node.column);
      case 'shift':
        return shifted(this.series(argument(node.args, 0)), node.by, node.element === 'boolean' ? 0 : NaN);
      case 'element':
        return elementwise(node, node.args.map((arg) => this.result(arg)), NEW_ROWS);
      case 'rolling':
        return this.rolling(node);
      case 'across':
        return this.own(this.all.panel(node));
      default:
        throw new Error(`node ${String(node.id)} (${node.op}) is none over days`);
    }
  }

  private column(name: DailyColumn): Float64Array {
    if (!isMade(name)) return this.stored(name);
    const [price, factor] = madeOf(name).map((each) => this.stored(each));
    const adjusted = new Float64Array(this.days);
    for (let d = 0; d < adjusted.length; d++) adjusted[d] = (price?.[d] ?? NaN) * (factor?.[d] ?? NaN);
    if (name !== 'ret') return adjusted;
    // From the difference, which keeps the digits of a small return.
    return adjusted.map((close, d) => {
      const change = finite((close - (adjusted[d - 1] ?? NaN)) / (adjusted[d - 1] ?? NaN));
      return Math.abs(change) < LEAST_RETURN ? 0 : change;
    });
  }

  private stored(name: StoredDaily): Float64Array {
    const column = this.all.data.columns.get(name);
    return column === undefined ? new Float64Array(this.days).fill(NaN) : this.own(column);
  }

  private own(panel: Float64Array): Float64Array {
    return panel.subarray(this.place * this.days, (this.place + 1) * this.days);
  }

  private rolling(node: RollingNode): Float64Array {
    const series = seriesOf(node).map((arg) => this.series(arg));
    const where = whereOf(node);
    const allowed = where === null ? null : this.series(where);
    const { meaning } = coreOf(node.operator);
    const out = new Float64Array(this.days);
    if (meaning.kind === 'reduction') {
      const windows = new Windows(series, allowed, node.days);
      for (let d = 0; d < out.length; d++) out[d] = meaning.of(windows.endingAt(d), node.parameters);
      return out;
    }
    if (meaning.kind !== 'selection') throw new Error(`${node.operator} is nothing over the last days`);
    const x = argument(series, 0);
    const into = new Float64Array(node.days);
    for (let d = 0; d < out.length; d++) {
      const from = Math.max(0, d + 1 - node.days);
      const flags = allowed === null ? null : Uint8Array.from(allowed.subarray(from, d + 1));
      if (meaning.last !== undefined) {
        out[d] = meaning.last(x.subarray(from, d + 1), flags);
        continue;
      }
      const rows = into.subarray(0, d + 1 - from);
      meaning.of(x.subarray(from, d + 1), flags, node.parameters, rows);
      out[d] = rows[rows.length - 1] as number;
    }
    return out;
  }
}

/** The rows of windows that a reduction uses: those allowed, where every series has a value. */
class Windows {
  /** How many rows before each day, of all days, are used: a window in which all are needs no copy. */
  private readonly used: Int32Array;
  private readonly scratch: readonly Float64Array[];

  constructor(
    private readonly series: readonly Float64Array[],
    private readonly allowed: Float64Array | null,
    private readonly days: number,
  ) {
    const count = series[0]?.length ?? 0;
    this.used = new Int32Array(count + 1);
    for (let d = 0; d < count; d++) this.used[d + 1] = (this.used[d] as number) + (this.isUsed(d) ? 1 : 0);
    this.scratch = series.map(() => new Float64Array(days));
  }

  private isUsed(d: number): boolean {
    if (this.allowed !== null && this.allowed[d] === 0) return false;
    for (const x of this.series) if (Number.isNaN(x[d])) return false;
    return true;
  }

  endingAt(d: number): readonly Float64Array[] {
    const { days, scratch, series, used } = this;
    const from = Math.max(0, d + 1 - days);
    const count = (used[d + 1] as number) - (used[from] as number);
    if (count === d + 1 - from) return series.map((x) => x.subarray(from, d + 1));
    let at = 0;
    for (let row = from; row <= d; row++) {
      if ((used[row + 1] as number) === (used[row] as number)) continue;
      series.forEach((x, i) => {
        (scratch[i] as Float64Array)[at] = x[row] as number;
      });
      at++;
    }
    return scratch.map((x) => x.subarray(0, count));
  }
}
