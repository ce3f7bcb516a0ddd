/** Typed program → IR: one graph for all factors, equal parts shared; `diff` and `count` of a condition become plainer operators. */
import { operatorNamed } from '../dsl/catalogue/index.ts';
import type { CheckedFactor, Typed, TypedApplication } from '../dsl/typed.ts';
import { UNITLESS, type Unit } from '../dsl/units.ts';
import type { Graph} from './ir.ts';
import { type ColumnName, type Element, type Node } from './ir.ts';

/** One output of a program. */
export interface Root {
  readonly factor: CheckedFactor;
  readonly node: Node;
}

const COLUMNS: ReadonlySet<string> = new Set<ColumnName>(['open', 'high', 'low', 'close', 'vwap', 'volume', 'amount', 'items', 'ret', 'time']);

function isColumn(name: string): name is ColumnName {
  return COLUMNS.has(name);
}

function unitOf(typed: Typed): Unit {
  return typed.type.kind === 'number' && typed.type.unit !== 'bare' ? typed.type.unit : UNITLESS;
}

/** Adds a factor's value to a graph. The factor reads `minute` only: `readsOnlyMinutes` says so first. */
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
    if (typed.kind === 'literal') {
      if (typeof typed.value === 'boolean') return graph.constant(typed.value ? 1 : 0, 'boolean');
      return graph.constant(typeof typed.value === 'number' ? typed.value : NaN);
    }
    if (typed.kind === 'column') {
      if (typed.table !== 'minute' || !isColumn(typed.column)) throw new Error(`${typed.table}.${typed.column} is no minute column`);
      return graph.column(typed.column, unitOf(typed));
    }
    return buildApplication(typed, typed.args.map(build), typed.where === null ? null : build(typed.where), graph);
  };
  return { factor, node: build(factor.value) };
}

function buildApplication(typed: TypedApplication, args: readonly Node[], where: Node | null, graph: Graph): Node {
  const entry = operatorNamed(typed.operator);
  const element: Element = typed.type.kind === 'boolean' ? 'boolean' : 'number';
  const unit = unitOf(typed);
  const { parameters, window } = typed;
  if (entry.lowering.kind === 'shift') return shift(args[0], -entry.lowering.sign * (parameters[0] ?? 1), graph);
  if (entry.name === 'diff') {
    const x = args[0];
    const earlier = shift(x, parameters[0] ?? 1, graph);
    return graph.element('-', x === undefined ? [earlier] : [x, earlier], 'number', unit);
  }
  if (entry.name === 'count' && args[0]?.element === 'boolean') return countTrue(args[0], where, typed, graph);
  if (entry.group === 'reduction') {
    const pooled = typed.args.length === 1 && typed.args[0]?.rows.kind === 'pool';
    const series = pooled ? poolParts(args[0]) : args;
    const filtered = where !== null;
    return graph.make({ op: 'reduce', operator: entry.name, parameters, window, filtered, pooled, args: filtered ? [...series, where] : series, element, shape: 'value', unit });
  }
  if (entry.name === 'concat') return graph.make({ op: 'element', operator: 'concat', args, element: 'number', shape: 'series', unit });
  if (entry.meaning.kind === 'selection') {
    const filtered = where !== null;
    return graph.make({ op: 'select', operator: entry.name, parameters, window, filtered, args: filtered ? [...args, where] : args, element, shape: 'series', unit });
  }
  if (entry.meaning.kind === 'rows') return graph.make({ op: 'scan', operator: entry.name, parameters, args, element, shape: 'series', unit });
  return graph.element(entry.name, args, element, unit);
}

/** Row i of the result is row i − by of x. */
function shift(x: Node | undefined, by: number, graph: Graph): Node {
  if (x === undefined) throw new Error('a shift needs a series');
  // prev(prev(x)) is not prev(x, 2) at the edge of a condition, but it is for numbers: both are missing there.
  if (x.op === 'shift' && x.element === 'number' && Math.sign(x.by) === Math.sign(by)) return shift(x.args[0], x.by + by, graph);
  return graph.make({ op: 'shift', by, args: [x], element: x.element, shape: 'series', unit: x.unit });
}

/** count(condition) is the number of rows where it holds: count of the rows present, where= narrowed by it. */
function countTrue(condition: Node, where: Node | null, typed: TypedApplication, graph: Graph): Node {
  const rows = where === null ? condition : graph.element('and', [condition, where], 'boolean', UNITLESS);
  const { window } = typed;
  return graph.make({ op: 'reduce', operator: 'count', parameters: [], window, filtered: true, pooled: false, args: [graph.constant(1), rows], element: 'number', shape: 'value', unit: UNITLESS });
}

function poolParts(node: Node | undefined): readonly Node[] {
  if (node === undefined) return [];
  return node.op === 'element' && node.operator === 'concat' ? node.args.flatMap(poolParts) : [node];
}

/** Tables other than `minute` that a factor reads: those need the event engine. */
export function eventTables(factor: CheckedFactor): readonly string[] {
  const tables = new Set<string>();
  const seen = new Set<Typed>();
  const visit = (typed: Typed): void => {
    if (seen.has(typed)) return;
    seen.add(typed);
    if (typed.kind === 'column' && typed.table !== 'minute') tables.add(typed.table);
    if (typed.kind !== 'apply') return;
    typed.args.forEach(visit);
    if (typed.where !== null) visit(typed.where);
  };
  visit(factor.value);
  if (factor.table !== 'minute') tables.add(factor.table);
  return [...tables];
}
