/** A table as lines of text, for terminals. */
import { textWidth } from './text-width.ts';

/** Columns padded to their widest cell, two spaces apart; the first is aligned left, the others right. @param words the last column holds words and is aligned left too */
export function textTable(header: readonly string[], rows: readonly (readonly string[])[], words = false): string {
  const widths = header.map((title, c) => Math.max(textWidth(title), ...rows.map((row) => textWidth(row[c] ?? ''))));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, c) => {
        const space = ' '.repeat((widths[c] ?? 0) - textWidth(cell));
        return c === 0 || (words && c === header.length - 1) ? cell + space : space + cell;
      })
      .join('  ')
      .trimEnd();
  return [header, ...rows].map(line).join('\n');
}
