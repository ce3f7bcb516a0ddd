/** Whether a command printed what a page shows. */

/** Lines of progress, which appear or not as the machine is fast or slow. */
const PROGRESS = /^(?:.* )?\d+\/\d+ .* left\b|^writing \S+$/;

/** Times and speeds. */
const MEASURED = /\b\d+(?:[.,]\d+)*(?= (?:ms|s|min|h)\b| a second\b)/g;

/** Numbers with so many digits that the last ones may depend on the engine. */
const LONG_NUMBER = /-?\d+\.\d{4,}/g;

function linesOf(text: string): readonly string[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => line.trimEnd().replace(MEASURED, 'T'))
    .filter((line) => !PROGRESS.test(line));
}

/** `…` stands for any text of the line. */
function matches(shown: string, printed: string): boolean {
  const numbers = (line: string): readonly number[] => [...line.matchAll(LONG_NUMBER)].map(Number);
  const pattern = shown.replace(LONG_NUMBER, 'N').split('…').map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('.*');
  if (!new RegExp(`^${pattern}$`, 'u').test(printed.replace(LONG_NUMBER, 'N'))) return false;
  if (shown.includes('…')) return true;
  const [wanted, found] = [numbers(shown), numbers(printed)];
  return wanted.every((value, i) => Math.abs(value - (found[i] ?? NaN)) <= 1e-5 + 1e-4 * Math.abs(value));
}

/** Whether the lines from `i` and `j` on fit: a line `…` alone stands for any lines. */
function fits(shown: readonly string[], printed: readonly string[], i: number, j: number): boolean {
  const line = shown[i];
  if (line === undefined) return j === printed.length;
  if (line.trim() === '…') return fits(shown, printed, i + 1, j) || (j < printed.length && fits(shown, printed, i, j + 1));
  const next = printed[j];
  return next !== undefined && matches(line, next) && fits(shown, printed, i + 1, j + 1);
}

/** Whether `printed` is what the page shows, but for times, lines of progress, last digits and what `…` stands for. */
export function isShown(shown: string, printed: string): boolean {
  return fits(linesOf(shown), linesOf(printed), 0, 0);
}
