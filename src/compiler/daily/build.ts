/**
 * Typed factor over days → graph. Every node but a written number is a series over the trading days of a stock: a reduction over the last days gives a number of each day
 * again, and so does whatever compares the stocks of a day.
 */
import { coreOf, operatorNamed, type Operator } from '../../dsl/catalogue/index.ts';
import { argument } from '../../dsl/catalogue/traits.ts';
import type { CheckedFactor, Typed, TypedApplication, TypedColumn } from '../../dsl/typed.ts';
import { UNITLESS } from '../../dsl/units.ts';
import { literal, unitOf, type Root } from '../build.ts';
import type { Element, Graph, Node } from '../ir.ts';
import { isDailyColumn } from './columns.ts';

/** Adds a factor's value to a graph. */
export function buildDailyRoot(factor: CheckedFactor, graph: Graph): Root {
  const known = new Map<Typed, Node>();
  const build = (typed: Typed): Node => {
    const done = known.get(typed);
    if (done !== undefined) return done;
    const node = typed.kind === 'literal' ? literal(typed, graph) : typed.kind === 'column' ? column(typed, graph) : application(typed, typed.args.map(build), typed.where === null ? null : build(typed.where), graph);
    known.set(typed, node);
    return node;
  };
  return { factor, node: build(factor.value) };
}

function column(typed: TypedColumn, graph: Graph): Node {
  const { column: name } = typed;
  if (!isDailyColumn(name)) throw new Error(`compiler error: daily.${name} is no column`);
  return graph.make({ op: 'daily', column: name, rows: 'day', shape: 'series', element: 'number', unit: unitOf(typed), args: [] });
}

function application(typed: TypedApplication, args: readonly Node[], where: Node | null, graph: Graph): Node {
  const entry = operatorNamed(typed.operator);
  const { lowering, group } = entry;
  const steps = typed.parameters[0] ?? 1;
  if (lowering.kind === 'shift') return shift(argument(args, 0), steps, graph);
  if (lowering.kind === 'difference') {
    const x = argument(args, 0);
    return graph.element('-', [x, shift(x, steps, graph)], 'number', unitOf(typed));
  }
  const element: Element = typed.type.kind === 'boolean' ? 'boolean' : 'number';
  const unit = unitOf(typed);
  const { days } = typed.window;
  if (days === undefined) {
    if (group !== 'selection' && entry.meaning.kind !== 'selection' && entry.meaning.kind !== 'section') return graph.element(typed.operator, args, element, unit);
    return graph.make({ op: 'across', operator: typed.operator, parameters: typed.parameters, by: typed.by, filtered: where !== null, args: withCondition(args, where), rows: 'day', element, shape: 'series', unit });
  }
  return rolling(typed, entry, days, args, where, { element, unit }, graph);
}

function withCondition(args: readonly Node[], where: Node | null): readonly Node[] {
  return where === null ? args : [...args, where];
}

function rolling(typed: TypedApplication, entry: Operator, days: number, args: readonly Node[], where: Node | null, { element, unit }: Pick<Node, 'element' | 'unit'>, graph: Graph): Node {
  const make = (operator: string, of: readonly Node[], rows: Node | null): Node =>
    graph.make({ op: 'rolling', operator, parameters: typed.parameters, days, filtered: rows !== null, args: withCondition(of, rows), rows: 'day', element, shape: 'series', unit });
  const [first] = args;
  const ofCondition = entry.lowering.kind === 'reduction' && entry.lowering.ofCondition === 'rows' && first?.element === 'boolean';
  // count(condition) is the number of days on which it holds.
  const rows = ofCondition && where !== null ? graph.element('and', [first, where], 'boolean', UNITLESS) : ofCondition ? first : where;
  const node = ofCondition ? make(typed.operator, [graph.constant(1)], rows) : make(typed.operator, args, where);
  if (entry.group !== 'reduction' || !isSomethingOfNoRows(entry)) return node;
  return whereDelivered(node, [...args, ...(where === null ? [] : [where])], days, graph);
}

/** Whether a reduction has a value of no rows: then absent data needs a word of its own. */
function isSomethingOfNoRows({ meaning }: Operator): boolean {
  return meaning.kind === 'reduction' && !Number.isNaN(meaning.of([new Float64Array(0)], []));
}

/** A reduction that rests on a series without a single value in the window is missing: 0 would say that nothing traded where nothing is known. */
function whereDelivered(node: Node, inputs: readonly Node[], days: number, graph: Graph): Node {
  const rests = new Set<Node>();
  inputs.forEach((input) => {
    collectRests(input, 0, rests, graph);
  });
  let delivered: Node | null = null;
  for (const series of rests) {
    const count = graph.make({ op: 'rolling', operator: 'count', parameters: [], days, filtered: false, args: [series], rows: 'day', element: 'number', shape: 'series', unit: UNITLESS });
    const there = graph.element('>', [count, graph.constant(0)], 'boolean', UNITLESS);
    delivered = delivered === null ? there : graph.element('and', [delivered, there], 'boolean', UNITLESS);
  }
  return delivered === null ? node : graph.element('if', [delivered, node, graph.constant(NaN)], node.element, node.unit);
}

/** Series without which a node has no meaning: columns, moved or not, and what is reduced already; not what `fill` and `is_missing` ask about. */
function collectRests(node: Node, by: number, into: Set<Node>, graph: Graph, seen = new Set<string>()): void {
  const place = `${String(node.id)} ${String(by)}`;
  if (node.op === 'constant' || seen.has(place)) return;
  seen.add(place);
  if (node.op === 'shift') collectRests(argument(node.args, 0), by + node.by, into, graph, seen);
  // A condition is never missing: it rests on what it is made of.
  else if (node.op === 'element' || node.element === 'boolean') {
    (node.op === 'element' && coreOf(node.operator).missing === 'answered' ? node.args.slice(1) : node.args).forEach((arg) => {
      collectRests(arg, by, into, graph, seen);
    });
  } else into.add(by === 0 ? node : shift(node, by, graph));
}

/** The value n trading days earlier. */
function shift(x: Node, by: number, graph: Graph): Node {
  if (x.op === 'constant') return x;
  if (x.op === 'shift' && x.element === 'number') return shift(argument(x.args, 0), x.by + by, graph);
  return graph.make({ op: 'shift', by, args: [x], rows: 'day', element: x.element, shape: 'series', unit: x.unit });
}
