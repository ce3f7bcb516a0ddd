/** Questions about places in a text. */
import type { Span } from '../dsl/source.ts';

/** Whether two spans share a character or a border. */
export function touches(a: Span, b: Span): boolean {
  return a.start <= b.end && b.start <= a.end;
}

/** Whether a place lies in a span or at its border. */
export function holds(span: Span, offset: number): boolean {
  return span.start <= offset && offset <= span.end;
}
