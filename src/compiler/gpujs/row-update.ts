/** What one row adds to an accumulator. */
import type { Accumulator, Term } from './accumulator.ts';
import type { LoopBody } from './loop-body.ts';
import type { SeriesText } from './series-text.ts';
import { minus, product } from './text.ts';

/** What accumulators are before the first row. */
export const START: Readonly<Record<Accumulator['kind'], string>> = { sum: '0', min: '3e38', max: '(-3e38)', first: '0', last: '0', compound: '0' };

/** Name of the number that is 1 once the first row was found. */
export function seenName(one: Accumulator): string {
  return `seen${one.name}`;
}

/** Statements that add the row that the body is at to an accumulator under a name; none if it never counts in this stretch. */
export function rowUpdate(one: Accumulator, name: string, body: LoopBody): readonly string[] {
  const present = one.rows.present.map((node) => body.series(node));
  const where = one.rows.where === null ? null : body.series(one.rows.where);
  const valid = body.together(present);
  if (valid.never || where?.text === '0') return [];
  const mask = body.mask(valid, where, one.rows.delivered);
  if (one.terms.length === 0) return [`${name} += ${mask ?? '1'};`];
  const terms = one.terms.map((term) => termText(term, body)).sort();
  if (one.kind === 'sum') return [`${name} += ${maskedProduct(terms, mask, body)};`];
  const x = terms.length > 1 ? body.keep(product(terms)) : product(terms);
  const chosen = (otherwise: string): string => (mask === null ? x : `(${mask} > 0.5 ? ${x} : ${otherwise})`);
  switch (one.kind) {
    case 'min':
    case 'max':
      return [`${name} = Math.${one.kind}(${name}, ${chosen(START[one.kind])});`];
    case 'last':
      return [`${name} = ${chosen(name)};`];
    case 'first': {
      const fresh = mask === null ? `${seenName(one)} < 0.5` : `${seenName(one)} < 0.5 && ${mask} > 0.5`;
      return [`${name} = (${fresh} ? ${x} : ${name});`, `${seenName(one)} = ${mask === null ? '1' : `Math.max(${seenName(one)}, ${mask})`};`];
    }
    case 'compound': {
      const change = body.keep(mask === null ? x : `${mask} * ${x}`);
      return [`${name} = ${name} + ${change} + ${name} * ${change};`];
    }
  }
}

/** Terms multiplied from the left, the mask first: it is 1 or 0, so sums of x, of x² and of x y share `mask * x` and no digit changes. */
function maskedProduct(terms: readonly string[], mask: string | null, body: LoopBody): string {
  const [first = '1', ...others] = mask === null ? terms : [mask, ...terms];
  return others.reduce((left, right) => body.keep(`${left} * ${right}`), first);
}

function termText(term: Term, body: LoopBody): string {
  const series: SeriesText = body.series(term.node);
  const raw = term.delta && series.delta !== null ? series.delta.text : series.text;
  const centred = term.centre === null ? raw : body.keep(minus(raw, term.centre));
  return term.absolute ? body.keep(`Math.abs(${centred})`) : centred;
}

/**
 * How many rows of [from, to) count, where that depends on the first row with a price alone, so that no loop is needed; null elsewhere.
 * @param body of a loop over these rows
 */
export function countOf(one: Accumulator, body: LoopBody, from: number, to: number): string | null {
  if (one.kind !== 'sum' || one.terms.length > 0 || one.rows.where !== null) return null;
  const { never, price, flags, delivered } = body.together(one.rows.present.map((node) => body.series(node)));
  const known: ReadonlySet<string> = one.rows.delivered;
  if (never || price === null || flags.length > 0 || delivered.some((column) => !known.has(column))) return null;
  const first = price === 0 ? 'first' : `first ${price > 0 ? '-' : '+'} ${String(Math.abs(price))}`;
  return `Math.max(0, ${String(to)} - Math.max(${String(from)}, ${first}))`;
}
