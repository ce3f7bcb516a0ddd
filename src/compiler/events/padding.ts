/**
 * Rows that a stock's last chunk has beyond its end. There every column is missing and every condition false, but what is made of them may be neither: the other side of an
 * `if`, the opposite of a condition.
 */
import { coreOf } from '../../dsl/catalogue/index.ts';
import { UNITLESS } from '../../dsl/units.ts';
import type { Graph, Node } from '../ir.ts';
import type { RowSpace } from '../rows.ts';
import type { UsedRows } from './sums.ts';

/** The rows without those beyond the end, where a condition is needed to tell them. */
export function withoutPadding(graph: Graph, rows: UsedRows): UsedRows {
  const { space, present, where } = rows;
  if (space === 'minute' || present.some(isAbsentBeyond) || (where !== null && isAbsentBeyond(where))) return rows;
  const there = rowsThere(graph, space);
  return { ...rows, where: where === null ? there : graph.element('and', [there, where], 'boolean', UNITLESS) };
}

/** Whether a series of loaded columns is missing, or false, beyond the end. */
function isAbsentBeyond(node: Node): boolean {
  if (node.shape === 'value') return false;
  if (node.op === 'prepared') return true;
  if (node.op !== 'element') return false;
  const { lowering, meaning, missing } = coreOf(node.operator);
  if (lowering.kind === 'logic' && meaning.kind === 'element') {
    // False whatever the conditions are that may hold there.
    const known = node.args.map(isAbsentBeyond);
    return [0, 1].every((other) => meaning.of(known.map((absent) => (absent ? 0 : other)), []) === 0);
  }
  return missing === 'spreads' && node.args.some((arg) => arg.element === 'number' && isAbsentBeyond(arg));
}

/** True on every row that a space has. */
function rowsThere(graph: Graph, space: RowSpace): Node {
  return graph.make({ op: 'prepared', source: graph.constant(1, 'boolean'), reason: 'the last chunk is longer than the rows', leaf: true, args: [], rows: space, shape: 'series', element: 'boolean', unit: UNITLESS });
}
