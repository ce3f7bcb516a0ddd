/** What a loop over the bars collects, in words. */
import { clockText, endOfBar, SESSION, type Window } from '../../dsl/session.ts';
import type { Accumulator, AccumulatorKind, Term } from '../gpujs/accumulator.ts';
import type { Node } from '../ir.ts';
import { binary, nodeText, primary, writeNode, type PreparedNames, type WrittenNode } from './node-text.ts';

/** What loops accumulate for a factor. */
export interface LoopStep {
  readonly kind: AccumulatorKind | 'count';
  /** What is added up, compared or compounded, as an expression; of a count the series that must have a value, empty if none must. */
  readonly expression: string;
  /** The bars it is about: `late (14:30..15:00) where ret < 0`, `one in 8 bars`; empty for all of the day. */
  readonly rows: string;
  /** Number of the pass over the bars, from 1. */
  readonly pass: number;
  /** Whether it is collected only to know how far the result may be off. */
  readonly boundsError: boolean;
}

export function loopStep({ kind, terms, rows, stage }: Accumulator, names: PreparedNames): LoopStep {
  const where = rows.where === null ? [] : [`where ${nodeText(rows.where, names)}`];
  return {
    kind: terms.length === 0 ? 'count' : kind,
    expression: terms.length === 0 ? presentText(rows.present, names) : productText(terms.map((term) => termText(term, names))),
    rows: [...(rows.window.days === undefined ? windowText(rows.window) : [`last ${rows.window.text}`]), ...(rows.every === undefined ? [] : [`one in ${String(rows.every)} ${rows.window.days === undefined ? 'bars' : 'days'}`]), ...where].join(' '),
    pass: stage + 1,
    boundsError: terms.some((term) => term.absolute),
  };
}

/** A term as it is summed: less what keeps its sums small, or its size. */
function termText(term: Term, names: PreparedNames): WrittenNode {
  const series = writeNode(term.node, names);
  const origin = term.centre === null ? (term.delta ? 'base' : null) : term.centre.startsWith('middle_') ? 'day_mean' : 'mean';
  const centred = origin === null ? series : binary('-', series, primary(origin));
  return term.absolute ? primary(`abs(${centred.text})`) : centred;
}

/** Series that a counted bar has, less what every bar has. */
function presentText(present: readonly Node[], names: PreparedNames): string {
  return [...new Set(present.filter((node) => node.op !== 'constant').map((node) => nodeText(node, names)))].join(' and ');
}

/** Factors multiplied, equal ones as a power. */
function productText(terms: readonly WrittenNode[]): string {
  const powers = new Map<string, { readonly term: WrittenNode; count: number }>();
  for (const term of terms) {
    const power = powers.get(term.text);
    if (power === undefined) powers.set(term.text, { term, count: 1 });
    else power.count++;
  }
  const factors = [...powers.values()].map(({ term, count }) => (count === 1 ? term : binary('^', term, primary(String(count)))));
  const [first, ...rest] = factors;
  return first === undefined ? '' : rest.reduce((product, factor) => binary('*', product, factor), first).text;
}

function windowText({ text, firstRow, endRow }: Window): readonly string[] {
  if (text === SESSION.text || endRow <= firstRow) return [];
  const range = `${clockText(endOfBar(firstRow) - 1)}..${clockText(endOfBar(endRow - 1))}`;
  return [text === range ? text : `${text} (${range})`];
}
