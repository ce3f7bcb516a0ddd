/** The keys of an experiment as a tree, and what of it can be folded. */
import { isAlias, isMap, isNode, isScalar, isSeq, visit, type Document } from 'yaml';
import { joinSpans, type Span } from '../../dsl/source.ts';
import type { DocumentSymbol, Fold } from '../api.ts';
import { keyText, spanOf } from './document.ts';

export function symbolsOf(document: Document, text: string): readonly DocumentSymbol[] {
  return symbolsBelow(document.contents, text);
}

function symbolsBelow(node: unknown, text: string): readonly DocumentSymbol[] {
  if (isSeq(node)) return node.items.flatMap((item) => (isMap(item) ? symbolsBelow(item, text) : []));
  if (!isMap(node)) return [];
  return node.items.flatMap((pair) => {
    const nameSpan = spanOf(pair.key);
    const name = keyText(pair);
    // Editors refuse a symbol without a name.
    if (nameSpan === null || name.trim() === '') return [];
    const value = isNode(pair.value) ? contentSpan(pair.value, text) : null;
    const children = isAlias(pair.value) ? [] : symbolsBelow(pair.value, text);
    const detail = children.length > 0 || value === null ? '' : oneLine(text.slice(value.start, value.end));
    return [{ name, kind: 'key', detail, span: value === null ? nameSpan : joinSpans(nameSpan, value), nameSpan, children }];
  });
}

/** Where a value stands, without what follows it up to the next key. */
function contentSpan(node: unknown, text: string): Span | null {
  const span = spanOf(node);
  if (span === null) return null;
  return { start: span.start, end: span.start + text.slice(span.start, span.end).trimEnd().length };
}

const SHOWN = 60;

function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= SHOWN ? line : `${line.slice(0, SHOWN)}…`;
}

/** Keys with what is below them, items of lists that are maps, and comments over several lines. */
export function foldsOf(document: Document, text: string): readonly Fold[] {
  const spans: Span[] = [];
  visit(document, {
    Pair(_, { key, value }) {
      const [from, to] = [spanOf(key), contentSpan(value, text)];
      if (from !== null && to !== null && !isScalar(value)) spans.push({ start: from.start, end: to.end });
    },
    Map(key, node) {
      const span = contentSpan(node, text);
      if (typeof key === 'number' && span !== null) spans.push(span);
    },
  });
  const comments = [...text.matchAll(/(?:^[ \t]*#.*(?:\r?\n|$)){2,}/gm)].map((match): Fold => ({ span: { start: match.index, end: match.index + match[0].trimEnd().length }, kind: 'comment' }));
  return [...spans.map((span): Fold => ({ span, kind: 'item' })), ...comments].filter(({ span }) => /[\r\n]/.test(text.slice(span.start, span.end)));
}
