/** Element-wise operators inside loops over bars. Each kind of code of the catalogue has its function. */
import { coreOf } from '../../dsl/catalogue/index.ts';
import { SQUARE_ROOT } from '../../dsl/catalogue/elementwise.ts';
import type { ElementLowering, FunctionText } from '../../dsl/catalogue/lowering.ts';
import { argument } from '../../dsl/catalogue/traits.ts';
import type { ElementNode } from '../ir.ts';
import { traitsOf } from '../traits.ts';
import { branchSeries, chosenSeries, filledSeries, presence } from './choice-series.ts';
import { ALWAYS, andAll, besides, levelSeries, NEVER, where, type LoopText, type SeriesText, type Validity } from './series-text.ts';
import { product } from './text.ts';

/** Text of an element-wise node from those of its arguments. Throws if kernels have no code for its operator. */
export function elementSeries(node: ElementNode, args: readonly SeriesText[], loop: LoopText): SeriesText {
  const { lowering, missing } = coreOf(node.operator);
  const valid = andAll(args.map((arg) => arg.valid));
  // Nothing is computed from what is never there: 0 / 0 is not even legal where devices fold constants.
  if (valid.never && missing === 'spreads') return { text: '0', delta: null, valid: node.element === 'boolean' ? ALWAYS : NEVER };
  const a = argument(args, 0);
  const b = (): SeriesText => argument(args, 1);
  switch (lowering.kind) {
    case 'sum':
      return sum(lowering.sign, a, b(), valid, loop);
    case 'negation':
      return a.delta === null ? plain(`(-${a.text})`, valid, loop) : levelSeries(loop, `(-${a.delta.text})`, -a.delta.beta, valid);
    case 'product':
      return plain(`(${a.text} * ${b().text})`, valid, loop);
    case 'quotient':
      return quotient(node, a, b(), valid, loop);
    case 'priceQuotient':
      return priceQuotient(lowering.of, a, b(), valid, loop);
    case 'power':
      return power(traitsOf(argument(node.args, 1)).constant ?? NaN, a, valid, loop);
    case 'magnitude':
      return a.delta?.beta === 0 ? levelSeries(loop, `Math.abs(${a.delta.text})`, 0, valid) : plain(`Math.abs(${a.text})`, valid, loop);
    case 'sign':
      return plain(`Math.sign(${a.text})`, valid, loop);
    case 'function':
      return ofFunction(lowering, a, insideAlways(lowering, node), valid, loop);
    case 'choice':
      return chosenSeries(a, b(), valid, (u, v) => `${lowering.pick}(${u}, ${v})`, loop);
    case 'branch':
      return branchSeries(node.element, a, b(), argument(args, 2), loop);
    case 'fill':
      return filledSeries(a, b(), loop);
    case 'presence':
      return { text: loop.keep(`1 - ${presence(a.valid, loop)}`), delta: null, valid: ALWAYS };
    case 'comparison':
      return comparison(lowering, a, b(), valid, loop);
    case 'logic':
      return plain(lowering.text(args.map((arg) => arg.text)), valid, loop);
    default:
      throw new Error(`compiler error: ${node.operator} is not element-wise in kernels`);
  }
}

function plain(text: string, valid: Validity, loop: LoopText): SeriesText {
  return { text: loop.keep(text), delta: null, valid };
}

function sum(sign: '+' | '-', a: SeriesText, b: SeriesText, valid: Validity, loop: LoopText): SeriesText {
  if (a.delta === null || b.delta === null) return plain(`${a.text} ${sign} ${b.text}`, valid, loop);
  const beta = sign === '+' ? a.delta.beta + b.delta.beta : a.delta.beta - b.delta.beta;
  return levelSeries(loop, `${a.delta.text} ${sign} ${b.delta.text}`, beta, valid);
}

/** a − b, from the exact deltas where both are prices. */
function difference(a: SeriesText, b: SeriesText): string {
  return a.delta !== null && b.delta !== null ? `${a.delta.text} - ${b.delta.text}` : `${a.text} - ${b.text}`;
}

function quotient(node: ElementNode, a: SeriesText, b: SeriesText, valid: Validity, loop: LoopText): SeriesText {
  const divisor = argument(node.args, 1);
  const { constant, sign } = traitsOf(divisor);
  const certain = divisor.op !== 'prepared' && divisor.shape === 'series' && sign === 'positive';
  if (certain || (constant !== null && constant !== 0)) return plain(`${a.text} / ${b.text}`, valid, loop);
  return guarded(a.text, b.text, valid, loop);
}

/** a / b where b is not 0. */
function guarded(a: string, b: string, valid: Validity, loop: LoopText): SeriesText {
  const there = loop.keep(`(${b} != 0 ? 1 : 0)`);
  return plain(`${a} / (${there} > 0.5 ? ${b} : 1)`, andAll([valid, where(there)]), loop);
}

