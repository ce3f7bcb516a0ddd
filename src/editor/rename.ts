/** Giving something another name everywhere, or why it cannot have that name. */
import { FUNCTIONS } from '../dsl/catalogue/index.ts';
import { MODEL_FUNCTIONS, PREPARATIONS } from '../dsl/catalogue/model/index.ts';
import type { TextEdit } from '../dsl/finding.ts';
import { tokenize } from '../dsl/parsing/lexer.ts';
import * as t from '../dsl/parsing/tokens.ts';
import { siteOf, type Meaning, type NamedPlace, type Site } from '../dsl/resolution/meaning.ts';
import type { Span } from '../dsl/source.ts';
import { TABLES } from '../dsl/tables.ts';
import type { RenameOutcome } from './api.ts';
import { isSite, nameAt, usesOf } from './references.ts';
import { Renamed } from './renamed.ts';
import type { Workspace } from './workspace.ts';

export function renameableAt(path: string, offset: number, workspace: Workspace): Span | null {
  const place = nameAt(path, offset, workspace);
  return place === null || siteOf(place.meaning) === null ? null : place.span;
}

export function renameAt(path: string, offset: number, name: string, workspace: Workspace): RenameOutcome {
  const place = nameAt(path, offset, workspace);
  if (place === null || place.meaning.kind === 'unknown') return { problem: 'there is no name here that could be changed' };
  const site = siteOf(place.meaning);
  if (site === null) return { problem: whyFixed(place) };
  if (name === place.text) return { edits: new Map() };
  const problem = whyInvalid(name) ?? whyTaken(name, place.meaning);
  if (problem !== null) return { problem };
  const edits = editsFor(site, place.text, name, workspace);
  const clash = clashOf(site, place.text, name, edits, workspace);
  return clash === null ? { edits } : { problem: clash };
}

/** Why a name that no file declares stays as it is. */
function whyFixed({ text, meaning }: NamedPlace): string {
  switch (meaning.kind) {
    case 'column':
      return `\`${text}\` is a column of ${meaning.tables.map((table) => table.name).join(' and ')}, and columns have the names of the store`;
    case 'operator':
    case 'model-function':
      return `\`${text}\` is an operator of the language and cannot be renamed`;
    case 'table':
      return `\`${text}\` is a table, and tables have the names of the store`;
    case 'files':
      return 'a file is renamed where it lies';
    default:
      return `\`${text}\` is a word of the language and cannot be renamed`;
  }
}

/** Why a text is no name at all. */
function whyInvalid(name: string): string | null {
  const { tokens, comments } = tokenize(name);
  const [token] = tokens;
  if (token !== undefined && t.RESERVED.includes(token.tokenType) && token.image === name) return `\`${name}\` is a reserved word`;
  if (comments.length > 0 || token?.image !== name || !t.isToken(token, t.Identifier)) return `\`${name}\` is no name: a name is made of letters, digits and _ and does not begin with a digit`;
  return null;
}

/** Why the language has another use for a name. */
function whyTaken(name: string, meaning: Meaning): string | null {
  const isOperator = FUNCTIONS.some((each) => each.name === name);
  const isModelFunction = MODEL_FUNCTIONS.some((each) => each.name === name) || PREPARATIONS.some((each) => each.name === name);
  if (meaning.kind === 'def' && (isOperator || isModelFunction)) return `\`${name}\` is an operator of the language, which a def of that name would hide`;
  if (meaning.kind === 'clause' && meaning.clause.kind === 'layer' && isModelFunction) return `\`${name}\` is a function of models, which a layer of that name would hide`;
  if (meaning.kind === 'parameter' && [...TABLES.values()].some(({ columns }) => columns.has(name))) return `\`${name}\` is a column, which a parameter of that name would hide`;
  if (meaning.kind === 'let') {
    const from = meaning.declared.item.clauses.find((clause) => clause.kind === 'from')?.table.text ?? '';
    if (TABLES.get(from)?.columns.has(name) === true) return `\`${name}\` is a column of ${from}, which a let of that name would hide`;
  }
  return null;
}

function editsFor(site: Site, old: string, name: string, workspace: Workspace): ReadonlyMap<string, readonly TextEdit[]> {
  const edits = new Map<string, TextEdit[]>();
  for (const { path, span } of usesOf(site, old, workspace)) {
    const ofFile = edits.get(path) ?? [];
    ofFile.push({ span, text: name });
    edits.set(path, ofFile);
  }
  return edits;
}

/**
 * What would mean something else afterwards: every name of the files that are changed, and of those that see them, has to stand for what it stood for,
 * and there may be no finding that was not there.
 */
function clashOf(site: Site, old: string, name: string, edits: ReadonlyMap<string, readonly TextEdit[]>, workspace: Workspace): string | null {
  const renamed = new Renamed(workspace, edits);
  for (const path of renamed.affected) {
    const before = workspace.names(path);
    const after = renamed.workspace.names(path);
    const changed = before.find((place, i) => {
      const now = after[i];
      return now === undefined || !renamed.isSamePlace(path, place, now);
    });
    if (changed !== undefined || before.length !== after.length) {
      const isOwn = changed !== undefined && isSite(siteOf(changed.meaning), site);
      return isOwn ? `\`${name}\` means something else where \`${old}\` is used in ${path}` : `\`${name}\` is used already in ${path} and would come to mean what \`${old}\` is`;
    }
    const finding = renamed.newFinding(path);
    if (finding !== null) return `\`${name}\` would not do in ${path}: ${finding.message}`;
  }
  return null;
}
