/**
 * The reference target: the graph in plain float64, one stock and day at a time, written to be read. It is the oracle of every other target,
 * and what the host runs for prepared columns, so a selection is the same on every engine.
 */
import { coreOf } from '../../dsl/catalogue/index.ts';
import { shifted } from '../../dsl/catalogue/rows.ts';
import { argument } from '../../dsl/catalogue/traits.ts';
import { BARS_PER_DAY, type Window } from '../../dsl/session.ts';
import { seriesOf, whereOf, type EventColumnNode, type GroupNode, type Node, type ReduceNode, type SelectNode } from '../ir.ts';
import { eventLeavesOf, leavesOf } from '../leaves.ts';
import { groupingOf, isEventTable, type EventTable, type RowSpace } from '../rows.ts';
import { elementwise, type Result } from './elementwise.ts';
import { reduceByGroup } from './grouped.ts';
import { groupRows, NO_GROUP, type Grouping } from './groupings.ts';
import { SeriesPool } from './series-pool.ts';
import { CLOCK, columnOf, type StockDay } from './stock-day.ts';
import { barOfEvent, eventsOf, isInWindow, type EventRows, type StockData } from './stock-data.ts';

export { SeriesPool } from './series-pool.ts';

const NO_ROWS = new Float64Array(0);
const NO_TIMES = new Int32Array(0);
const MINUTE = 60_000;

/** Values of graph nodes for one stock and day; each node is computed once. */
export class StockValues {
  private readonly results = new Map<Node, Result>();
  private readonly groupings = new Map<string, Grouping>();

  /** @param pool where series are taken from; its user resets it when this stock is done with */
  constructor(
    private readonly data: StockData,
    private readonly pool: SeriesPool = new SeriesPool(),
  ) {}

  /** Rows of a space: 240 bars, executions, orders, keys of a grouping; 1 for values. */
  rows(space: RowSpace): number {
    if (space === 'one') return 1;
    if (space === 'minute') return BARS_PER_DAY;
    if (isEventTable(space)) return eventsOf(this.data, space)?.count ?? 0;
    const grouping = groupingOf(space);
    return grouping === null ? 0 : this.grouping(grouping.table, grouping.key).count;
  }

