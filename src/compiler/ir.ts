/**
 * The intermediate representation: one graph for all factors asked for. Nodes are immutable and unique: equal parts of two factors are
 * one node. A node is a series, over the 240 bars, over executions or orders, or over the keys of a grouping, or one value per stock and day.
 */
import type { Window } from '../dsl/session.ts';
import { UNITLESS, type Unit } from '../dsl/units.ts';
import type { ColumnName } from './columns.ts';
import type { DailyColumn } from './daily/columns.ts';
import type { EventTable, RowSpace } from './rows.ts';

export type Shape = 'series' | 'value';
export type Element = 'number' | 'boolean';

interface NodeBase {
  readonly id: number;
  readonly shape: Shape;
  /** `one` for values. */
  readonly rows: RowSpace;
  readonly element: Element;
  readonly unit: Unit;
  readonly args: readonly Node[];
}

/** A written number or condition (1, 0); NaN is missing. */
export interface ConstantNode extends NodeBase {
  readonly op: 'constant';
  readonly value: number;
}

export interface ColumnNode extends NodeBase {
  readonly op: 'column';
  readonly column: ColumnName;
}

/** A column of executions or orders. Enums are their place among their names, clock times minutes since midnight. */
export interface EventColumnNode extends NodeBase {
  readonly op: 'event';
  readonly table: EventTable;
  readonly column: string;
}

/** A reduction per key, or per bar with `by` minute: args as those of a reduction. */
export interface GroupNode extends NodeBase {
  readonly op: 'group';
  readonly operator: string;
  readonly parameters: readonly number[];
  readonly window: Window;
  readonly filtered: boolean;
  readonly table: EventTable;
  readonly by: string;
}

/** Each row of a table of events has the value of its key, or of its bar. */
export interface SpreadNode extends NodeBase {
  readonly op: 'spread';
}

/** Whether a row, a bar or an event, lies in a window. */
export interface WithinNode extends NodeBase {
  readonly op: 'within';
  readonly table: 'minute' | EventTable;
  readonly window: Window;
}

/** An element-wise operator, of rows or of values. Names of operators are those of `coreOf`. */
export interface ElementNode extends NodeBase {
  readonly op: 'element';
  readonly operator: string;
}

/** Row i is row i − by of the argument. */
export interface ShiftNode extends NodeBase {
  readonly op: 'shift';
  readonly by: number;
}

/** A running operator over the whole day: cumsum. */
export interface ScanNode extends NodeBase {
  readonly op: 'scan';
  readonly operator: string;
  readonly parameters: readonly number[];
}

/** `top`, `bottom`, `rank`: args are the series and, if `filtered`, the rows allowed. */
export interface SelectNode extends NodeBase {
  readonly op: 'select';
  readonly operator: string;
  readonly parameters: readonly number[];
  readonly window: Window;
  readonly filtered: boolean;
}

/** A reduction: args are its series and, if `filtered`, the rows allowed as the last one. `pooled`: the series are pooled, not paired. */
export interface ReduceNode extends NodeBase {
  readonly op: 'reduce';
  readonly operator: string;
  readonly parameters: readonly number[];
  readonly window: Window;
  readonly filtered: boolean;
  readonly pooled: boolean;
}

/** A column of `daily`: one row per trading day. */
export interface DailyColumnNode extends NodeBase {
  readonly op: 'daily';
  readonly column: DailyColumn;
}

/** A reduction over the last `days` trading days, or the place of today among them, for every day: args as those of a reduction. */
export interface RollingNode extends NodeBase {
  readonly op: 'rolling';
  readonly operator: string;
  readonly parameters: readonly number[];
  readonly days: number;
  readonly filtered: boolean;
}

/** An operator across the stocks of each day: args are the series and, if `filtered`, the stocks allowed. */
export interface AcrossNode extends NodeBase {
  readonly op: 'across';
  readonly operator: string;
  readonly parameters: readonly number[];
  readonly by: string | null;
  readonly filtered: boolean;
}

/** Computed on the host in float64 by the reference and handed to kernels; `source` is what it stands for. */
export interface PreparedNode extends NodeBase {
  readonly op: 'prepared';
  readonly source: Node;
  readonly reason: string;
  /** A column of a tile of ragged rows: what it lacks is missing row by row, not because a feed does not deliver it. */
  readonly leaf?: true;
}

export type Node = ConstantNode | ColumnNode | EventColumnNode | GroupNode | SpreadNode | WithinNode | ElementNode | ShiftNode | ScanNode | SelectNode | ReduceNode | DailyColumnNode | RollingNode | AcrossNode | PreparedNode;

/** Nodes that `where=` may restrict. */
type Filtered = ReduceNode | SelectNode | GroupNode | RollingNode | AcrossNode;

/** Series arguments of a reduction, without the rows allowed. */
export function seriesOf(node: Filtered): readonly Node[] {
  return node.filtered ? node.args.slice(0, -1) : node.args;
}

/** The rows allowed by `where=`, or null. */
export function whereOf(node: Filtered): Node | null {
  return node.filtered ? (node.args[node.args.length - 1] ?? null) : null;
}

