/** Edits that hints offer. */
import type { Fix } from '../finding.ts';
import type { Span } from '../source.ts';
import type { Expression } from '../syntax.ts';
import { shortened, type Place } from './scope.ts';

/** Puts a text in place of a span. */
export function write(text: string, span: Span): Fix {
  return { title: `write ${shortened(text.replace(/\s+/g, ' '))}`, edits: [{ span, text }] };
}

/** Puts the nearest known word in place of a span; none if nothing comes near. */
export function writeNearest(near: string | null, span: Span): Fix | null {
  return near === null ? null : write(near, span);
}

export function remove(title: string, span: Span): Fix {
  return { title, edits: [{ span, text: '' }] };
}

/** Text of an expression, in parentheses if an operator beside it could take a part of it away. */
export function operandText(expression: Expression, place: Place): string {
  const text = sourceOf(expression.span, place);
  return expression.kind === 'binary' || expression.kind === 'unary' ? `(${text})` : text;
}

/** Text of the source, line breaks and all. */
export function sourceOf(span: Span, place: Place): string {
  return place.file.tree.text.slice(span.start, span.end);
}
