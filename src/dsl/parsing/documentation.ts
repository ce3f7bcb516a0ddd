/** Tells documentation from comments: `///` lines directly before an item, each alone on its line, are its documentation. */
import type { Span } from '../source.ts';
import type { Comment, Documentation, Item } from '../syntax.ts';

/** Gives items their documentation; what is left over are plain comments. Both lists are in source order. */
export function attachDocumentation(items: readonly Item[], comments: readonly Comment[], text: string): { readonly items: readonly Item[]; readonly comments: readonly Comment[] } {
  const used = new Set<Comment>();
  const documented = items.map((item): Item => {
    if (item.kind === 'use') return item;
    const lines = linesBefore(item.span.start, comments, text);
    const [first] = lines;
    if (first === undefined) return item;
    for (const line of lines) used.add(line);
    return { ...item, documentation: documentationOf(lines, first.span) };
  });
  return { items: documented, comments: comments.filter((comment) => !used.has(comment)) };
}

/** The unbroken run of `///` lines that ends on the line before an offset. */
function linesBefore(offset: number, comments: readonly Comment[], text: string): readonly Comment[] {
  let end = offset;
  let i = lastBefore(comments, offset);
  const lines: Comment[] = [];
  for (let comment = comments[i]; comment !== undefined; comment = comments[--i]) {
    if (!/^\/\/\/(?!\/)/.test(comment.text)) break;
    // Exactly one line break between it and what follows, and nothing before it on its own line.
    if (!/^[^\S\r\n]*(?:\r\n|\r|\n)[^\S\r\n]*$/.test(text.slice(comment.span.end, end)) || !startsLine(comment, text)) break;
    lines.unshift(comment);
    end = comment.span.start;
  }
  return lines;
}

function startsLine(comment: Comment, text: string): boolean {
  let at = comment.span.start - 1;
  while (at >= 0 && /[^\S\r\n]/.test(text.charAt(at))) at--;
  return at < 0 || text.charAt(at) === '\n' || text.charAt(at) === '\r';
}

/** Index of the last comment that ends at or before an offset; -1 if none does. */
function lastBefore(comments: readonly Comment[], offset: number): number {
  let low = 0;
  let high = comments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((comments[middle]?.span.end ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function documentationOf(lines: readonly Comment[], first: Span): Documentation {
  const text = lines.map((line) => line.text.replace(/^\/\/\/ ?/, '')).join('\n');
  return { text, span: { start: first.start, end: lines.at(-1)?.span.end ?? first.end } };
}
