/**
 * The reference target: the graph in plain float64, one stock and day at a time, written to be read. It is the oracle of every other target,
 * and what decides prepared columns on the host, so a selection is the same on every engine.
 */
import { coreOf } from '../../dsl/catalogue/index.ts';
import { shifted } from '../../dsl/catalogue/rows.ts';
import { argument } from '../../dsl/catalogue/traits.ts';
import { BARS_PER_DAY, type Window } from '../../dsl/session.ts';
import { seriesOf, whereOf, type EventColumnNode, type GroupNode, type Node, type ReduceNode, type SelectNode } from '../ir.ts';
import { eventLeavesOf, leavesOf } from '../leaves.ts';
import { groupingOf, isEventTable, type EventTable, type RowSpace } from '../rows.ts';
import { elementwise, type Result } from './elementwise.ts';
import { addsPrices, reduceByGroup } from './grouped.ts';
import { groupRows, NO_GROUP, type Grouping } from './groupings.ts';
import { SeriesPool } from './series-pool.ts';
import { CLOCK, columnOf, inThousandths, type StockDay } from './stock-day.ts';
import { barsOfEvents, eventsInWindow, eventsOf, type EventRows, type StockData } from './stock-data.ts';
import { allowedRows, hasMissing, isEmpty, presentRows } from './used-rows.ts';

export { SeriesPool } from './series-pool.ts';

const NO_ROWS = new Float64Array(0);
const NO_TIMES = new Int32Array(0);
const MINUTE = 60_000;

/** Values of graph nodes for one stock and day; each node is computed once. */
export class StockValues {
  private readonly results = new Map<Node, Result>();
  private readonly groupings = new Map<string, Grouping>();
  private readonly bars = new Map<EventTable, Int32Array>();
  private readonly windows = new Map<string, Uint8Array>();
  private readonly gaps = new Map<Float64Array, boolean>();
  private readonly pools = new Map<string, Float64Array>();

