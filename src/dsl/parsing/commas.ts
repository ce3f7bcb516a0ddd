/** Elements of an argument list, list, set or parameter list have one comma between them and at most one after the last. */
import type { IToken } from 'chevrotain';
import { quote } from './characters.ts';
import { LIMITS } from '../limits.ts';
import { syntax } from '../messages/syntax.ts';
import type { Span } from '../source.ts';
import { spanOf } from './token-place.ts';
import type { Report } from './tree-expressions.ts';

/** Reports commas that are missing or too many. @param what is what a lonely comma lacks, such as "an argument" */
export function checkCommas(text: string, elements: readonly { readonly span: Span }[], commas: readonly IToken[], what: string, report: Report): void {
  let next = 0;
  let reported = 0;
  let previous: Span | null = null;
  const allow = (end: number, allowed: number): number => {
    let seen = 0;
    for (let comma = commas[next]; comma !== undefined && comma.startOffset < end; comma = commas[++next]) {
      seen++;
      const span = spanOf(comma);
      if (seen > allowed && reported++ < LIMITS.findings) report(span, syntax.missingElement(what), { title: 'remove the comma', edits: [{ span, text: '' }] });
    }
    return seen;
  };
  for (const { span } of elements) {
    const found = allow(span.start, previous === null ? 0 : 1);
    if (previous !== null && found === 0 && reported++ < LIMITS.findings) {
      const before = quote(text.slice(previous.start, previous.end));
      const place = { start: previous.end, end: previous.end };
      if (text.startsWith('[', span.start)) report({ start: span.start, end: span.start + 1 }, syntax.indexing(before));
      else report(span, syntax.missingComma(before, quote(text.slice(span.start, span.end))), { title: 'add a comma', edits: [{ span: place, text: ',' }] });
    }
    previous = span;
  }
  allow(Infinity, previous === null ? 0 : 1);
}
