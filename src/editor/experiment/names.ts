/** What an experiment names beside its keys: sources and what they declare, signals, stores and indices. */
import { isAlias, isMap, isScalar, isSeq, type Document } from 'yaml';
import { matchesPattern } from '../../dsl/loading/project-paths.ts';
import type { Span } from '../../dsl/source.ts';
import type { DocumentSymbol, Location } from '../api.ts';
import type { ExperimentContext } from './context.ts';
import { keyText, spanOf } from './document.ts';
import type { Path } from './schema.ts';

/** Kinds of names, by where they stand. */
export type NameKind = 'factor-source' | 'model-source' | 'store' | 'signal' | 'index' | 'model';

/** What a value names; null where it names nothing. */
export function nameKindOfValue(path: Path): NameKind | null {
  const [first, second, third] = path;
  if (first === 'factors' && path.length === 2) return 'factor-source';
  if (first === 'models' && typeof second === 'number' && (path.length === 2 || (path.length === 3 && third === 'model'))) return 'model-source';
  if (first === 'data' && second === 'store' && path.length === 2) return 'store';
  if (first !== 'portfolios' || path.length !== 3) return null;
  return third === 'signal' ? 'signal' : third === 'index' ? 'index' : null;
}

/** Whether the keys of a map are names of models: the parts of a fusion. */
export function keysAreModels(path: Path): boolean {
  return path[0] === 'fusion' && path.length === 2;
}

/** A name that something in a file has. */
export interface Named {
  readonly name: string;
  readonly location: Location;
  readonly detail: string;
}

/** `FILE`, a folder, a pattern, or `FILE#NAME`. */
export interface Target {
  readonly path: string;
  readonly name: string | null;
}

export function targetOf(text: string, sources: readonly string[]): Target {
  const mark = text.lastIndexOf('#');
  return mark < 0 || sources.includes(text) ? { path: text, name: null } : { path: text.slice(0, mark), name: text.slice(mark + 1) };
}

/** The sources that a path means: itself, those below it, or those that it matches. */
export function sourcesOf(path: string, ending: '.factor' | '.model', context: ExperimentContext): readonly string[] {
  const plain = path.replace(/^\.\//, '').replace(/\/+$/, '');
  return context.sources().filter((source) => source.endsWith(ending) && (source === plain || source.startsWith(`${plain}/`) || (plain.includes('*') && matchesPattern(plain, source))));
}

/** What a source declares that an experiment may name. */
export function declaredIn(source: string, kinds: readonly DocumentSymbol['kind'][], context: ExperimentContext): readonly Named[] {
  return context.declared(source).flatMap(({ kind, name, detail, nameSpan }) => (kinds.includes(kind) ? [{ name, detail, location: { path: source, span: nameSpan } }] : []));
}

export function declarableKinds(kind: 'factor-source' | 'model-source'): readonly DocumentSymbol['kind'][] {
  return kind === 'model-source' ? ['model'] : ['factor', 'set'];
}

/** The models of an experiment, by what its targets mean. */
export function modelsOf(document: Document, context: ExperimentContext): readonly Named[] {
  const list = document.get('models', true);
  const items: readonly unknown[] = isSeq(list) ? list.items : [];
  const targets = items.flatMap((item) => {
    const text: unknown = isScalar(item) ? item.value : isMap(item) ? item.get('model') : null;
    return typeof text === 'string' ? [targetOf(text, context.sources())] : [];
  });
  return targets.flatMap(({ path, name }) => sourcesOf(path, '.model', context).flatMap((source) => declaredIn(source, ['model'], context).filter((model) => name === null || model.name === name)));
}

/** The fusions of an experiment, which are signals as its models are. */
export function fusionsOf(document: Document, path: string): readonly Named[] {
  const map = document.get('fusion', true);
  return (isMap(map) ? map.items : []).flatMap((pair) => {
    const span = spanOf(pair.key);
    return span === null ? [] : [{ name: keyText(pair), location: { path, span }, detail: isMap(pair.value) ? pair.value.items.map((part) => keyText(part)).join(' + ') : '' }];
  });
}

/** Values of portfolios that name a signal, with their places. */
export function signalUses(document: Document): readonly { readonly name: string; readonly span: Span }[] {
  const map = document.get('portfolios', true);
  return (isMap(map) ? map.items : []).flatMap(({ value }) => {
    const entry = isAlias(value) ? null : value;
    const signal: unknown = isMap(entry) ? entry.get('signal', true) : null;
    const span = spanOf(signal);
    return isScalar(signal) && typeof signal.value === 'string' && span !== null ? [{ name: signal.value, span }] : [];
  });
}