/** Stored bars have prices in every row that counts; prices of other rows may be missing or 0, and have 0 there. */
function priceQuotient(of: 'change' | 'logarithm', a: SeriesText, b: SeriesText, valid: Validity, loop: LoopText): SeriesText {
  const change = (u: SeriesText, v: SeriesText, there: Validity): SeriesText => plain(`(${difference(u, v)}) / ${v.text}`, there, loop);
  if (a.delta !== null && b.delta !== null) return of === 'change' ? change(a, b, valid) : logQuotient(a, b, valid, loop);
  const there = loop.keep(of === 'change' ? `(${b.text} > 0 ? 1 : 0)` : `(${a.text} > 0 && ${b.text} > 0 ? 1 : 0)`);
  const safe = ({ text }: SeriesText): SeriesText => ({ text: loop.keep(`(${there} > 0.5 ? ${text} : 1)`), delta: null, valid: ALWAYS });
  const write = of === 'change' ? change : nearLogQuotient;
  return write(safe(a), safe(b), andAll([valid, where(there)]), loop);
}

/** Up to this |t| the series stands in for the logarithm: a move of ±40 %. */
const SERIES_END = 0.2;

/**
 * log(a / b) = 2 atanh(t), t = (a − b) / (a + b), by 1 + t²/3 + t⁴/5 + t⁶/7 + t⁸/9. The next term, t¹⁰/11, is 1e-8 at the end of the series and so below a
 * rounding of f32.
 */
function logQuotient(a: SeriesText, b: SeriesText, valid: Validity, loop: LoopText): SeriesText {
  const t = loop.keep(`(${difference(a, b)}) / (${a.text} + ${b.text})`);
  const u = loop.keep(`${t} * ${t}`);
  const near = `2 * ${t} * (1 + ${u} * (0.33333334 + ${u} * (0.2 + ${u} * (0.14285715 + ${u} * 0.11111111))))`;
  return plain(`(Math.abs(${t}) < ${String(SERIES_END)} ? ${near} : Math.log(${a.text} / ${b.text}))`, valid, loop);
}

/**
 * The same of two prices of a day on which no price is more than `LARGEST_PRICE_RATIO` times another, so that |t| is at most 0.3 and the series, with one term more, is always near: the next,
 * t¹²/13, is 4e-8 at most. A call of the logarithm, which WebAssembly has to ask JavaScript for, costs ten times the rest of a loop over executions.
 */
function nearLogQuotient(a: SeriesText, b: SeriesText, valid: Validity, loop: LoopText): SeriesText {
  const t = loop.keep(`(${difference(a, b)}) / (${a.text} + ${b.text})`);
  const u = loop.keep(`${t} * ${t}`);
  return plain(`2 * ${t} * (1 + ${u} * (0.33333334 + ${u} * (0.2 + ${u} * (0.14285715 + ${u} * (0.11111111 + ${u} * 0.09090909)))))`, valid, loop);
}

/** Exponents are those that the catalogue leaves to kernels: 1 to 4, −1 and ½. */
function power(p: number, a: SeriesText, valid: Validity, loop: LoopText): SeriesText {
  if (p === -1) return guarded('1', a.text, valid, loop);
  if (p === 0.5) return ofFunction(SQUARE_ROOT, a, false, valid, loop);
  return plain(product(new Array<string>(p).fill(a.text)), valid, loop);
}

/** Whether the argument of a function is known to lie in its domain. */
function insideAlways({ domain }: FunctionText, node: ElementNode): boolean {
  const { sign } = traitsOf(argument(node.args, 0));
  return domain === 'all' || sign === 'positive' || (domain === 'nonnegative' && sign === 'nonnegative');
}

function ofFunction({ domain, text }: FunctionText, a: SeriesText, inside: boolean, valid: Validity, loop: LoopText): SeriesText {
  if (domain === 'all') return plain(text(a.text), valid, loop);
  const there = loop.keep(`(${a.text} ${domain === 'positive' ? '>' : '>='} 0 ? 1 : 0)`);
  return plain(text(a.text), inside ? valid : andAll([valid, where(there)]), loop);
}

/** False where a side is missing. */
function comparison({ sign }: Extract<ElementLowering, { kind: 'comparison' }>, a: SeriesText, b: SeriesText, valid: Validity, loop: LoopText): SeriesText {
  const { left, right } = besides(a, b);
  const mask = loop.mask(valid, null, new Set());
  const held = `(${left} ${sign} ${right} ? 1 : 0)`;
  return plain(mask === null ? held : `${held} * ${mask}`, ALWAYS, loop);
}
