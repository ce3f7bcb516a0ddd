/** `close[-1]`: other languages index a series, this one has `prev` and `next`. */
import type { Fix, Message } from '../finding.ts';
import { syntax } from '../messages/syntax.ts';
import type { Span } from '../source.ts';
import { quote } from './characters.ts';

/** The name, call or number that ends a text; a call is taken by its closing parenthesis alone. */
const LAST_WORD = /(?:(?:[_\p{ID_Start}]\p{ID_Continue}*\s*\.\s*)?[_\p{ID_Start}]\p{ID_Continue}*|\S)$/u;

/** What is said about an index. @param before what stands before it, from the beginning of the clause or argument @param index with its brackets */
export function indexing(text: string, before: Span, index: Span): { readonly span: Span; readonly message: Message; readonly fix: Fix | null } {
  const word = LAST_WORD.exec(text.slice(before.start, before.end))?.[0] ?? '';
  const start = before.end - word.length;
  return { span: index, message: syntax.indexing(quote(text.slice(index.start, index.end)), quote(word)), fix: shiftInstead(text, word, { start, end: index.end }, index) };
}

/** A negative index certainly means an earlier row; what a positive one means differs from language to language. */
function shiftInstead(text: string, word: string, span: Span, index: Span): Fix | null {
  const rows = /^\[\s*-\s*([1-9][0-9]{0,5})\s*\]$/.exec(text.slice(index.start, index.end))?.[1];
  if (rows === undefined || !/^[_\p{ID_Start}]/u.test(word)) return null;
  const shifted = rows === '1' ? `prev(${word})` : `prev(${word}, ${rows})`;
  return { title: `write ${shifted}`, edits: [{ span, text: shifted }] };
}
