/** What could be written at a place of a half-typed experiment: a key of which map, or a value of which key. */
import { isMap, isPair, isScalar, isSeq, visit } from 'yaml';
import type { Span } from '../../dsl/source.ts';
import { keyText, pathOf, readDocument } from './document.ts';
import type { Path } from './schema.ts';

export interface Cursor {
  readonly role: 'key' | 'value';
  /** Of the map that a key would be in, or of the value. */
  readonly path: Path;
  /** The word that would be replaced. */
  readonly span: Span;
  /** Keys that the map has already. */
  readonly siblings: readonly string[];
  /** Within brackets. */
  readonly isFlow: boolean;
  /** Whether a colon follows already. */
  readonly hasColon: boolean;
  /** Whether a space has to come first: directly behind a colon. */
  readonly lacksSpace: boolean;
}

/** Stands for the word at the place while the text is read: a character that no text has. */
const MARK = '\uE000';

/** What could be written at an offset; none in comments. An item of a list may be a value or begin with a key. */
export function cursorsAt(text: string, offset: number): readonly Cursor[] {
  const span = wordAt(text, offset);
  const line = text.slice(Math.max(text.lastIndexOf('\n', span.start - 1), text.lastIndexOf('\r', span.start - 1)) + 1, span.start);
  const hasColon = /^["']?[ \t]*:(?:\s|$)/.test(text.slice(span.end, span.end + 80));
  const lacksSpace = text.charAt(span.start - 1) === ':';
  // A word at the start of a line is a key before anything else; without its colon it could not be read as one.
  const words = hasColon ? [MARK] : /^[ \t]*(?:- +)*$/.test(line) ? [`${MARK}: `, MARK] : [lacksSpace ? ` ${MARK}` : MARK];
  for (const word of words) {
    const found = marked(`${text.slice(0, span.start)}${word}${text.slice(span.end)}`);
    if (found.length > 0) return found.map((each) => ({ ...each, span, hasColon, lacksSpace }));
  }
  return [];
}

type Found = Pick<Cursor, 'role' | 'path' | 'siblings' | 'isFlow'>;

function marked(text: string): readonly Found[] {
  const document = readDocument(text);
  if (document === null) return [];
  let found: readonly Found[] = [];
  visit(document, {
    Scalar(key, node, ancestors) {
      if (node.value !== MARK) return undefined;
      found = key === 'key' ? asKey(node, ancestors) : asValue(node, ancestors);
      return visit.BREAK;
    },
  });
  return found;
}

function asKey(node: unknown, ancestors: readonly unknown[]): readonly Found[] {
  const map = ancestors.findLast((each) => isMap(each));
  const path = pathOf(node, ancestors).slice(0, -1);
  const siblings = map?.items.flatMap((pair) => (keyText(pair) === MARK ? [] : [keyText(pair)])) ?? [];
  const key: Found = { role: 'key', path, siblings, isFlow: map?.flow === true };
  const list = ancestors.at(-3);
  // The first key of an item: it may as well be all of it.
  return isSeq(list) && siblings.length === 0 ? [{ ...key, role: 'value', isFlow: list.flow === true }, key] : [key];
}

function asValue(node: unknown, ancestors: readonly unknown[]): readonly Found[] {
  const around = ancestors.findLast((each) => isMap(each) || isSeq(each));
  const pair = ancestors.at(-1);
  // A text over several lines is none of the places that the schema knows.
  if (isPair(pair) && !isScalar(pair.key)) return [];
  return [{ role: 'value', path: pathOf(node, ancestors), siblings: [], isFlow: around?.flow === true }];
}

/** The word around an offset: what a plain text of YAML may hold without a space; a path and its `#NAME` are one word. */
function wordAt(text: string, offset: number): Span {
  const isWord = (at: number): boolean => /[^\s,:[\]{}"'&!|>]/.test(text.charAt(at)) && !(text.charAt(at) === '#' && /^\s?$/.test(text.charAt(at - 1)));
  let [start, end] = [offset, offset];
  while (start > 0 && isWord(start - 1)) start--;
  while (end < text.length && isWord(end)) end++;
  // The dash of a list is no part of its item's word.
  if (text.slice(start, end) === '-' && offset > start) start = end;
  return { start, end };
}
