/** Cells and tables of the report. */
import type { Accuracy } from './accuracy.ts';

/** Lines of a Markdown table; all columns but the first hold numbers. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, i) => (i === 0 ? '---' : '---:'))), ...rows.map(line)];
}

/** A ratio. */
export function times(value: number | null): string {
  return value === null ? '' : `${value.toFixed(value < 10 ? 2 : 1)} ×`;
}

/** The largest error with its factor; what is missing on one side only is said beside it. */
export function errorText(accuracy: Accuracy | null): string {
  if (accuracy === null) return '';
  const differs = accuracy.missingDiffers > 0 ? `, ${accuracy.missingDiffers} missing on one side only` : '';
  return `${accuracy.maxError.toExponential(1)} (${accuracy.factor})${differs}`;
}