// A plain Omit over the union would keep only common fields.
type WithoutId<T> = T extends unknown ? Omit<T, 'id' | 'rows'> & Partial<Pick<NodeBase, 'rows'>> : never;
/** What a node is; without rows a series is one of bars. */
export type NodeSpec = WithoutId<Node>;

function rowsOf(spec: NodeSpec): RowSpace {
  return spec.shape === 'value' ? 'one' : (spec.rows ?? 'minute');
}

/** Makes nodes, each once. */
export class Graph {
  private readonly unique = new Map<string, Node>();

  /** The node that is what `spec` says. */
  make(spec: NodeSpec): Node {
    const key = nodeKey(spec);
    const known = this.unique.get(key);
    if (known !== undefined) return known;
    const node: Node = { ...spec, rows: rowsOf(spec), id: this.unique.size };
    this.unique.set(key, node);
    return node;
  }

  /** A written number (NaN is missing) or condition (1 or 0): one value without a unit. */
  constant(value: number, element: Element = 'number'): Node {
    return this.make({ op: 'constant', value, element, shape: 'value', unit: UNITLESS, args: [] });
  }

  /** A column: a series of numbers in a unit. */
  column(column: ColumnName, unit: Unit): Node {
    return this.make({ op: 'column', column, element: 'number', shape: 'series', unit, args: [] });
  }

  /** An element-wise operator: a series if any of its arguments is one. */
  element(operator: string, args: readonly Node[], element: Element, unit: Unit): Node {
    const series = args.find((arg) => arg.shape === 'series');
    return this.make({ op: 'element', operator, args, element, shape: series === undefined ? 'value' : 'series', rows: series?.rows ?? 'one', unit });
  }
}

function unitKey(unit: Unit): string {
  return `${String(unit.cny)},${String(unit.share)}`;
}

function windowKey(window: Window): string {
  const rows = `${String(window.firstRow)}-${String(window.endRow)}`;
  return window.clock === null ? rows : `${rows}/${String(window.clock.from)}-${String(window.clock.to)}`;
}

/** What makes a node itself: everything but its number. */
function nodeKey(spec: NodeSpec): string {
  const args = spec.args.map((arg) => arg.id).join(',');
  return `${detailKey(spec)}|${rowsOf(spec)}|${spec.element}|${unitKey(spec.unit)}|${args}`;
}

function detailKey(spec: NodeSpec): string {
  switch (spec.op) {
    case 'constant':
      return `constant ${Object.is(spec.value, -0) ? '0' : String(spec.value)}`;
    case 'column':
      return `column ${spec.column}`;
    case 'event':
      return `column ${spec.table}.${spec.column}`;
    case 'group':
      return `group ${spec.by} ${spec.operator} ${spec.parameters.join(',')} ${windowKey(spec.window)} ${String(spec.filtered)}`;
    case 'spread':
      return 'spread';
    case 'within':
      return `within ${spec.table} ${windowKey(spec.window)}`;
    case 'element':
      return `element ${spec.operator}`;
    case 'shift':
      return `shift ${String(spec.by)}`;
    case 'scan':
      return `scan ${spec.operator} ${spec.parameters.join(',')}`;
    case 'select':
      return `select ${spec.operator} ${spec.parameters.join(',')} ${windowKey(spec.window)} ${String(spec.filtered)}`;
    case 'reduce':
      return `reduce ${spec.operator} ${spec.parameters.join(',')} ${windowKey(spec.window)} ${String(spec.filtered)} ${String(spec.pooled)}`;
    case 'daily':
      return `day ${spec.column}`;
    case 'rolling':
      return `rolling ${spec.operator} ${spec.parameters.join(',')} ${String(spec.days)} ${String(spec.filtered)}`;
    case 'across':
      return `across ${spec.operator} ${spec.parameters.join(',')} ${spec.by ?? ''} ${String(spec.filtered)}`;
    case 'prepared':
      return `${spec.leaf === true ? 'leaf' : 'prepared'} ${String(spec.source.id)}`;
  }
}

/**
 * A text that is the same for two nodes exactly if they compute the same thing, in this graph or any other: the identity
 * under which computed values are kept. Long parts are numbered once and referred to.
 */
export function canonicalText(root: Node): string {
  const numbers = new Map<Node, number>();
  const lines: string[] = [];
  const visit = (node: Node): number => {
    const known = numbers.get(node);
    if (known !== undefined) return known;
    const args = node.args.map(visit);
    const spec = node.op === 'prepared' ? `prepared ${String(visit(node.source))}` : detailKey(node);
    const number = lines.length;
    numbers.set(node, number);
    const rows = node.rows === 'one' || node.rows === 'minute' ? '' : `${node.rows} `;
    lines.push(`${spec} ${rows}${unitKey(node.unit)} (${args.join(' ')})`);
    return number;
  };
  visit(root);
  return lines.join('\n');
}

/** Nodes below and including the roots, arguments before their users; sources of prepared nodes are not entered. */
export function inOrder(roots: readonly Node[]): readonly Node[] {
  const seen = new Set<Node>();
  const order: Node[] = [];
  const visit = (node: Node): void => {
    if (seen.has(node)) return;
    seen.add(node);
    node.args.forEach(visit);
    order.push(node);
  };
  roots.forEach(visit);
  return order;
}
