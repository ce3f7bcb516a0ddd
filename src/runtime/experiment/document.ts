/** The text of an experiment: YAML that keeps to the schema, or findings at line and column. */
import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import { isAlias, isMap, isScalar, isSeq, parseDocument, type Document } from 'yaml';
import { packagedFile } from '../packaged-file.ts';
import { finding, type Finding } from '../../dsl/finding.ts';
import { DataError, firstLine } from '../store/data-error.ts';
import type { StepEntry } from '../evaluate/steps-file.ts';
import { checkDocument, spanOfPath, type FaultWords } from '../store/yaml-schema.ts';
import { experimentMessages as messages } from './messages.ts';

type Share = number | string;

/** A test as it is written. */
export interface TestEntry {
  readonly preprocess?: readonly StepEntry[];
  readonly universe?: readonly ('st' | 'suspended' | 'limit')[];
  readonly price?: 'vwap' | 'open' | 'close';
  readonly adjusted?: boolean;
  readonly layers?: number;
  readonly horizon?: number | string;
  readonly every?: number | string;
  readonly icirWindow?: number;
}

export interface PortfolioEntry {
  readonly signal: string;
  readonly signals?: string;
  readonly index: string;
  readonly turnover?: Share | readonly Share[];
  readonly limits?: { readonly memberWeight?: Share; readonly deviation?: Share; readonly industry?: Share; readonly size?: Share };
  readonly turnoverAgainst?: 'drifted' | 'target';
  readonly every?: number | string;
  readonly capital?: number | string;
  readonly cost?: Share;
  readonly lot?: number | string;
  readonly dividends?: 'cash' | 'reinvested';
  readonly locked?: 'rejected' | 'avoided';
  readonly adjusted?: boolean;
  readonly from?: string;
}

/** An experiment as it is written, after the schema. */
export interface ExperimentEntry {
  readonly name?: string;
  readonly title?: string;
  readonly data: {
    readonly store: string;
    readonly from?: string;
    readonly to?: string;
    readonly simulate?: { readonly stocks: number; readonly days: number; readonly seed?: number; readonly from?: string; readonly ordersPerStock?: number; readonly information?: boolean };
  };
  readonly engine?: 'auto' | 'webgpu' | 'webasm' | 'cpu' | 'reference';
  readonly factors?: readonly string[];
  readonly tests?: {
    readonly factors?: TestEntry | 'none';
    readonly signals?: TestEntry | 'none';
    readonly screen?: { readonly correlation: Share | Readonly<Record<string, Share>>; readonly t?: number };
  };
  readonly models?: readonly (string | { readonly model: string; readonly seeds?: number; readonly epochs?: number })[];
  readonly training?: { readonly seeds?: number; readonly epochs?: number; readonly from?: string; readonly fewestDates?: number; readonly backend?: 'auto' | 'node-gpu' | 'node' | 'webgpu' | 'wasm' | 'cpu'; readonly importance?: number };
  readonly fusion?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly portfolios?: Readonly<Record<string, PortfolioEntry>>;
  readonly report?: { readonly pages?: 'all' | 'overview' };
}

/** A value that is put in the place of what the file says, such as data.store=market. */
export interface Setting {
  readonly path: readonly string[];
  readonly value: unknown;
}

/** Larger files are no experiments. */
export const MOST_BYTES = 256 * 1024;
const SCHEMA = 'experiment.schema.json';

/** Reads `PATH=VALUE`; the value is YAML, so that 0.3, [30%, 40%] and {a: 1} are what they look like. Throws DataError for a text that is none. */
export function parseSetting(text: string): Setting {
  const at = text.indexOf('=');
  const path = text.slice(0, Math.max(0, at)).split('.').map((key) => key.trim());
  const wrong = (found: string): DataError => new DataError({ file: null, found: `${found} in ${JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text)}`, expected: 'PATH=VALUE, such as training.seeds=1 or portfolios.csi500.turnover=[30%, 40%]', remedy: 'Write the keys with dots between them.' });
  if (at < 0 || path.includes('')) throw wrong(at < 0 ? 'no =' : 'an empty key');
  if (path.some((key) => key === '__proto__')) throw wrong('a key that is none');
  if (Buffer.byteLength(text) > MOST_BYTES) throw wrong('too much');
  const document = parseDocument(text.slice(at + 1), { stringKeys: true });
  const [fault] = [...document.errors, ...document.warnings];
  if (fault !== undefined) throw wrong(`no YAML (${firstLine(fault)})`);
  try {
    return { path, value: document.toJS({ maxAliasCount: 0 }) };
  } catch (error) {
    throw wrong(`no YAML (${firstLine(error)})`);
  }
}

