/** Numbers with a unit, as experiments write them; the schema has let them pass. */

/** `0.3` or `30%` as a share. */
export function shareOf(value: number | string): number {
  if (typeof value === 'number') return value;
  // 0.8 % is 0.008 as it is written, not 0.8 / 100 with its rounding.
  const [, digits = ''] = /^\s*([\d.]+)\s*%/.exec(value) ?? [];
  return Number(`${digits}e-2`);
}

/** The same, null for `none`. */
export function limitOf(value: number | string): number | null {
  return typeof value === 'string' && value.trim() === 'none' ? null : shareOf(value);
}

/** `5` or `5 days`. */
export function daysOf(value: number | string): number {
  return typeof value === 'number' ? value : Number.parseInt(value, 10);
}

/** `1000000` or `1e6 CNY`. */
export function moneyOf(value: number | string): number {
  return typeof value === 'number' ? value : Number(value.replace(/CNY/, '').trim());
}
