/** What stands at a place of an experiment: its meaning, and where it is declared. */
import { isAlias, type Document } from 'yaml';
import type { Hover, Location } from '../api.ts';
import type { ExperimentContext } from './context.ts';
import { placeAt, placesOf, spanOf, type Place } from './document.ts';
import { declarableKinds, declaredIn, fusionsOf, keysAreModels, modelsOf, nameKindOfValue, sourcesOf, targetOf, type Named } from './names.ts';
import { documentationOf } from './schema-words.ts';
import type { ExperimentSchema } from './schema.ts';

/** A text that has been read, in its project. */
export interface Read {
  readonly context: ExperimentContext;
  readonly schema: ExperimentSchema;
  readonly document: Document;
  readonly path: string;
}

export function hoverAt(read: Read, offset: number): Hover | null {
  const place = placeAt(placesOf(read.document), offset);
  if (place === null) return null;
  const documentation = documentationOf(read.schema.at(place.path));
  const named = namedAt(read, place).map(({ name, detail, location }) => `**${name}** · ${detail === '' ? location.path : detail}`);
  const title = place.path.filter((key) => typeof key === 'string').join('.');
  const markdown = [...named.slice(0, MOST_NAMES), ...(named.length > MOST_NAMES ? [`… and ${String(named.length - MOST_NAMES)} more`] : []), ...(documentation === '' ? [] : [`\`${title}\``, documentation])].join('\n\n');
  return markdown === '' ? null : { span: place.span, markdown };
}

/** More is no help at a glance. */
const MOST_NAMES = 12;

export function definitionsAt(read: Read, offset: number): readonly Location[] {
  const place = placeAt(placesOf(read.document), offset);
  if (place === null) return [];
  if (isAlias(place.node)) {
    const span = spanOf(place.node.resolve(read.document));
    return span === null ? [] : [{ path: read.path, span }];
  }
  return namedAt(read, place).map(({ location }) => location);
}

/** What the text at a place names: a file without a name of its own stands for what it holds. */
export function namedAt({ context, document, path }: Read, place: Place): readonly Named[] {
  const { text } = place;
  if (text === null) return [];
  if (place.role === 'key') {
    if (keysAreModels(place.path.slice(0, -1))) return modelsOf(document, context).filter(({ name }) => name === text);
    return place.path[0] === 'fusion' && place.path.length === 2 ? fusionsOf(document, path).filter(({ name }) => name === text) : [];
  }
  const kind = nameKindOfValue(place.path);
  if (kind === 'signal') return [...fusionsOf(document, path), ...modelsOf(document, context)].filter(({ name }) => name === text);
  if (kind !== 'factor-source' && kind !== 'model-source') return [];
  const target = targetOf(text, context.sources());
  return sourcesOf(target.path, kind === 'model-source' ? '.model' : '.factor', context).flatMap((source) => {
    const declared = declaredIn(source, declarableKinds(kind), context);
    if (target.name !== null) return declared.filter(({ name }) => name === target.name);
    return declared.length === 0 ? [{ name: source, detail: '', location: { path: source, span: { start: 0, end: 0 } } }] : declared;
  });
}
