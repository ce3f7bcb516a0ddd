/** The YAML of an experiment as far as it can be read, and what stands at a place of it. */
import { isAlias, isMap, isNode, isPair, isScalar, isSeq, parseDocument, visit, type Document, type Node, type Pair } from 'yaml';
import type { Span } from '../../dsl/source.ts';
import type { Path } from './schema.ts';

/** Larger texts are no experiments. */
const MOST_CHARACTERS = 256 * 1024;
/** More than anybody nests by hand. */
export const MOST_NESTED = 200;

/** Null for a text that nobody wrote by hand. */
export function readDocument(text: string): Document.Parsed | null {
  return text.length > MOST_CHARACTERS || isTooDeep(text) ? null : parseDocument(text, { merge: true, stringKeys: true });
}

/**
 * Whether brackets, dashes on one line or indents are nested deeper than the parser of YAML should be given: it calls itself at every one of them,
 * and makes a pattern as long as the indent, which ends the process at some length.
 */
export function isTooDeep(text: string): boolean {
  let depth = 0;
  for (const character of text) {
    if (character === '[' || character === '{') depth++;
    else if ((character === ']' || character === '}') && depth > 0) depth--;
    if (depth > MOST_NESTED) return true;
  }
  return DASHES.test(text) || INDENT.test(text);
}

const DASHES = new RegExp(`(?:[-?:][ \\t]+){${String(MOST_NESTED)}}`);
const INDENT = new RegExp(`^[ \\t]{${String(2 * MOST_NESTED)}}`, 'm');

/** A key or value of an experiment. */
export interface Place {
  readonly role: 'key' | 'value';
  /** Of the key itself, or of the value. */
  readonly path: Path;
  readonly node: Node;
  readonly span: Span;
  /** Text of a scalar; null of anything else. */
  readonly text: string | null;
}

/** Every key and value, in the order of the text. */
export function placesOf(document: Document): readonly Place[] {
  const places: Place[] = [];
  visit(document, {
    Node(key, node, ancestors) {
      const span = spanOf(node);
      if (span === null) return;
      const text = isScalar(node) ? scalarText(node.value) : null;
      places.push({ role: key === 'key' ? 'key' : 'value', path: pathOf(node, ancestors), node, span, text });
    },
  });
  return places;
}

/** Numbers and truths as YAML reads them; dates and texts as they are written. */
function scalarText(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint' ? String(value) : '';
}

/** The smallest key or value at an offset; ends count, so that a word is found from behind. */
export function placeAt(places: readonly Place[], offset: number): Place | null {
  const around = places.filter(({ span, text, node }) => (text !== null || isAlias(node)) && span.start <= offset && offset <= span.end);
  return around.reduce<Place | null>((best, place) => (best === null || place.span.end - place.span.start <= best.span.end - best.span.start ? place : best), null);
}

/** Keys and places in lists that lead to a node. */
export function pathOf(node: unknown, ancestors: readonly unknown[]): Path {
  const chain = [...ancestors, node];
  return ancestors.flatMap((ancestor, i): Path => {
    if (isPair(ancestor)) return [keyText(ancestor)];
    return isSeq(ancestor) ? [ancestor.items.indexOf(chain[i + 1])] : [];
  });
}

export function keyText({ key }: Pair): string {
  return isScalar(key) ? String(key.value) : '';
}

export function spanOf(node: unknown): Span | null {
  return isNode(node) && node.range !== null && node.range !== undefined ? { start: node.range[0], end: node.range[1] } : null;
}

/** Keys that a map at a path has, or an empty list. */
export function keysAt(document: Document, path: Path): readonly string[] {
  const node: unknown = path.length === 0 ? document.contents : document.getIn(path, true);
  return isMap(node) ? node.items.map((pair) => keyText(pair)) : [];
}
