/**
 * The reference target: the graph in plain float64, one stock and day at a time, written to be read. It is the oracle of every other target,
 * and what the host runs for prepared columns, so a selection is the same on every engine.
 */
import { operatorNamed } from '../../dsl/catalogue/index.ts';
import { BARS_PER_DAY, type Window } from '../../dsl/session.ts';
import { restsOn } from '../leaves.ts';
import { seriesOf, whereOf, type ElementNode, type Node, type ReduceNode, type SelectNode } from '../ir.ts';
import { traitsOf } from '../traits.ts';
import { columnOf, type StockDay } from './stock-day.ts';

type Result = Float64Array | number;

/** Series of a stock that is done with, to be written over by the next: a market of new arrays costs more than its arithmetic. */
export class SeriesPool {
  private readonly arrays: Float64Array[] = [];
  private used = 0;

  take(): Float64Array {
    const known = this.arrays[this.used];
    const array = known ?? new Float64Array(BARS_PER_DAY);
    if (known === undefined) this.arrays.push(array);
    this.used++;
    return array;
  }

  /** Everything taken so far may be written over. */
  reset(): void {
    this.used = 0;
  }
}

/** Values of graph nodes for one stock and day; each node is computed once. */
export class StockDayValues {
  private readonly results = new Map<Node, Result>();

  /** @param pool where series are taken from; its user resets it when this stock is done with */
  constructor(
    private readonly day: StockDay,
    private readonly pool: SeriesPool = new SeriesPool(),
  ) {}

  /** 240 rows; NaN is missing, conditions are 1 and 0. A value is repeated. */
  series(node: Node): Float64Array {
    const result = this.result(node);
    return typeof result === 'number' ? new Float64Array(BARS_PER_DAY).fill(result) : result;
  }

  /** One value; NaN is missing. */
  value(node: Node): number {
    const result = this.result(node);
    if (typeof result !== 'number') throw new Error(`node ${String(node.id)} (${node.op}) is a series, not one value`);
    return result;
  }

  private result(node: Node): Result {
    const known = this.results.get(node);
    if (known !== undefined) return known;
    const result = this.compute(node);
    this.results.set(node, result);
    return result;
  }

  private compute(node: Node): Result {
    switch (node.op) {
      case 'constant':
        return node.value;
      case 'column':
        return columnOf(this.day, node.column);
      case 'element': {
        const result = this.elementwise(node.operator, node.args);
        return isSumOfPrices(node) ? inThousandths(result) : result;
      }
      case 'shift':
        return shiftRows(this.series(node.args[0] as Node), node.by, node.element === 'boolean' ? 0 : NaN);
      case 'scan': {
        const { meaning } = operatorNamed(node.operator);
        if (meaning.kind !== 'rows') throw new Error(`${node.operator} does not run along rows`);
        return meaning.of(this.series(node.args[0] as Node), node.parameters);
      }
      case 'select':
        return this.select(node);
      case 'reduce':
        return this.reduce(node);
      case 'prepared':
        return this.result(node.source);
    }
  }

  private elementwise(operator: string, args: readonly Node[]): Result {
    const inputs = args.map((arg) => this.result(arg));
    const fast = arithmeticLoop(operator, inputs, this.pool);
    if (fast !== null) return fast;
    const { meaning } = operatorNamed(operator);
    if (meaning.kind !== 'element') throw new Error(`${operator} is not element-wise`);
    const of = meaning.of;
    if (inputs.every((input) => typeof input === 'number')) return of(inputs, []);
    const out = new Float64Array(BARS_PER_DAY);
    const row: number[] = new Array<number>(inputs.length).fill(NaN);
    for (let k = 0; k < BARS_PER_DAY; k++) {
      for (let i = 0; i < inputs.length; i++) {
        const input = inputs[i];
        row[i] = typeof input === 'number' ? input : (input?.[k] ?? NaN);
      }
      out[k] = of(row, []);
    }
    return out;
  }

