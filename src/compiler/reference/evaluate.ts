/**
 * The reference target: the graph in plain float64, one stock and day at a time, written to be read. It is the oracle of every other target,
 * and what the host runs for prepared columns, so a selection is the same on every engine.
 */
import { coreOf } from '../../dsl/catalogue/index.ts';
import { shifted } from '../../dsl/catalogue/rows.ts';
import { argument } from '../../dsl/catalogue/traits.ts';
import { BARS_PER_DAY, type Window } from '../../dsl/session.ts';
import { seriesOf, whereOf, type Node, type ReduceNode, type SelectNode } from '../ir.ts';
import { leavesOf } from '../leaves.ts';
import { elementwise, type Result } from './elementwise.ts';
import { SeriesPool } from './series-pool.ts';
import { columnOf, type StockDay } from './stock-day.ts';

export { SeriesPool } from './series-pool.ts';

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
      case 'element':
        return elementwise(node, node.args.map((arg) => this.result(arg)), this.pool);
      case 'shift':
        return shifted(this.series(argument(node.args, 0)), node.by, node.element === 'boolean' ? 0 : NaN);
      case 'scan': {
        const { meaning } = coreOf(node.operator);
        if (meaning.kind !== 'rows') throw new Error(`${node.operator} does not run along rows`);
        return meaning.of(this.series(argument(node.args, 0)), node.parameters);
      }
      case 'select':
        return this.select(node);
      case 'reduce':
        return this.reduce(node);
      case 'prepared':
        return this.result(node.source);
    }
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
    const { meaning } = coreOf(node.operator);
    if (meaning.kind !== 'selection') throw new Error(`${node.operator} is no selection`);
    const x = this.series(argument(seriesOf(node), 0));
    const into = this.pool.take();
    meaning.of(x, this.allowed(node.window, whereOf(node)), node.parameters, into);
    return into;
  }

  private reduce(node: ReduceNode): number {
    if (this.restsOnNothing(node)) return NaN;
    const rows = this.allowed(node.window, whereOf(node));
    const series = seriesOf(node).map((arg) => this.series(arg));
    const { meaning } = coreOf(node.operator);
    if (meaning.kind !== 'reduction') throw new Error(`${node.operator} is no reduction`);
    if (!node.pooled) return meaning.of(present(series, rows), node.parameters);
    return meaning.of([pooled(series, rows)], node.parameters);
  }

  /** True if what is reduced, or where, rests on a column without a single value that day. */
  private restsOnNothing(node: ReduceNode): boolean {
    for (const column of leavesOf(node)) {
      const values = columnOf(this.day, column);
      if (values.every((value) => Number.isNaN(value))) return true;
    }
    return false;
  }
}

/** The allowed rows in which every series has a value. */
function present(series: readonly Float64Array[], rows: Uint8Array | null): readonly Float64Array[] {
  const used: number[] = [];
  for (let k = 0; k < BARS_PER_DAY; k++) {
    if (rows?.[k] !== 0 && series.every((x) => !Number.isNaN(x[k]))) used.push(k);
  }
  return series.map((x) => Float64Array.from(used, (k) => x[k] as number));
}

/** The present rows of each series, one series after the other. */
function pooled(series: readonly Float64Array[], rows: Uint8Array | null): Float64Array {
  return Float64Array.from(series.flatMap((part) => present([part], rows).flatMap((values) => [...values])));
}
