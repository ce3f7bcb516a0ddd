/** Names that an experiment itself gives: its fusions, and its portfolios. Models and factors have theirs from their sources. */
import type { Document } from 'yaml';
import type { Span } from '../../dsl/source.ts';
import type { RenameOutcome } from '../api.ts';
import { keysAt, placeAt, placesOf } from './document.ts';
import { fusionsOf, signalUses } from './names.ts';
import type { ExperimentSchema } from './schema.ts';

/** A name that is given here, and every place where it is written. */
export interface GivenName {
  readonly kind: 'fusion' | 'portfolios';
  readonly name: string;
  /** The one at the place that was asked about. */
  readonly span: Span;
  readonly spans: readonly Span[];
}

export function givenNameAt(document: Document, path: string, offset: number): GivenName | null {
  const place = placeAt(placesOf(document), offset);
  if (place?.text == null) return null;
  const { text: name, span } = place;
  const [first, , third] = place.path;
  if (place.role === 'key' && place.path.length === 2 && first === 'portfolios') return { kind: 'portfolios', name, span, spans: [span] };
  const isFusion = place.role === 'key' ? first === 'fusion' && place.path.length === 2 : first === 'portfolios' && third === 'signal' && place.path.length === 3;
  const declared = fusionsOf(document, path).filter((fusion) => fusion.name === name).map(({ location }) => location.span);
  if (!isFusion || declared.length === 0) return null;
  return { kind: 'fusion', name, span, spans: [...declared, ...signalUses(document).filter((use) => use.name === name).map((use) => use.span)] };
}

export function renamed(document: Document, schema: ExperimentSchema, path: string, given: GivenName, name: string): RenameOutcome {
  const pattern = schema.at([given.kind]).flatMap(({ propertyNames }) => propertyNames?.pattern ?? [])[0];
  if (pattern !== undefined && !new RegExp(pattern, 'u').test(name)) return { problem: `${name} is no name of a ${given.kind === 'fusion' ? 'fusion' : 'portfolio'}: it takes letters, digits and _, no digit first` };
  if (name !== given.name && keysAt(document, [given.kind]).includes(name)) return { problem: `${name} is there already` };
  return { edits: new Map([[path, given.spans.map((span) => ({ span, text: name }))]]) };
}