export interface CheckedDocument {
  readonly findings: readonly Finding[];
  /** Null where there are errors. */
  readonly entry: ExperimentEntry | null;
  /** The span of a key, for what the schema cannot say. */
  readonly spanAt: (path: readonly (string | number)[]) => { readonly start: number; readonly end: number };
}

/** Parses and checks a text. @param path of the file in its project, for findings */
export function parseExperiment(path: string, text: string, settings: readonly Setting[] = []): CheckedDocument {
  const document = parseDocument(text, { merge: true, stringKeys: true });
  const spanAt = (keys: readonly (string | number)[]): { readonly start: number; readonly end: number } => spanOfPath(document, keys);
  const refused = document.errors.length > 0 ? [] : settings.filter((setting) => !put(document, setting));
  if (refused.length > 0) return { findings: refused.map(({ path: keys }) => finding(path, { start: 0, end: 0 }, messages.notSet(keys.join('.')))), entry: null, spanAt };
  const checked = checkDocument(document, validator(), words);
  if ('value' in checked) return { findings: [], entry: checked.value, spanAt };
  const findings = checked.faults.map(({ path: keys, start, end, found, expected, remedy }) => finding(path, { start, end: Math.min(end, text.length) }, keys.length === 0 ? messages.malformed(found, expected, remedy) : messages.wrong(keys.join('.'), found, expected, remedy)));
  return { findings, entry: null, spanAt };
}

/** The keys on the way are made where they are not there. False for a path that leads nowhere: into a list by a name or past its end, or into a file that is no map. */
function put(document: Document, { path, value }: Setting): boolean {
  if (document.contents === null) document.contents = document.createNode({});
  if (!isMap(document.contents)) return false;
  const keys = path.map((key) => (/^\d+$/.test(key) ? Number(key) : key));
  for (let depth = 1; depth < keys.length; depth++) {
    const node: unknown = document.getIn(keys.slice(0, depth), true);
    const key = keys[depth];
    if (isSeq(node) && !(typeof key === 'number' && key <= node.items.length)) return false;
    // An alias becomes what it stands for, so that its other places stay as they are; a text gives way to keys.
    if (isAlias(node)) document.setIn(keys.slice(0, depth), node.resolve(document)?.clone() ?? document.createNode({}));
    else if (isScalar(node)) document.setIn(keys.slice(0, depth), document.createNode({}));
  }
  document.setIn(keys, document.createNode(value));
  return true;
}

const words: FaultWords = ({ path, keyword, value }) => {
  if (path.length === 0 && keyword === 'type') return { ...(value === null ? { found: 'nothing' } : {}), expected: 'an experiment: keys such as data, factors, models and portfolios', remedy: 'Begin with data: {store: DIR}.' };
  // Whoever writes 30 where shares stand means 30 %.
  if (keyword === 'maximum' && typeof value === 'number' && value <= 200 && /turnover|limits\.(?!size)|cost|correlation/.test(path.join('.'))) return { expected: 'a share such as 30% or 0.3', remedy: `Write ${String(value)}%, if that is meant.` };
  // Whoever has one thing writes it without the list.
  if (keyword === 'type' && typeof value === 'string' && (path.join('.') === 'factors' || path.join('.') === 'models')) return { expected: `a list, [${value}]`, remedy: `Write ${path.join('.')}: [${value}].` };
  return null;
};

let compiled: ValidateFunction<ExperimentEntry> | null = null;

function validator(): ValidateFunction<ExperimentEntry> {
  compiled ??= new Ajv({ allErrors: true, allowUnionTypes: true, verbose: true }).compile<ExperimentEntry>(experimentSchema());
  return compiled;
}

/** The JSON Schema of experiments, which editors take too. */
export function experimentSchema(): object {
  const schema: unknown = JSON.parse(readFileSync(packagedFile(`experiment/${SCHEMA}`), 'utf8'));
  if (typeof schema !== 'object' || schema === null) throw new TypeError(`${SCHEMA} is no object`);
  return schema;
}
