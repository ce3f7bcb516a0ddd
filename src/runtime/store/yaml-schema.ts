/** YAML checked by a JSON Schema, with faults at line and column. */
import type { ErrorObject, ValidateFunction } from 'ajv';
import { LineCounter, isMap, isNode, isScalar, parseDocument, visit, type Document } from 'yaml';
import { DataError, firstLine } from './data-error.ts';
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
  const fault = (path: readonly (string | number)[], found: string, expected: string, remedy: string): DataError => errorAt(spanOfPath(document, path).start, path, { found, expected, remedy });
  const errorAt = (offset: number, path: readonly (string | number)[], said: Pick<YamlFault, 'found' | 'expected' | 'remedy'>): DataError => {
    const { line, col } = lines.linePos(offset);
    return new DataError({ file, line, character: col, ...(path.length > 0 ? { column: path.join('.') } : {}), ...said });
  };
  const checked = checkDocument(document, validate, words);
  if ('value' in checked) return { value: checked.value, fault };
  const [first] = checked.faults;
  if (first === undefined) throw new Error(`the schema refuses ${file} without saying why`);
  throw errorAt(first.start, first.path, { found: first.found, expected: first.expected, remedy: first.remedy });
}

/** Something that is wrong with a YAML text, from one offset of it to another. */
export interface YamlFault {
  readonly path: readonly (string | number)[];
  readonly start: number;
  readonly end: number;
  readonly found: string;
  readonly expected: string;
  readonly remedy: string;
}

/** A document's value, or all that is wrong with it in the order of the text: of one that is no YAML, or whose aliases grow without bound, that alone. */
export function checkDocument<T>(document: Document.Parsed, validate: ValidateFunction<T>, words: FaultWords = () => null): { readonly value: T } | { readonly faults: readonly YamlFault[] } {
  // A tag that means nothing here is only a warning to the parser.
  const syntax = [...document.errors, ...document.warnings].map(({ pos, message, code }) => ({ path: [], start: pos[0], end: pos[1], found: message.split(/ at line |\n/, 1)[0] ?? code, expected: 'YAML', remedy: 'Correct the file.' }));
  if (syntax.length > 0) return { faults: syntax };
  const aliased = aliasFaults(document);
  if (aliased.length > 0) return { faults: aliased };
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: MOST_ALIASES });
  } catch (error) {
    // Aliases without bound are a ReferenceError of the parser, and so are merges of what is no map an Error.
    const found = error instanceof ReferenceError ? 'aliases that stand for more and more text' : firstLine(error);
    return { faults: [{ path: [], start: 0, end: 0, found, expected: error instanceof ReferenceError ? `at most ${String(MOST_ALIASES)} of them` : 'YAML', remedy: error instanceof ReferenceError ? 'Write the text itself.' : 'Correct the file.' }] };
  }
  if (validate(value)) return { value };
  // Of a branch that does not fit, its own errors say more.
  const errors = (validate.errors ?? []).filter(({ keyword }) => keyword !== 'if' && keyword !== 'anyOf' && keyword !== 'propertyNames');
  const faults = errors.slice(0, MOST_FAULTS).map((error) => {
    const path = pathOf(error.instancePath);
    const said = { ...wording(error, value), ...words({ path, keyword: error.keyword, value: at(value, path) }) };
    return { ...said, ...spanOfPath(document, said.path) };
  });
  return { faults: faults.sort((a, b) => a.start - b.start) };
}

/** Aliases of nothing, and those that stand for something that they are part of. */
function aliasFaults(document: Document.Parsed): readonly YamlFault[] {
  const faults: YamlFault[] = [];
  visit(document, {
    Alias(_, alias, ancestors) {
      const target = alias.resolve(document);
      const place = { path: [], start: alias.range?.[0] ?? 0, end: alias.range?.[1] ?? 0 };
      if (target === undefined) faults.push({ ...place, found: `*${shortText(alias.source)}, which nothing is called`, expected: 'an alias of something above it', remedy: `Name what it stands for with &${shortText(alias.source)}, or write it out.` });
      else if (ancestors.includes(target)) faults.push({ ...place, found: `*${shortText(alias.source)} inside of what it stands for`, expected: 'an alias of something that is whole', remedy: 'Write out what is meant.' });
      return faults.length < MOST_FAULTS ? undefined : visit.BREAK;
    },
  });
  return faults;
}

