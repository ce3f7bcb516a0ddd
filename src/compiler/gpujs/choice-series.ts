/** Operators inside loops that give back one of their arguments, row by row. */
import type { Element } from '../ir.ts';
import { ALWAYS, besides, levelSeries, NEVER, where, type LoopText, type SeriesText, type Validity } from './series-text.ts';

type Pick = (u: string, v: string) => string;

/** One of two: of two prices of one level chosen by their exact deltas. */
export function chosenSeries(a: SeriesText, b: SeriesText, valid: Validity, pick: Pick, loop: LoopText): SeriesText {
  const { left, right, beta } = besides(a, b);
  return beta === null ? { text: loop.keep(pick(left, right)), delta: null, valid } : levelSeries(loop, pick(left, right), beta, valid);
}

/** Text of a number that is 1 where a validity holds. */
export function presence(valid: Validity, loop: LoopText): string {
  return valid.never ? '0' : (loop.mask(valid, null, new Set()) ?? '1');
}

/** Validity of what is there where a text is 1. */
function whereOne(flag: string): Validity {
  if (flag === '1') return ALWAYS;
  return flag === '0' ? NEVER : where(flag);
}

/** `if`: missing only where the chosen side is. Conditions are never missing. */
export function branchSeries(element: Element, condition: SeriesText, a: SeriesText, b: SeriesText, loop: LoopText): SeriesText {
  const left = presence(a.valid, loop);
  const right = presence(b.valid, loop);
  const flag = left === right ? left : loop.keep(`(${condition.text} > 0.5 ? ${left} : ${right})`);
  return chosenSeries(a, b, element === 'boolean' ? ALWAYS : whereOne(flag), (u, v) => `(${condition.text} > 0.5 ? ${u} : ${v})`, loop);
}

/** `fill`: x where it is there, else v. */
export function filledSeries(x: SeriesText, v: SeriesText, loop: LoopText): SeriesText {
  const there = presence(x.valid, loop);
  if (there === '1') return x;
  if (there === '0') return v;
  const other = presence(v.valid, loop);
  const flag = other === '1' ? '1' : loop.keep(`Math.max(${there}, ${other})`);
  return chosenSeries(x, v, whereOne(flag), (u, w) => `(${there} > 0.5 ? ${u} : ${w})`, loop);
}
