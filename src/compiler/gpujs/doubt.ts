/** What makes a reduction missing, or doubtful, although its sums say nothing of it. */
import { HOPELESS } from '../../dsl/catalogue/traits.ts';
import { BARS_PER_DAY } from '../../dsl/session.ts';
import { isSize, type StoredColumn } from '../columns.ts';
import type { Node, ReduceNode } from '../ir.ts';
import { traitsOf } from '../traits.ts';
import { numberText } from './text.ts';
import { errorText, type Keep, type ValueText } from './value.ts';

/** Single values that a reduction's series and rows are made with; what those are made with is theirs to tell. */
function valuesRead(node: ReduceNode): readonly Node[] {
  const found = new Set<Node>();
  const seen = new Set<Node>();
  const visit = (at: Node): void => {
    if (seen.has(at)) return;
    seen.add(at);
    if (at.shape === 'series') at.args.forEach(visit);
    else if (at.op !== 'constant') found.add(at);
  };
  node.args.forEach(visit);
  return [...found];
}

/** How much larger than what placement went by a bound may be: it has roundings of its own. */
const ROOM = 4;
const LEAST_TRUSTED = 1e-6;

/** Relative error of a value that those who read it were placed by; 0 where nothing was known. */
function trustedError(node: Node): number {
  const { error } = traitsOf(node);
  return Number.isFinite(error) ? Math.max(ROOM * error, LEAST_TRUSTED) : 0;
}

/**
 * Loops take the accuracy that is known while compiling for granted, also of the single values they read. Where such a value turns out worse (a variance lost
 * in rounding, a comparison too close to call), whatever was made with it is computed again.
 *
 * @param valueOf the values that the reduction's series are made with
 */
export function doubtfulWhereValuesAre(made: ValueText, node: ReduceNode, valueOf: (node: Node) => ValueText, keep: Keep): ValueText {
  const doubts: string[] = [];
  let { stage } = made;
  for (const inner of valuesRead(node)) {
    const value = valueOf(inner);
    if ('relative' in value.error) continue;
    const trusted = inner.element === 'boolean' ? '0.5' : `${numberText(trustedError(inner))} * Math.abs(${value.text})`;
    // Written so that NaN, which overflow leaves, is a doubt.
    doubts.push(`(${errorText(value)} <= ${trusted} ? 0 : 1)`);
    stage = Math.max(stage, value.stage);
  }
  if (doubts.length === 0) return made;
  const doubt = keep(stage, [...new Set(doubts)].sort().join(' + '));
  const unless = (text: string, otherwise: string): string => `(${doubt} > 0.5 ? ${otherwise} : ${text})`;
  const { delta, missing } = made;
  return {
    text: made.text,
    missing: missing === null ? null : keep(stage, unless(missing, '0')),
    error: { absolute: keep(stage, unless(errorText(made), HOPELESS)) },
    delta: delta === null ? null : { ...delta, error: () => unless(delta.error(), HOPELESS) },
    stage,
  };
}

/**
 * A reduction that rests on a column without a single value is missing, also where the sum of no rows is 0. Prices are there as soon as one is: the tile's
 * `first` is the first priced bar, beyond the last bar if there is none.
 */
export function missingWhereUndelivered(value: ValueText, columns: ReadonlySet<StoredColumn>, keep: Keep): ValueText {
  const tests = [...columns].map((column) => (isSize(column) ? `has_${column} < 0.5` : `first > ${String(BARS_PER_DAY - 1)}`));
  if (tests.length === 0) return value;
  const absent = keep(value.stage, `(${[...new Set(tests)].sort().join(' || ')} ? 1 : 0)`);
  return { ...value, missing: value.missing === null ? absent : keep(value.stage, `Math.max(${value.missing}, ${absent})`) };
}
