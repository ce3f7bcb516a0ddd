/** What a tree says, without where it says it. */
import type { SourceTree } from '../../src/dsl/syntax.ts';

/** A copy of a tree without spans, path and text, for comparison. */
export function bare(tree: SourceTree): unknown {
  return strip({ items: tree.items, comments: tree.comments });
}

function strip(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(strip);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).flatMap(([key, inner]) => (key === 'span' || key === 'operatorSpan' ? [] : [[key, strip(inner)]])));
}