  /** @param pool where series are taken from; its user resets it when this stock is done with */
  constructor(
    protected readonly data: StockData,
    protected readonly pool: SeriesPool = new SeriesPool(),
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
        return this.within(node.window, node.table);
      case 'spread':
        return this.spread(argument(node.args, 0), node.rows);
      case 'element':
        return elementwise(node, node.args.map((arg) => this.result(arg)), this.pool);
      case 'shift': {
        const x = this.series(argument(node.args, 0), node.rows);
        return shifted(x, node.by, node.element === 'boolean' ? 0 : NaN, this.pool.take(x.length));
      }
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
      case 'daily':
      case 'rolling':
      case 'across':
        throw new Error(`node ${String(node.id)} (${node.op}) is one over days, which DailyValues computes`);
    }
  }

  private eventColumn({ table, column }: EventColumnNode): Float64Array {
    const events = eventsOf(this.data, table);
    if (events === null) return NO_ROWS;
    if (column === 'time') {
      const minutes = this.pool.take(events.count);
      for (let row = 0; row < minutes.length; row++) minutes[row] = (events.time[row] as number) / MINUTE;
      return minutes;
    }
    const values = events.columns.get(column) ?? absentColumn(events);
    return values instanceof Float64Array ? values : placesAsNumbers(values, this.pool.take(events.count));
  }

  /** Groups of a table's rows by a key, or by the bar they belong to; found once for all that asks. */
  protected grouping(table: EventTable, by: string): Grouping {
    const name = `${table}.${by}`;
    const known = this.groupings.get(name);
    if (known !== undefined) return known;
    const made = by === 'minute' ? { index: this.barsOf(table), count: BARS_PER_DAY } : this.groupedBy(table, by);
    this.groupings.set(name, made);
    return made;
  }

  private groupedBy(table: EventTable, key: string): Grouping {
    const events = eventsOf(this.data, table);
    const held = events === null ? NO_ROWS : (events.columns.get(key) ?? absentColumn(events));
    const keys = held instanceof Float64Array ? held : placesAsNumbers(held, this.pool.take(held.length));
    return groupRows(keys, this.pool.grouping, this.pool.takeIndices(keys.length));
  }

  /** Bar of each event; found once. */
  protected barsOf(table: EventTable): Int32Array {
    const known = this.bars.get(table);
    if (known !== undefined) return known;
    const time = eventsOf(this.data, table)?.time ?? NO_TIMES;
    const made = barsOfEvents(time, this.pool.takeIndices(time.length));
    this.bars.set(table, made);
    return made;
  }

  private group(node: GroupNode): Float64Array {
    const grouping = this.grouping(node.table, node.by);
    const out = this.pool.take(grouping.count);
    if (this.lacks(node)) return out.fill(NaN);
    this.reduceGroups(node, grouping, out);
    if (addsPrices(node)) for (let group = 0; group < out.length; group++) out[group] = inThousandths(out[group] as number);
    return out;
  }

  /** Reduces the rows of each group into `out`. */
  protected reduceGroups(node: GroupNode, grouping: Grouping, out: Float64Array): void {
    const allowed = this.allowed(node.window, whereOf(node), node.table);
    reduceByGroup(node, seriesOf(node).map((arg) => this.series(arg, node.table)), { ...grouping, allowed }, out);
  }

  private spread(grouped: Node, over: RowSpace): Float64Array {
    if (!isEventTable(over)) throw new Error(`node ${String(grouped.id)} is spread over rows that are no events`);
    const { index } = this.grouping(over, groupingOf(grouped.rows)?.key ?? 'minute');
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
    return allowedRows(whole ? null : this.windowRows(window, space), where === null ? null : this.series(where, space), this.pool);
  }

  private windowRows(window: Window, space: RowSpace): Uint8Array {
    const { clock, firstRow, endRow } = window;
    const name = `${space} ${clock === null ? '' : `${String(clock.from)}..${String(clock.to)}`} ${String(firstRow)} ${String(endRow)}`;
    const known = this.windows.get(name);
    if (known !== undefined) return known;
    const made = this.windowRowsOf(window, space);
    this.windows.set(name, made);
    return made;
  }

  private windowRowsOf(window: Window, space: RowSpace): Uint8Array {
    if (space === 'minute') return this.pool.takeFlags(BARS_PER_DAY).fill(0).fill(1, window.firstRow, window.endRow);
    if (!isEventTable(space)) throw new Error(`compiler error: rows of ${space} have no time`);
    const time = eventsOf(this.data, space)?.time ?? NO_TIMES;
    return eventsInWindow(time, () => this.barsOf(space), window, this.pool.takeFlags(time.length));
  }

  private within(window: Window, space: RowSpace): Float64Array {
    const flags = this.windowRows(window, space);
    const series = this.pool.take(flags.length);
    for (let row = 0; row < flags.length; row++) series[row] = flags[row] as number;
    return series;
  }

  private select(node: SelectNode): Float64Array {
    const { meaning } = coreOf(node.operator);
    if (meaning.kind !== 'selection') throw new Error(`${node.operator} is no selection`);
    const { x, allowed } = this.candidates(node);
    const into = this.pool.take(x.length);
    meaning.of(x, allowed, node.parameters, into);
    return into;
  }

  /** What a selection puts in order, and the rows that it may take, 1 and 0; null for every row. */
  candidates(node: SelectNode): { readonly x: Float64Array; readonly allowed: Uint8Array | null } {
    return { x: this.series(argument(seriesOf(node), 0)), allowed: this.allowed(node.window, whereOf(node), node.rows) };
  }

  private reduce(node: ReduceNode): number {
    if (this.lacks(node)) return NaN;
    const { meaning } = coreOf(node.operator);
    if (meaning.kind !== 'reduction') throw new Error(`${node.operator} is no reduction`);
    const rounded = addsPrices(node) ? inThousandths : (value: number) => value;
    if (node.pooled) return rounded(meaning.of([this.joined(node)], node.parameters));
    const space = node.args.find((arg) => arg.rows !== 'one')?.rows ?? 'minute';
    return rounded(meaning.of(this.present(seriesOf(node), node.window, whereOf(node), space), node.parameters));
  }

  /** The rows of a space that lie in the window, where the condition holds and every series has a value. */
  private present(nodes: readonly Node[], window: Window, where: Node | null, space: RowSpace): readonly Float64Array[] {
    const series = nodes.map((node) => this.series(node, space));
    return presentRows(series, this.allowed(window, where, space), series.filter((x) => this.mayMiss(x)), this.pool);
  }

  /** Whether a row of a series is missing; looked for once. */
  private mayMiss(x: Float64Array): boolean {
    const known = this.gaps.get(x);
    if (known !== undefined) return known;
    const found = hasMissing(x);
    this.gaps.set(x, found);
    return found;
  }

  /** The rows of several series, one after the other; reductions of the same pool share them. */
  private joined({ args, window }: ReduceNode): Float64Array {
    const { clock, firstRow, endRow } = window;
    const name = `${args.map(({ id }) => String(id)).join(' ')} ${String(clock?.from)} ${String(clock?.to)} ${String(firstRow)} ${String(endRow)}`;
    const known = this.pools.get(name);
    if (known !== undefined) return known;
    const parts = args.map((part) => this.present([part], window, null, part.rows)[0] ?? NO_ROWS);
    const all = this.pool.take(parts.reduce((total, part) => total + part.length, 0));
    let at = 0;
    for (const part of parts) {
      all.set(part, at);
      at += part.length;
    }
    this.pools.set(name, all);
    return all;
  }

  /** True if what is reduced, or where, rests on a column without a single value that day. */
  lacks(node: ReduceNode | GroupNode): boolean {
    for (const column of leavesOf(node)) {
      if (this.data.minute === null || isEmpty(columnOf(this.data.minute, column))) return true;
    }
    for (const { table, column } of eventLeavesOf(node)) {
      const events = eventsOf(this.data, table);
      const values = events?.columns.get(column);
      if (events === null || events.count === 0 || (column !== 'time' && (values === undefined || (values instanceof Float64Array ? isEmpty(values) : !hasPlace(values))))) return true;
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

/** Whether there is a name among places of an enum's names. */
function hasPlace(places: Int8Array): boolean {
  for (let row = 0; row < places.length; row++) if ((places[row] as number) >= 0) return true;
  return false;
}

/** Places of an enum's names; −1 is missing. */
function placesAsNumbers(places: Int8Array, out: Float64Array): Float64Array {
  for (let row = 0; row < places.length; row++) out[row] = (places[row] as number) < 0 ? NaN : (places[row] as number);
  return out;
}

function absentColumn({ count }: EventRows): Float64Array {
  return new Float64Array(count).fill(NaN);
}