/** More than anybody reads; the rest is found when these are mended. */
const MOST_FAULTS = 100;
/** A value is shown up to so many characters. */
const SHOWN = 80;

function shortText(text: string): string {
  return text.length <= SHOWN ? text : `${text.slice(0, SHOWN)}…`;
}

/** More aliases than anybody writes by hand. */
const MOST_ALIASES = 100;

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
  const shown = value === undefined ? 'nothing' : isInfinite ? (Number.isNaN(value) ? '.nan' : value > 0 ? '.inf' : '-.inf') : shortText(JSON.stringify(value));
  const parameters: Readonly<Record<string, unknown>> = error.params;
  const schema: unknown = error.parentSchema;
  switch (error.keyword) {
    case 'additionalProperties': {
      const key = String(parameters['additionalProperty']);
      const known = Object.keys(objectAt(schema, 'properties'));
      return { path: [...path, key], found: `the key ${shortText(key)}${key.length > SHOWN ? '' : didYouMean(key, known)}`, expected: `one of ${known.join(', ')}`, remedy: 'Rename or remove it.' };
    }
    case 'required': {
      const key = String(parameters['missingProperty']);
      return { path, found: `no ${key}`, expected: `the key ${key}`, remedy: 'Add it.' };
    }
    case 'enum': {
      const allowed = Array.isArray(parameters['allowedValues']) ? parameters['allowedValues'].map(String) : [];
      return { path, found: `${shown}${typeof value === 'string' && value.length <= SHOWN ? didYouMean(value, allowed) : ''}`, expected: `one of ${allowed.join(', ')}`, remedy: 'Choose one of them.' };
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
    case 'pattern':
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum': {
      // Of a name it is the name that is wrong, not what stands below it.
      if (error.propertyName !== undefined) return { path: [...path, error.propertyName], found: `the name ${shortText(JSON.stringify(error.propertyName))}`, expected: 'letters, digits and _, no digit first', remedy: 'Rename it.' };
      return { path, found: shown, expected: descriptionOf(schema) ?? error.message?.replace(/^must (?:be )?/, '') ?? error.keyword, remedy: 'Correct the value.' };
    }
    default:
      return { path, found: shown, expected: error.message?.replace(/^must (?:be )?/, '') ?? error.keyword, remedy: 'Correct the value.' };
  }
}

/** What a schema says of a value that it describes as "a …". */
function descriptionOf(schema: unknown): string | null {
  const text: unknown = typeof schema === 'object' && schema !== null ? Reflect.get(schema, 'description') : null;
  return typeof text === 'string' && /^an? /.test(text) ? text : null;
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

/** Where a key stands in the text, and the end of its value's first line; of the deepest key of the path that exists. */
export function spanOfPath(document: Document, path: readonly (string | number)[]): { readonly start: number; readonly end: number } {
  let node: unknown = document.contents;
  let span = spanOf(node) ?? { start: 0, end: 0 };
  for (const [depth, key] of path.entries()) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isNode(item.key) && String(item.key) === String(key));
      if (pair === undefined) return span;
      const own = spanOf(pair.key);
      const value = spanOf(pair.value);
      span = own === null ? span : { start: own.start, end: isScalar(pair.value) && value !== null && value.end > own.end ? value.end : own.end };
      node = pair.value;
    } else {
      const item = document.getIn(path.slice(0, depth + 1), true);
      if (!isNode(item)) return span;
      span = spanOf(item) ?? span;
      node = item;
    }
  }
  return span;
}

/** Null for what was put into the document and stands nowhere in the text. */
function spanOf(node: unknown): { readonly start: number; readonly end: number } | null {
  return isNode(node) && node.range !== null && node.range !== undefined ? { start: node.range[0], end: node.range[1] } : null;
}
