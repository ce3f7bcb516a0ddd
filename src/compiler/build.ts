/** Typed program → IR: one graph for all factors, equal parts shared; `diff` and `count` of a condition become plainer operators. */
import { operatorNamed } from '../dsl/catalogue/index.ts';
import { argument } from '../dsl/catalogue/traits.ts';
import type { CheckedFactor, Typed, TypedApplication } from '../dsl/typed.ts';
import { UNITLESS, type Unit } from '../dsl/units.ts';
import { isColumn } from './columns.ts';
import type { Element, Graph, Node } from './ir.ts';

/** One output of a program. */
export interface Root {
  readonly factor: CheckedFactor;
  readonly node: Node;
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
    return buildApplication(typed, typed.args.flatMap(partsOf).map(build), typed.where === null ? null : build(typed.where), graph);
  };
  return { factor, node: build(factor.value) };
}

/** Series that are pooled, one by one; anything else is itself. */
function partsOf(typed: Typed): readonly Typed[] {
  return typed.kind === 'apply' && operatorNamed(typed.operator).lowering.kind === 'pool' ? typed.args.flatMap(partsOf) : [typed];
}

/** @param args series of the operator, the parts of a pool one by one */
function buildApplication(typed: TypedApplication, args: readonly Node[], where: Node | null, graph: Graph): Node {
  const { name, group, lowering, meaning } = operatorNamed(typed.operator);
  const element: Element = typed.type.kind === 'boolean' ? 'boolean' : 'number';
  const unit = unitOf(typed);
  const { parameters, window } = typed;
  const filtered = where !== null;
  const restricted = filtered ? [...args, where] : args;
  const [first] = args;
  if (lowering.kind === 'shift') return shift(argument(args, 0), -lowering.sign * (parameters[0] ?? 1), graph);
  if (lowering.kind === 'difference') {
    const x = argument(args, 0);
    return graph.element('-', [x, shift(x, parameters[0] ?? 1, graph)], 'number', unit);
  }
  if (lowering.kind === 'reduction' && lowering.ofCondition === 'rows' && first?.element === 'boolean') return countTrue(first, where, typed, graph);
  if (group === 'reduction') {
    const pooled = typed.args[0]?.rows.kind === 'pool';
    return graph.make({ op: 'reduce', operator: name, parameters, window, filtered, pooled, args: restricted, element, shape: 'value', unit });
  }
  if (meaning.kind === 'selection') return graph.make({ op: 'select', operator: name, parameters, window, filtered, args: restricted, element, shape: 'series', unit });
  if (meaning.kind === 'rows') return graph.make({ op: 'scan', operator: name, parameters, args, element, shape: 'series', unit });
  return graph.element(name, args, element, unit);
}

/** Row i of the result is row i − by of x. */
function shift(x: Node, by: number, graph: Graph): Node {
  // prev(prev(x)) is not prev(x, 2) at the edge of a condition, but it is for numbers: both are missing there.
  if (x.op === 'shift' && x.element === 'number' && Math.sign(x.by) === Math.sign(by)) return shift(argument(x.args, 0), x.by + by, graph);
  return graph.make({ op: 'shift', by, args: [x], element: x.element, shape: 'series', unit: x.unit });
}

/** count(condition) is the number of rows where it holds: count of the rows present, where= narrowed by it. */
function countTrue(condition: Node, where: Node | null, typed: TypedApplication, graph: Graph): Node {
  const rows = where === null ? condition : graph.element('and', [condition, where], 'boolean', UNITLESS);
  const { window } = typed;
  return graph.make({ op: 'reduce', operator: 'count', parameters: [], window, filtered: true, pooled: false, args: [graph.constant(1), rows], element: 'number', shape: 'value', unit: UNITLESS });
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
