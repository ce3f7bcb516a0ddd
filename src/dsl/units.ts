/** Units of the market: CNY and share multiply and divide; everything else is a plain number. */

/** CNY^cny · share^share. A plain number has both exponents 0. */
export interface Unit {
  readonly cny: number;
  readonly share: number;
}

export const UNITLESS: Unit = { cny: 0, share: 0 };
export const CNY: Unit = { cny: 1, share: 0 };
export const SHARE: Unit = { cny: 0, share: 1 };
export const PRICE: Unit = { cny: 1, share: -1 };

/**
 * A number's unit, or `bare` for a number that was written down (12, 0.5, missing, or arithmetic of such).
 * A bare number may be compared with any unit and scales any unit, but is added to plain numbers only.
 */
export type NumberUnit = Unit | 'bare';

/** Exponents come from literals such as 0.5, so nearly equal ones are equal. */
function same(a: number, b: number): boolean {
  return Math.abs(a - b) < 1e-9;
}

export function sameUnit(a: Unit, b: Unit): boolean {
  return same(a.cny, b.cny) && same(a.share, b.share);
}

export function isUnitless(unit: NumberUnit): boolean {
  return unit === 'bare' || sameUnit(unit, UNITLESS);
}

export function multiplyUnits(a: NumberUnit, b: NumberUnit): NumberUnit {
  if (a === 'bare') return b;
  if (b === 'bare') return a;
  return { cny: a.cny + b.cny, share: a.share + b.share };
}

export function powerOfUnit(a: NumberUnit, exponent: number): NumberUnit {
  return a === 'bare' ? a : { cny: a.cny * exponent, share: a.share * exponent };
}

export function divideUnits(a: NumberUnit, b: NumberUnit): NumberUnit {
  if (b === 'bare') return a;
  const inverse = { cny: -b.cny, share: -b.share };
  return multiplyUnits(a, inverse);
}

function factor(name: string, exponent: number): string {
  const rounded = Math.round(exponent * 1e6) / 1e6;
  return rounded === 1 ? name : `${name}^${String(rounded)}`;
}

/** `CNY/share`, `share^2`, `1` (a plain number), as language.md writes them. */
export function unitText(unit: NumberUnit): string {
  if (isUnitless(unit) || unit === 'bare') return '1';
  const parts: [string, number][] = [
    ['CNY', unit.cny],
    ['share', unit.share],
  ];
  const above = parts.filter(([, e]) => e > 1e-9).map(([n, e]) => factor(n, e));
  const below = parts.filter(([, e]) => e < -1e-9).map(([n, e]) => factor(n, -e));
  const top = above.length > 0 ? above.join('*') : '1';
  return below.length > 0 ? `${top}/${below.length > 1 ? `(${below.join('*')})` : below.join('')}` : top;
}