  /** Rows of the window where `where` holds, 1 and 0; null for every row. */
  private allowed(window: Window, where: Node | null): Uint8Array | null {
    if (where === null && window.firstRow === 0 && window.endRow === BARS_PER_DAY) return null;
    const rows = new Uint8Array(BARS_PER_DAY);
    const condition = where === null ? null : this.series(where);
    for (let k = window.firstRow; k < window.endRow; k++) rows[k] = condition === null || condition[k] !== 0 ? 1 : 0;
    return rows;
  }

  private select(node: SelectNode): Float64Array {
    const { meaning } = operatorNamed(node.operator);
    if (meaning.kind !== 'selection') throw new Error(`${node.operator} is no selection`);
    const x = this.series(seriesOf(node)[0] as Node);
    const into = this.pool.take();
    meaning.of(x, this.allowed(node.window, whereOf(node)), node.parameters, into);
    return into;
  }

  private reduce(node: ReduceNode): number {
    if (this.restsOnNothing(node)) return NaN;
    const rows = this.allowed(node.window, whereOf(node));
    const series = seriesOf(node).map((arg) => this.series(arg));
    if (node.operator === 'compound') return compound(present(series, rows)[0] as Float64Array);
    const { meaning } = operatorNamed(node.operator);
    if (meaning.kind !== 'reduction') throw new Error(`${node.operator} is no reduction`);
    if (!node.pooled) return meaning.of(present(series, rows), node.parameters);
    const parts = series.map((part) => present([part], rows)[0] as Float64Array);
    const pool = new Float64Array(parts.reduce((n, part) => n + part.length, 0));
    let at = 0;
    for (const part of parts) {
      pool.set(part, at);
      at += part.length;
    }
    return meaning.of([pool], node.parameters);
  }

  /** True if what is reduced, or where, rests on a column without a single value that day. */
  private restsOnNothing(node: ReduceNode): boolean {
    for (const column of restsOn(node)) {
      const values = columnOf(this.day, column);
      if (values.every((value) => Number.isNaN(value))) return true;
    }
    return false;
  }
}

/** Sums and differences of stored prices, which are whole numbers of 0.001 CNY. */
function isSumOfPrices(node: ElementNode): boolean {
  return (node.operator === '+' || node.operator === '-') && traitsOf(node).level?.exact === true;
}

/** Whole numbers of 0.001 again: 10.02 − 10.01 and 10.01 − 10 differ in float64 by 1e-15, and so would say that prices rise faster and faster. */
function inThousandths(result: Result): Result {
  const round = (price: number): number => Math.round(price * 1000) / 1000;
  return typeof result === 'number' ? round(result) : result.map(round);
}

/** The commonest operators of two series without a call per element; the same arithmetic as the catalogue's meaning. An infinite value less NaN is missing. */
function arithmeticLoop(operator: string, inputs: readonly Result[], pool: SeriesPool): Float64Array | null {
  const [a, b] = inputs;
  if (typeof a !== 'object' || typeof b !== 'object' || (operator !== '/' && operator !== '*')) return null;
  const out = pool.take();
  if (operator === '/') {
    for (let k = 0; k < BARS_PER_DAY; k++) {
      const value = (a[k] as number) / (b[k] as number);
      out[k] = value - (value - value);
    }
  } else {
    for (let k = 0; k < BARS_PER_DAY; k++) {
      const value = (a[k] as number) * (b[k] as number);
      out[k] = value - (value - value);
    }
  }
  return out;
}

/** Row i of the result is row i − by of x; `outside` where there is none. */
function shiftRows(x: Float64Array, by: number, outside: number): Float64Array {
  const out = new Float64Array(x.length).fill(outside);
  for (let k = Math.max(0, by); k < Math.min(x.length, x.length + by); k++) out[k] = x[k - by] as number;
  return out;
}

/** The allowed rows in which every series has a value. */
function present(series: readonly Float64Array[], rows: Uint8Array | null): readonly Float64Array[] {
  const used: number[] = [];
  for (let k = 0; k < BARS_PER_DAY; k++) {
    if (rows?.[k] !== 0 && series.every((x) => !Number.isNaN(x[k]))) used.push(k);
  }
  return series.map((x) => Float64Array.from(used, (k) => x[k] as number));
}

/** Π (1 + x) − 1. */
function compound(x: Float64Array): number {
  return x.reduce((product, value) => product * (1 + value), 1) - 1;
}
