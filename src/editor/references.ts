/** Where names are declared and used, over all files of the project. */
import { siteOf, type Meaning, type NamedPlace, type Site } from '../dsl/resolution/meaning.ts';
import type { Location } from './api.ts';
import { holds } from './spans.ts';
import type { Workspace } from './workspace.ts';

/** The name, or text in quotes, at a place; of two that touch there the one that begins. */
export function nameAt(path: string, offset: number, workspace: Workspace): NamedPlace | null {
  return workspace.names(path).findLast(({ span }) => holds(span, offset)) ?? null;
}

/** Where what stands at a place was declared; the files that a text in quotes names. */
export function definitionAt(path: string, offset: number, workspace: Workspace): readonly Location[] {
  const meaning = nameAt(path, offset, workspace)?.meaning;
  if (meaning === undefined) return [];
  if (meaning.kind === 'files') return meaning.paths.map((each) => ({ path: each, span: { start: 0, end: 0 } }));
  const site = siteOf(meaning);
  return site === null ? [] : [site];
}

/** Every use of what stands at a place, its declaration among them; of a column or operator those of all files. */
export function referencesAt(path: string, offset: number, workspace: Workspace): readonly Location[] {
  const place = nameAt(path, offset, workspace);
  if (place === null || place.meaning.kind === 'unknown' || place.meaning.kind === 'files') return [];
  const { meaning, text } = place;
  const site = siteOf(meaning);
  if (site !== null) return usesOf(site, text, workspace);
  return placesWith(text, workspace, (each) => isAlike(each.meaning, meaning));
}

/** Uses of what is declared at a site. */
export function usesOf(site: Site, name: string, workspace: Workspace): readonly Location[] {
  return placesWith(name, workspace, ({ meaning }) => isSite(siteOf(meaning), site));
}

/** Places of a name in all files. Files that nowhere hold the text are not resolved. */
function placesWith(name: string, workspace: Workspace, isWanted: (place: NamedPlace) => boolean): readonly Location[] {
  return filesWith(name, workspace).flatMap((path) => workspace.names(path).flatMap((place) => (place.text === name && isWanted(place) ? [{ path, span: place.span }] : [])));
}

/** Files of the project whose text holds a name, open ones without a source file's name included. */
export function filesWith(name: string, workspace: Workspace): readonly string[] {
  const paths = new Set([...workspace.sourcePaths, ...workspace.openPaths]);
  return [...paths].filter((path) => workspace.text(path)?.includes(name) === true);
}

export function isSite(a: Site | null, b: Site): boolean {
  return a?.path === b.path && a.span.start === b.span.start;
}

/** Whether two names that the language brings mean the same. */
function isAlike(a: Meaning, b: Meaning): boolean {
  if (a.kind === 'column' && b.kind === 'column') return a.tables.some((table) => b.tables.includes(table));
  if (a.kind === 'named-argument' && b.kind === 'named-argument') return a.callee === b.callee;
  if (a.kind === 'word' && b.kind === 'word') return a.setting === b.setting;
  return a.kind === b.kind;
}
