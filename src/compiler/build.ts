/** Typed program → IR: one graph for all factors, equal parts shared; `diff` and `count` of a condition become plainer operators. */
import { operatorNamed } from '../dsl/catalogue/index.ts';
import type { Operator } from '../dsl/catalogue/index.ts';
import { argument } from '../dsl/catalogue/traits.ts';
import type { Window } from '../dsl/session.ts';
import { ENUMS } from '../dsl/tables.ts';
import type { CheckedFactor, Typed, TypedApplication, TypedColumn, TypedLiteral } from '../dsl/typed.ts';
import { UNITLESS, type Unit } from '../dsl/units.ts';
import { isColumn } from './columns.ts';
import type { Element, Graph, Node } from './ir.ts';
import { groupingOf, isEventTable, meetingOf, type RowSpace } from './rows.ts';

/** One output of a program. */
export interface Root {
  readonly factor: CheckedFactor;
  readonly node: Node;
}

/** The unit of a typed number; bare numbers have none. */
export function unitOf(typed: Typed): Unit {
  return typed.type.kind === 'number' && typed.type.unit !== 'bare' ? typed.type.unit : UNITLESS;
}

/** Adds a factor's value to a graph. */
export function buildRoot(factor: CheckedFactor, graph: Graph): Root {
  const known = new Map<Typed, Node>();
  const build = (typed: Typed): Node => {
    const done = known.get(typed);
    if (done !== undefined) return done;
    const node = buildOne(typed);
    known.set(typed, node);
    return node;
  };
  const buildOne = (typed: Typed): Node => {
    if (typed.kind === 'literal') return literal(typed, graph);
    if (typed.kind === 'column') return column(typed, graph);
    return buildApplication(typed, typed.args.flatMap(partsOf).map(build), typed.where === null ? null : build(typed.where), graph);
  };
  return { factor, node: build(factor.value) };
}

/** A written number, condition or name of an enum. */
export function literal({ value, type }: TypedLiteral, graph: Graph): Node {
  if (typeof value === 'boolean') return graph.constant(value ? 1 : 0, 'boolean');
  if (typeof value === 'string' && type.kind === 'enum') return graph.constant(ENUMS[type.name].indexOf(value));
  return graph.constant(typeof value === 'number' ? value : NaN);
}

function column(typed: TypedColumn, graph: Graph): Node {
  const { table, column: name } = typed;
  if (table === 'daily') throw new Error('compiler error: days have a graph of their own');
  if (table !== 'minute') return graph.make({ op: 'event', table, column: name, rows: table, shape: 'series', element: 'number', unit: unitOf(typed), args: [] });
  if (!isColumn(name)) throw new Error(`compiler error: minute.${name} is no column`);
  return graph.column(name, unitOf(typed));
}

/** Series that are pooled, one by one; anything else is itself. */
function partsOf(typed: Typed): readonly Typed[] {
  return typed.kind === 'apply' && operatorNamed(typed.operator).lowering.kind === 'pool' ? typed.args.flatMap(partsOf) : [typed];
}

/** @param inputs series of the operator, the parts of a pool one by one */
function buildApplication(typed: TypedApplication, inputs: readonly Node[], condition: Node | null, graph: Graph): Node {
  const entry = operatorNamed(typed.operator);
  const pooled = typed.args[0]?.rows.kind === 'pool';
  // Parts of a pool keep their own rows; the condition meets each of them.
  const space = pooled ? null : meeting(condition === null ? inputs : [...inputs, condition]);
  const args = space === null ? inputs : inputs.map((input) => spread(input, space, graph));
  const where = condition === null || space === null ? condition : spread(condition, space, graph);
  const { lowering } = entry;
  const [first] = args;
  if (lowering.kind === 'shift') return shift(argument(args, 0), -lowering.sign * (typed.parameters[0] ?? 1), graph);
  if (lowering.kind === 'difference') {
    const x = argument(args, 0);
    return graph.element('-', [x, shift(x, typed.parameters[0] ?? 1, graph)], 'number', unitOf(typed));
  }
  if (lowering.kind === 'reduction' && lowering.ofCondition === 'rows' && first?.element === 'boolean') return countTrue(first, where, typed, graph);
  return alongRows(typed, entry, args, where, pooled, graph);
}

/** Reductions, selections, running operators; anything else is element by element. */
function alongRows(typed: TypedApplication, entry: Operator, args: readonly Node[], where: Node | null, pooled: boolean, graph: Graph): Node {
  const { name, group, meaning } = entry;
  const element: Element = typed.type.kind === 'boolean' ? 'boolean' : 'number';
  const unit = unitOf(typed);
  const { parameters } = typed;
  const space = (pooled ? null : meeting(args)) ?? 'minute';
  if (group === 'reduction') return reduction(typed, name, pooled ? pooledArgs(args, where, graph) : { args, where }, { unit, element, pooled }, graph);
  const filtered = where !== null;
  if (meaning.kind === 'selection') {
    return graph.make({ op: 'select', operator: name, parameters, window: windowOn(typed.window, space), filtered, args: withCondition(args, where), rows: space, element, shape: 'series', unit });
  }
  if (meaning.kind === 'rows') return graph.make({ op: 'scan', operator: name, parameters, args, rows: space, element, shape: 'series', unit });
  return graph.element(name, args, element, unit);
}

