/** Elements of an argument list, list, set or parameter list have one comma between them and at most one after the last. */
import type { IToken } from 'chevrotain';
import { quote } from './characters.ts';
import { foreignForm } from './other-forms.ts';
import { indexing } from './indexing.ts';
import { LIMITS } from '../limits.ts';
import { syntax } from '../messages/syntax.ts';
import type { Span } from '../source.ts';
import { spanOf } from './token-place.ts';
import type { Report } from './tree-expressions.ts';

/**
 * Reports commas that are missing or too many; false if one is missing, so that it is open which elements there are.
 * @param what is what a lonely comma lacks, such as "an argument"
 */
export function checkCommas(text: string, elements: readonly { readonly span: Span }[], commas: readonly IToken[], what: string, report: Report): boolean {
  let next = 0;
  let reported = 0;
  let complete = true;
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
  // Up to here elements belong to a form that was reported as a whole.
  let explained = -1;
  for (const [i, { span }] of elements.entries()) {
    const found = allow(span.start, previous === null ? 0 : 1);
    if (previous !== null && found === 0) complete = false;
    if (previous !== null && found === 0 && reported++ < LIMITS.findings) {
      const foreign = span.start < explained ? null : foreignForm(text, runAround(elements, i, commas));
      if (foreign !== null) {
        report(foreign.span, foreign.message, foreign.fix);
        explained = foreign.span.end;
      }
      const before = quote(text.slice(previous.start, previous.end));
      const place = { start: previous.end, end: previous.end };
      if (span.start < explained) {
        previous = span;
        continue;
      }
      if (text.startsWith('[', span.start)) {
        const index = indexing(text, previous, { start: span.start, end: text.indexOf(']', span.start) + 1 });
        report(index.span, index.message, index.fix);
      } else report(span, syntax.missingComma(before, quote(text.slice(span.start, span.end))), { title: 'add a comma', edits: [{ span: place, text: ',' }] });
    }
    previous = span;
  }
  allow(Infinity, previous === null ? 0 : 1);
  return complete;
}

/** The elements around one that follow each other without a comma, as one text. */
function runAround(elements: readonly { readonly span: Span }[], at: number, commas: readonly IToken[]): Span {
  const isJoined = (left: Span | undefined, right: Span | undefined): boolean =>
    left !== undefined && right !== undefined && !commas.some((comma) => comma.startOffset >= left.end && comma.startOffset < right.start);
  let first = at;
  let last = at;
  while (isJoined(elements[first - 1]?.span, elements[first]?.span)) first--;
  while (isJoined(elements[last]?.span, elements[last + 1]?.span)) last++;
  return { start: elements[first]?.span.start ?? 0, end: elements[last]?.span.end ?? 0 };
}
