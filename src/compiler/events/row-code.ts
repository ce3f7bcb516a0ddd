/**
 * JavaScript of what the host does row by row, so that columns, windows, spread groups and comparisons of one loop are read once and kept nowhere in between. Whatever has no text here is
 * computed by the reference beforehand and read as a series. Meanings are those of the reference, element by element.
 */
import { coreOf } from '../../dsl/catalogue/index.ts';
import { argument } from '../../dsl/catalogue/traits.ts';
import { BARS_PER_DAY, type Window } from '../../dsl/session.ts';
import type { ElementNode, EventColumnNode, Node } from '../ir.ts';
import { groupingOf, isEventTable, type EventTable, type RowSpace } from '../rows.ts';
import { traitsOf } from '../traits.ts';

/** An argument of a loop besides the rows. */
export type LoopInput =
  /** A column of the table: numbers, or places of an enum's names, −1 missing. */
  | { readonly kind: 'column'; readonly table: EventTable; readonly column: string }
  /** Times in milliseconds, and bars, of the table's rows. */
  | { readonly kind: 'time' | 'bars'; readonly table: EventTable }
  /** Groups of the table's rows by a key, −1 for none. */
  | { readonly kind: 'groups'; readonly table: EventTable; readonly key: string }
  /** A node's rows, or its one value, as the reference computes them. */
  | { readonly kind: 'series' | 'value'; readonly node: Node };

const MINUTE = 60_000;

/** Whether a column of events is kept as places of an enum's names. */
export function isEnum({ column }: Pick<EventColumnNode, 'column'>): boolean {
  return column === 'side' || column === 'type';
}

/** Writes expressions over row `i`. */
export class RowCode {
  readonly inputs: LoopInput[] = [];
  private readonly names = new Map<string, string>();

  /** Name of an argument. */
  input(input: LoopInput): string {
    const key = 'node' in input ? `${input.kind} ${String(input.node.id)}` : Object.values(input).join(' ');
    const known = this.names.get(key);
    if (known !== undefined) return known;
    const name = `a${String(this.inputs.length)}`;
    this.inputs.push(input);
    this.names.set(key, name);
    return name;
  }

  /** Text of a number; NaN is missing. */
  number(node: Node): string {
    if (node.element === 'boolean') return `(${this.condition(node)} ? 1 : 0)`;
    if (node.op === 'constant') return numberText(node.value);
    if (node.shape === 'value') return this.input({ kind: 'value', node });
    switch (node.op) {
      case 'event':
        if (node.column === 'time') return `${this.input({ kind: 'time', table: node.table })}[i] / ${String(MINUTE)}`;
        return this.column(node.table, node.column, 'i');
      case 'prepared':
        return this.number(node.source);
      case 'shift': {
        const moved = argument(node.args, 0);
        if (moved.op !== 'event' || moved.column === 'time' || node.by <= 0) return this.series(node);
        return `(i < ${String(node.by)} ? NaN : ${this.column(moved.table, moved.column, `i - ${String(node.by)}`)})`;
      }
      case 'spread':
        return this.spread(argument(node.args, 0), node.rows, 'NaN');
      case 'element':
        return this.elementNumber(node);
      default:
        return this.series(node);
    }
  }

  /** Text of a condition, true or false. */
  condition(node: Node): string {
    if (node.op === 'constant') return String(node.value !== 0);
    if (node.shape === 'value') return `${this.input({ kind: 'value', node })} !== 0`;
    switch (node.op) {
      case 'within':
        return node.table === 'minute' ? `${this.series(node)} !== 0` : this.within(node.table, node.window);
      case 'prepared':
        return this.condition(node.source);
      case 'spread':
        return `${this.spread(argument(node.args, 0), node.rows, '0')} !== 0`;
      case 'element':
        return this.elementCondition(node);
      default:
        return `${this.series(node)} !== 0`;
    }
  }

  /** Text that is true for rows in a window; `true` for the whole day. */
  within(table: EventTable, { clock, firstRow, endRow }: Window): string {
    if (clock !== null) {
      const time = `${this.input({ kind: 'time', table })}[i]`;
      return `(${time} >= ${String(clock.from * MINUTE)} && ${time} < ${String(clock.to * MINUTE)})`;
    }
    if (firstRow === 0 && endRow === BARS_PER_DAY) return 'true';
    const bar = `${this.input({ kind: 'bars', table })}[i]`;
    return `(${bar} >= ${String(firstRow)} && ${bar} < ${String(endRow)})`;
  }

  private series(node: Node): string {
    return `${this.input({ kind: 'series', node })}[i]`;
  }

  private column(table: EventTable, column: string, row: string): string {
    const cell = `${this.input({ kind: 'column', table, column })}[${row}]`;
    // −1 is missing, and so is what is not there.
    return isEnum({ column }) ? `(${cell} >= 0 ? ${cell} : NaN)` : cell;
  }

  private spread(grouped: Node, over: RowSpace, absent: string): string {
    if (!isEventTable(over)) throw new Error(`compiler error: node ${String(grouped.id)} is spread over rows that are no events`);
    const key = groupingOf(grouped.rows)?.key;
    const group = `${this.input(key === undefined ? { kind: 'bars', table: over } : { kind: 'groups', table: over, key })}[i]`;
    return `(${group} < 0 ? ${absent} : ${this.input({ kind: 'series', node: grouped })}[${group}])`;
  }

  private elementNumber(node: ElementNode): string {
    const { lowering } = coreOf(node.operator);
    // Sums of exact prices are rounded by the reference; anything but these is its business too.
    const simple = lowering.kind === 'sum' ? traitsOf(node).level?.exact !== true : lowering.kind === 'product';
    if (!simple) return this.series(node);
    const sign = lowering.kind === 'sum' ? lowering.sign : '*';
    const [a, b] = node.args.map((arg) => this.number(arg));
    // An infinite value less itself is missing.
    return `finite(${a ?? 'NaN'} ${sign} ${b ?? 'NaN'})`;
  }

  private elementCondition(node: ElementNode): string {
    const { lowering } = coreOf(node.operator);
    if (lowering.kind === 'comparison') {
      const [a = 'NaN', b = 'NaN'] = node.args.map((arg) => this.number(arg));
      switch (lowering.sign) {
        case '==':
          return `(${a} === ${b})`;
        case '!=':
          return `(${a} < ${b} || ${a} > ${b})`;
        default:
          return `(${a} ${lowering.sign} ${b})`;
      }
    }
    if (lowering.kind === 'logic') return `${lowering.text(node.args.map((arg) => this.number(arg)))} !== 0`;
    return `${this.series(node)} !== 0`;
  }
}

function numberText(value: number): string {
  return Number.isNaN(value) ? 'NaN' : Object.is(value, -0) ? '0' : value < 0 ? `(${String(value)})` : String(value);
}