function withCondition(args: readonly Node[], where: Node | null): readonly Node[] {
  return where === null ? args : [...args, where];
}

interface Reduced {
  readonly args: readonly Node[];
  readonly where: Node | null;
}

/** Where the rows of a pool are restricted, what is left out is missing: a condition has other rows on each part. */
function pooledArgs(parts: readonly Node[], where: Node | null, graph: Graph): Reduced {
  if (where === null) return { args: parts, where };
  const missing = graph.constant(NaN);
  const args = parts.map((part) => {
    const condition = spread(where, part.rows, graph);
    return part.element === 'boolean' ? graph.element('and', [condition, part], 'boolean', part.unit) : graph.element('if', [condition, part, missing], part.element, part.unit);
  });
  return { args, where: null };
}

function reduction(typed: TypedApplication, operator: string, { args, where }: Reduced, result: { unit: Unit; element: Element; pooled: boolean }, graph: Graph): Node {
  const { parameters, by } = typed;
  const { unit, element, pooled } = result;
  const filtered = where !== null;
  const all = withCondition(args, where);
  const space = args[0]?.rows ?? 'minute';
  // Parts of a pool may have other rows each: events by the clock, bars by their place.
  const window = windowOn(typed.window, args.find((arg) => isEventTable(arg.rows))?.rows ?? space);
  if (by === null) return graph.make({ op: 'reduce', operator, parameters, window, filtered, pooled, args: all, element, shape: 'value', unit });
  if (!isEventTable(space)) throw new Error(`compiler error: by=${by} of rows that are no table`);
  return graph.make({ op: 'group', operator, parameters, window, filtered, table: space, by, args: all, rows: by === 'minute' ? 'minute' : `${space}.${by}`, element, shape: 'series', unit });
}

/** Bars lie in a window or do not: its clock limits matter to events only. */
function windowOn(window: Window, space: RowSpace): Window {
  return isEventTable(space) ? window : { ...window, clock: null };
}

/** Rows on which series meet; null if all are values. Throws if they have none in common. */
function meeting(nodes: readonly Node[]): RowSpace | null {
  let space: RowSpace = 'one';
  for (const node of nodes) {
    const joined = meetingOf(space, node.rows);
    if (joined === null) throw new Error(`compiler error: rows of ${space} beside rows of ${node.rows}`);
    space = joined;
  }
  return space === 'one' ? null : space;
}

/** A series on the rows of a space: one of a grouping, or of bars, is spread over a table of events. Values stay values. */
function spread(node: Node, space: RowSpace, graph: Graph): Node {
  if (node.rows === 'one' || node.rows === space) return node;
  if (!isEventTable(space) || (node.rows !== 'minute' && groupingOf(node.rows)?.table !== space)) throw new Error(`compiler error: ${node.rows} cannot be spread over ${space}`);
  return graph.make({ op: 'spread', args: [node], rows: space, element: node.element, shape: 'series', unit: node.unit });
}

/** Row i of the result is row i − by of x. */
function shift(x: Node, by: number, graph: Graph): Node {
  // prev(prev(x)) is not prev(x, 2) at the edge of a condition, but it is for numbers: both are missing there.
  if (x.op === 'shift' && x.element === 'number' && Math.sign(x.by) === Math.sign(by)) return shift(argument(x.args, 0), x.by + by, graph);
  return graph.make({ op: 'shift', by, args: [x], rows: x.rows, element: x.element, shape: 'series', unit: x.unit });
}

/** count(condition) is the number of rows where it holds: count of the rows present, where= narrowed by it. */
function countTrue(condition: Node, where: Node | null, typed: TypedApplication, graph: Graph): Node {
  const rows = where === null ? condition : graph.element('and', [condition, where], 'boolean', UNITLESS);
  return reduction(typed, 'count', { args: [spreadConstant(rows, graph)], where: rows }, { unit: UNITLESS, element: 'number', pooled: false }, graph);
}

/** 1 on the rows of a series: what is counted where a condition holds. */
function spreadConstant(rows: Node, graph: Graph): Node {
  const one = graph.constant(1);
  return isEventTable(rows.rows) || groupingOf(rows.rows) !== null ? graph.element('if', [rows, one, one], 'number', UNITLESS) : one;
}

/** Whether a factor is one over days. */
export function readsDays(factor: CheckedFactor): boolean {
  return factor.table === 'daily';
}

/** Whether a factor reads executions or orders, or is stated over their rows. */
export function readsEvents(factor: CheckedFactor): boolean {
  if (readsDays(factor)) return false;
  if (factor.table !== 'minute') return true;
  const seen = new Set<Typed>();
  const reads = (typed: Typed): boolean => {
    if (seen.has(typed)) return false;
    seen.add(typed);
    if (typed.kind === 'column') return typed.table !== 'minute';
    return typed.kind === 'apply' && (typed.args.some(reads) || (typed.where !== null && reads(typed.where)));
  };
  return reads(factor.value);
}
