/** Numbers as people read them. */
import type { FigureForm } from '../evaluate/figures.ts';

/** What a missing number is shown as. */
export const MISSING = '–';

/** A number in its form; `–` for none. */
export function formatted(value: number | null | undefined, form: FigureForm): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return MISSING;
  switch (form) {
    case 'share':
      return `${fixed(value * 100, 2)}%`;
    case 'number':
      return fixed(value, Math.abs(value) >= 1000 ? 0 : 2);
    case 'count':
      return fixed(value, 0);
  }
}

/** Without the sign of a zero. */
function fixed(value: number, digits: number): string {
  const text = value.toFixed(digits);
  return Number(text) === 0 ? text.replace('-', '') : text;
}

/** A share that was chosen, such as a limit or the bound of a bin: as few digits as it needs. */
export function roundShare(share: number): string {
  return `${Number((share * 100).toPrecision(4)).toString()}%`;
}

/** Six digits are more than a chart can show, and a third of the letters. */
export function rounded(value: number | null | undefined): number | null {
  return value === null || value === undefined || !Number.isFinite(value) ? null : Number(value.toPrecision(6));
}
