/** Reads numbers, times and durations as they are written. */
import type { DurationUnit } from './syntax.ts';

/** Value of `12`, `0.5`, `1e-4` or `30%`; null if it is too large for a float64. */
export function readNumber(image: string): number | null {
  const percent = image.endsWith('%');
  // Dividing by 100 keeps 30% equal to 0.3, multiplying by 0.01 would not.
  const value = percent ? Number(image.slice(0, -1)) / 100 : Number(image);
  return Number.isFinite(value) ? value : null;
}

/** Minutes since midnight of `09:30`; null if there is no such time of day. */
export function readTime(image: string): number | null {
  const match = /^([0-9]{1,2})[:：]([0-9]{2})$/.exec(image);
  if (match === null) return null;
  const hours = Number(match[1]);
  const minutes = Number(match[2]);
  return hours < 24 && minutes < 60 ? hours * 60 + minutes : null;
}

/** `09:30` for 570. */
export function writeTime(minutes: number): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

const LARGEST_COUNT = 10_000;

/** Count and unit of `5d`, `1w`, `6mo`; null if the count is out of all proportion. */
export function readDuration(image: string): { readonly count: number; readonly unit: DurationUnit } | null {
  const match = /^([0-9]+)(d|w|mo)$/.exec(image);
  const unit = match?.[2];
  if (unit !== 'd' && unit !== 'w' && unit !== 'mo') return null;
  const count = Number(match?.[1]);
  return count <= LARGEST_COUNT ? { count, unit } : null;
}

const UNIT_WORDS: readonly (readonly [DurationUnit, string])[] = [
  ['d', 'day days D 天 日'],
  ['w', 'wk week weeks W 周'],
  ['mo', 'm M MO mon month months 月 个月'],
];
const UNIT_OF_WORD: ReadonlyMap<string, DurationUnit> = new Map(UNIT_WORDS.flatMap(([unit, words]) => words.split(' ').map((word) => [word, unit] as const)));
const OTHER_UNITS: ReadonlySet<string> = new Set('d w mo y Y year years 年 h hour hours min minute minutes 分钟 s'.split(' '));

/** What is wrong with something that begins like a number. */
export type NumberFault =
  | { readonly kind: 'number'; readonly replacement: string }
  | { readonly kind: 'duration'; readonly replacement: string | null }
  | { readonly kind: 'time' }
  | { readonly kind: 'product'; readonly number: string; readonly name: string }
  | { readonly kind: 'unknown' };

/** Explains a `MalformedNumber` token. */
export function explainNumber(image: string): NumberFault {
  if (/^[0-9]+[:：]/.test(image)) return { kind: 'time' };
  const tidy = image.replace('％', '%').replace(/_(?=[0-9])/g, '').replace(/^\./, '0.').replace(/\.(?=%?$)/, '');
  if (tidy !== image && /^[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?%?$/.test(tidy)) return { kind: 'number', replacement: tidy };
  const parts = /^([0-9]+(?:\.[0-9]+)?)(\p{ID_Start}\p{ID_Continue}*)$/u.exec(image);
  const number = parts?.[1];
  const word = parts?.[2];
  if (number === undefined || word === undefined) return { kind: 'unknown' };
  const unit = UNIT_OF_WORD.get(word);
  if (unit !== undefined) return { kind: 'duration', replacement: number.includes('.') ? null : number + unit };
  if (OTHER_UNITS.has(word)) return { kind: 'duration', replacement: null };
  return { kind: 'product', number, name: word };
}