  /** One number per row; NaN is missing, conditions are 1 and 0. A value is repeated over the rows of `space`. */
  series(node: Node, space: RowSpace = 'minute'): Float64Array {
    const result = this.result(node);
    return typeof result === 'number' ? this.pool.take(this.rows(space)).fill(result) : result;
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
        if (node.column === 'time') return CLOCK;
        return this.data.minute === null ? new Float64Array(BARS_PER_DAY).fill(NaN) : columnOf(this.data.minute, node.column);
      case 'event':
        return this.eventColumn(node);
      case 'group':
        return this.group(node);
      case 'within':
        return Float64Array.from(this.windowRows(node.window, node.table));
      case 'spread':
        return this.spread(argument(node.args, 0));
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

  private eventColumn({ table, column }: EventColumnNode): Float64Array {
    const events = eventsOf(this.data, table);
    if (events === null) return NO_ROWS;
    if (column === 'time') return Float64Array.from(events.time, (time) => time / MINUTE);
    return events.columns.get(column) ?? absentColumn(events);
  }

  /** Groups of a table's rows by a key, or by the bar they belong to; found once for all that asks. */
  private grouping(table: EventTable, by: string): Grouping {
    const name = `${table}.${by}`;
    const known = this.groupings.get(name);
    if (known !== undefined) return known;
    const events = eventsOf(this.data, table);
    const made = by === 'minute' ? groupedByBar(events) : groupRows(events === null ? NO_ROWS : (events.columns.get(by) ?? absentColumn(events)));
    this.groupings.set(name, made);
    return made;
  }

  private group(node: GroupNode): Float64Array {
    const grouping = this.grouping(node.table, node.by);
    const out = this.pool.take(grouping.count);
    if (this.lacks(node)) return out.fill(NaN);
    const allowed = this.allowed(node.window, whereOf(node), node.table);
    reduceByGroup(node, seriesOf(node).map((arg) => this.series(arg, node.table)), { ...grouping, allowed }, out);
    return out;
  }

  private spread(grouped: Node): Float64Array {
    const space = groupingOf(grouped.rows);
    if (space === null) throw new Error(`node ${String(grouped.id)} has no keys to spread`);
    const { index } = this.grouping(space.table, space.key);
    const values = this.series(grouped);
    const out = this.pool.take(index.length);
    const absent = grouped.element === 'boolean' ? 0 : NaN;
    for (let row = 0; row < index.length; row++) {
      const group = index[row] as number;
      out[row] = group === NO_GROUP ? absent : (values[group] as number);
    }
    return out;
  }

  /** Rows of the window where `where` holds, 1 and 0; null for every row. */
  private allowed(window: Window, where: Node | null, space: RowSpace): Uint8Array | null {
    const whole = window.clock === null && window.firstRow === 0 && window.endRow === BARS_PER_DAY;
    const inWindow = whole ? null : this.windowRows(window, space);
    if (where === null) return inWindow;
    const condition = this.series(where);
    const rows = inWindow ?? new Uint8Array(condition.length).fill(1);
    for (let k = 0; k < rows.length; k++) if (condition[k] === 0) rows[k] = 0;
    return rows;
  }

  private windowRows(window: Window, space: RowSpace): Uint8Array {
    if (space === 'minute') return new Uint8Array(BARS_PER_DAY).fill(1, window.firstRow, window.endRow);
    if (!isEventTable(space)) throw new Error(`compiler error: rows of ${space} have no time`);
    const time = eventsOf(this.data, space)?.time ?? NO_TIMES;
    const rows = new Uint8Array(time.length);
    for (let k = 0; k < rows.length; k++) rows[k] = isInWindow(time[k] as number, window) ? 1 : 0;
    return rows;
  }

  private select(node: SelectNode): Float64Array {
    const { meaning } = coreOf(node.operator);
    if (meaning.kind !== 'selection') throw new Error(`${node.operator} is no selection`);
    const x = this.series(argument(seriesOf(node), 0));
    const into = this.pool.take(x.length);
    meaning.of(x, this.allowed(node.window, whereOf(node), node.rows), node.parameters, into);
    return into;
  }

  private reduce(node: ReduceNode): number {
    if (this.lacks(node)) return NaN;
    const { meaning } = coreOf(node.operator);
    if (meaning.kind !== 'reduction') throw new Error(`${node.operator} is no reduction`);
    if (node.pooled) return meaning.of([joined(node.args.flatMap((part) => this.present([part], node.window, null, part.rows)))], node.parameters);
    const space = node.args.find((arg) => arg.rows !== 'one')?.rows ?? 'minute';
    return meaning.of(this.present(seriesOf(node), node.window, whereOf(node), space), node.parameters);
  }

  /** The rows of a space that lie in the window, where the condition holds and every series has a value. */
  private present(nodes: readonly Node[], window: Window, where: Node | null, space: RowSpace): readonly Float64Array[] {
    const series = nodes.map((node) => this.series(node, space));
    return presentRows(series, this.allowed(window, where, space), this.rows(space));
  }

  /** True if what is reduced, or where, rests on a column without a single value that day. */
  lacks(node: ReduceNode | GroupNode): boolean {
    for (const column of leavesOf(node)) {
      if (this.data.minute === null || isEmpty(columnOf(this.data.minute, column))) return true;
    }
    for (const { table, column } of eventLeavesOf(node)) {
      const events = eventsOf(this.data, table);
      const values = events?.columns.get(column);
      if (events === null || events.count === 0 || (column !== 'time' && (values === undefined || isEmpty(values)))) return true;
    }
    return false;
  }
}

/** Values of one stock and day of which only bars are there. */
export class StockDayValues extends StockValues {
  constructor(day: StockDay, pool?: SeriesPool) {
    super({ minute: day, trade: null, order: null }, pool);
  }
}

function isEmpty(values: Float64Array): boolean {
  for (const value of values) if (!Number.isNaN(value)) return false;
  return true;
}

/** The allowed rows in which every series has a value; a series of which all rows count is handed on as it is. */
function presentRows(series: readonly Float64Array[], allowed: Uint8Array | null, rows: number): readonly Float64Array[] {
  const counted = allowed === null ? new Uint8Array(rows).fill(1) : allowed.slice();
  for (const x of series) {
    for (let k = 0; k < rows; k++) {
      const value = x[k] as number;
      if (value !== value) counted[k] = 0;
    }
  }
  let count = 0;
  for (let k = 0; k < rows; k++) count += counted[k] as number;
  if (count === rows) return series;
  return series.map((x) => {
    const present = new Float64Array(count);
    let at = 0;
    for (let k = 0; k < rows; k++) if (counted[k] === 1) present[at++] = x[k] as number;
    return present;
  });
}

function groupedByBar(events: EventRows | null): Grouping {
  return { index: events === null ? new Int32Array(0) : events.time.map(barOfEvent), count: BARS_PER_DAY };
}

function absentColumn({ count }: EventRows): Float64Array {
  return new Float64Array(count).fill(NaN);
}

/** One series after the other. */
function joined(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((total, part) => total + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
