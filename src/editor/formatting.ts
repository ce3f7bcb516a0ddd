/** The canonical layout as the fewest lines that have to change. */
import type { TextEdit } from '../dsl/finding.ts';
import { format } from '../dsl/print.ts';
import type { Workspace } from './workspace.ts';

/** Beyond so many pairs of lines the middle is replaced as a whole: a comparison would take longer than a reader waits. */
const MOST_PAIRS = 1_000_000;

export function formatEdits(path: string, workspace: Workspace): readonly TextEdit[] | null {
  const parsed = workspace.parsed(path);
  const formatted = parsed === null ? null : format(parsed.tree);
  return parsed === null || formatted === null ? null : editsBetween(parsed.tree.text, formatted);
}

/** Edits that turn one text into the other, line by line. */
export function editsBetween(before: string, after: string): readonly TextEdit[] {
  const [a, b] = [linesOf(before), linesOf(after)];
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
  const [middle, wanted] = [a.slice(head, a.length - tail), b.slice(head, b.length - tail)];
  const start = a.slice(0, head).join('').length;
  return replacements(middle, wanted, start);
}

/** Lines with their line breaks. */
function linesOf(text: string): readonly string[] {
  return text.split(/(?<=\r\n|\n|\r(?!\n))/).filter((line) => line !== '');
}

/** Keeps a longest common sequence of lines; what lies between its lines is replaced. */
function replacements(a: readonly string[], b: readonly string[], offset: number): readonly TextEdit[] {
  if (a.length === 0 && b.length === 0) return [];
  const lengths = a.length * b.length > MOST_PAIRS ? null : commonLengths(a, b);
  const edits: TextEdit[] = [];
  let [i, j, at] = [0, 0, offset];
  while (i < a.length || j < b.length) {
    if (lengths !== null && i < a.length && a[i] === b[j]) {
      at += (a[i] ?? '').length;
      i++;
      j++;
      continue;
    }
    const start = at;
    let text = '';
    while ((i < a.length || j < b.length) && (lengths === null || a[i] === undefined || a[i] !== b[j])) {
      if (j >= b.length || (i < a.length && lengths !== null && (lengths[i + 1]?.[j] ?? 0) >= (lengths[i]?.[j + 1] ?? 0))) at += (a[i++] ?? '').length;
      else if (lengths === null && i < a.length) at += (a[i++] ?? '').length;
      else text += b[j++] ?? '';
    }
    edits.push({ span: { start, end: at }, text });
  }
  return edits;
}

/** Length of a longest common sequence of the lines from i and j on. */
function commonLengths(a: readonly string[], b: readonly string[]): readonly (readonly number[])[] {
  const lengths: number[][] = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const [row, below] = [lengths[i], lengths[i + 1]];
      if (row === undefined || below === undefined) continue;
      row[j] = a[i] === b[j] ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  return lengths;
}
