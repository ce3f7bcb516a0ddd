/** YAML checked by a JSON Schema, with faults at line and column. */
import type { ErrorObject, ValidateFunction } from 'ajv';
import { LineCounter, isMap, isNode, parseDocument, type Document, type Node } from 'yaml';
import { DataError } from './data-error.ts';
import { didYouMean } from './nearest.ts';

/** A YAML text that has passed its schema. */
export interface CheckedYaml<T> {
  readonly value: T;
  /** The error to throw for a fault that the schema cannot express, at a key (`tables`, `trade`, …) or its value. */
  readonly fault: (path: readonly (string | number)[], found: string, expected: string, remedy: string) => DataError;
}

/** A fault in terms of the schema, for documents that have better words for it. */
export interface SchemaFault {
  readonly path: readonly string[];
  /** Of the schema that refuses it, such as `type` or `enum`. */
  readonly keyword: string;
  readonly value: unknown;
}

/** What a document says of a fault in place of the words of the schema; null where those will do. */
export type FaultWords = (fault: SchemaFault) => { readonly found?: string; readonly expected: string; readonly remedy: string } | null;

/** Parses and checks a YAML text; `file` is for messages. Throws DataError for the first fault in the text. */
export function parseYaml<T>(file: string, text: string, validate: ValidateFunction<T>, words: FaultWords = () => null): CheckedYaml<T> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const syntax = document.errors[0];
  if (syntax !== undefined) {
    const { line, col } = lines.linePos(syntax.pos[0]);
    throw new DataError({ file, line, character: col, found: syntax.message.split(/ at line |\n/, 1)[0] ?? syntax.code, expected: 'YAML', remedy: 'Correct the file.' });
  }
  const fault = (path: readonly (string | number)[], found: string, expected: string, remedy: string): DataError => {
    const { line, col } = lines.linePos(offsetOf(document, path));
    return new DataError({ file, line, character: col, ...(path.length > 0 ? { column: path.join('.') } : {}), found, expected, remedy });
  };
  const value: unknown = document.toJS();
  if (validate(value)) return { value, fault };
  // Of a branch that does not fit, its own errors say more.
  const faults = (validate.errors ?? []).filter(({ keyword }) => keyword !== 'if').map((error) => {
    const path = pathOf(error.instancePath);
    return { ...wording(error, value), ...words({ path, keyword: error.keyword, value: at(value, path) }), offset: 0 };
  });
  for (const found of faults) found.offset = offsetOf(document, found.path);
  const first = faults.sort((a, b) => a.offset - b.offset)[0];
  if (first === undefined) throw new Error(`the schema refuses ${file} without saying why`);
  throw fault(first.path, first.found, first.expected, first.remedy);
}

interface Wording {
  readonly path: readonly (string | number)[];
  readonly found: string;
  readonly expected: string;
  readonly remedy: string;
}

function wording(error: ErrorObject, root: unknown): Wording {
  const path = pathOf(error.instancePath);
  const value = at(root, path);
  const isInfinite = typeof value === 'number' && !Number.isFinite(value);
  // JSON knows neither infinity nor NaN and would show null.
  const shown = value === undefined ? 'nothing' : isInfinite ? (Number.isNaN(value) ? '.nan' : value > 0 ? '.inf' : '-.inf') : JSON.stringify(value);
  const parameters: Readonly<Record<string, unknown>> = error.params;
  const schema: unknown = error.parentSchema;
  switch (error.keyword) {
    case 'additionalProperties': {
      const key = String(parameters['additionalProperty']);
      const known = Object.keys(objectAt(schema, 'properties'));
      return { path: [...path, key], found: `the key ${key}${didYouMean(key, known)}`, expected: `one of ${known.join(', ')}`, remedy: 'Rename or remove it.' };
    }
    case 'required': {
      const key = String(parameters['missingProperty']);
      return { path, found: `no ${key}`, expected: `the key ${key}`, remedy: 'Add it.' };
    }
    case 'enum': {
      const allowed = Array.isArray(parameters['allowedValues']) ? parameters['allowedValues'].map(String) : [];
      return { path, found: `${shown}${typeof value === 'string' ? didYouMean(value, allowed) : ''}`, expected: `one of ${allowed.join(', ')}`, remedy: 'Choose one of them.' };
    }
    case 'minProperties':
    case 'maxProperties':
    case 'minItems':
    case 'maxItems': {
      const [least, what] = [error.keyword.startsWith('min'), error.keyword.endsWith('Items') ? 'entries' : 'keys'];
      return { path, found: shown, expected: `${least ? 'at least' : 'at most'} ${String(parameters['limit'])} of its ${what}`, remedy: 'Correct the value.' };
    }
    case 'uniqueItems':
      return { path, found: shown, expected: 'no entry twice', remedy: 'Remove one of them.' };
    case 'type':
      return { path, found: shown, expected: isInfinite && parameters['type'] === 'number' ? 'a finite number' : [parameters['type']].flat().join(' or '), remedy: 'Correct the value.' };
    default:
      return { path, found: shown, expected: error.message?.replace(/^must (?:be )?/, '') ?? error.keyword, remedy: 'Correct the value.' };
  }
}

function objectAt(value: unknown, key: string): object {
  const inner: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
  return typeof inner === 'object' && inner !== null ? inner : {};
}

/** Keys of a JSON pointer. */
function pathOf(pointer: string): string[] {
  return pointer === '' ? [] : pointer.slice(1).split('/').map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function at(root: unknown, path: readonly (string | number)[]): unknown {
  let value = root;
  for (const key of path) value = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
  return value;
}

/** Where a key stands in the text; the deepest key of the path that exists. */
function offsetOf(document: Document, path: readonly (string | number)[]): number {
  let node: unknown = document.contents;
  let offset = isNode(node) ? start(node) : 0;
  for (const [depth, key] of path.entries()) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isNode(item.key) && String(item.key) === String(key));
      if (pair === undefined) return offset;
      if (isNode(pair.key)) offset = start(pair.key);
      node = pair.value;
    } else {
      const item = document.getIn(path.slice(0, depth + 1), true);
      if (!isNode(item)) return offset;
      offset = start(item);
      node = item;
    }
  }
  return offset;
}

function start(node: Node): number {
  return node.range?.[0] ?? 0;
}
