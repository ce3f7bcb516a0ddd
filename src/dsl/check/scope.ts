/** What names mean at a place: lets of the factor, parameters of a def, columns of the table. */
import type { ProjectFile } from '../project.ts';
import { LineMap, type Span } from '../source.ts';
import type { DefItem, Expression } from '../syntax.ts';
import type { Table } from '../tables.ts';
import type { Typed } from '../typed.ts';

/** The factor being checked, as every expression below it sees it, also those in defs of other files. */
export interface FactorFrame {
  /** The table of `from`: where columns without a table's name are looked up. */
  readonly table: Table;
  /** Lets seen so far by name; null where one failed, which was reported there. */
  readonly lets: ReadonlyMap<string, Typed | null>;
  /** Names of all lets, those further down included. */
  readonly declared: ReadonlySet<string>;
  /** Whether a clause could not be read, so that a name that seems unknown may be the one it gave. */
  readonly incomplete: boolean;
}

/** A parameter stands for the expression its caller wrote, read where the caller wrote it. */
export interface Binding {
  readonly expression: Expression;
  readonly scope: Scope;
  /** What `meaningOf` says about the expression. */
  readonly meaning: number;
}

/** Where a text stands: findings about it go to that file. */
export interface Place {
  readonly file: ProjectFile;
  /** The call in the factor itself that puts a def's text in; null, or left out, where the text is the factor's own. */
  readonly calledFrom?: CallSite | null;
}

export interface CallSite {
  readonly file: ProjectFile;
  readonly span: Span;
}

/** What the names of a text mean; its file's defs are seen as well. */
export interface Scope extends Place {
  readonly factor: FactorFrame;
  readonly parameters: ReadonlyMap<string, Binding>;
  /** Defs being put in, outermost first; empty in the factor itself. */
  readonly calls: readonly DefItem[];
}

/** `a.factor:7:19`. */
export function siteText({ file, span }: CallSite): string {
  const { line, column } = new LineMap(file.tree.text).position(span.start);
  return `${file.path}:${String(line)}:${String(column)}`;
}

export function scopeOfFactor(file: ProjectFile, factor: FactorFrame): Scope {
  return { file, factor, parameters: new Map(), calls: [] };
}

/** The let of that name that can be seen: a def sees none. Null if it failed, undefined if there is none. */
export function letSeen(name: string, scope: Scope): Typed | null | undefined {
  return scope.calls.length > 0 ? undefined : scope.factor.lets.get(name);
}

/** Source text that a span covers, as messages show it: on one line, cut if long. */
export function textAt(place: Place, span: Span): string {
  return shortened(place.file.tree.text.slice(span.start, span.end).replace(/\s+/g, ' '));
}

/** A text of one line that messages and titles can hold. */
export function shortened(line: string): string {
  return line.length > 60 ? `${line.slice(0, 57)}…` : line;
}
