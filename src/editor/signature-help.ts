/** The signature of the call around a place, and which of its parameters is being written. */
import { FUNCTIONS } from '../dsl/catalogue/index.ts';
import { findModelFunction, findPreparation } from '../dsl/catalogue/model/index.ts';
import type { SourceTree } from '../dsl/syntax.ts';
import type { SignatureHelp } from './api.ts';
import { argumentText } from './argument-text.ts';
import { callAround, type CallAround } from './cursor/call-around.ts';
import { cursorAt, type Cursor } from './cursor/place.ts';
import { wordAt } from './cursor/word.ts';
import { itemText, operatorText } from './markdown.ts';
import { labelOf, slotsOf, type Callee } from './signatures.ts';
import * as t from '../dsl/parsing/tokens.ts';
import type { Workspace } from './workspace.ts';

export function signatureAt(path: string, offset: number, workspace: Workspace): SignatureHelp | null {
  const tree = workspace.parsed(path)?.tree;
  if (tree === undefined) return null;
  const word = wordAt(tree.text, offset);
  if (word.kind === 'comment' || word.kind === 'text') return null;
  const cursor = cursorAt(tree.text, word.span);
  const found = cursor.clause === null ? null : callAround(cursor.view, cursor.clause.from, cursor.index);
  const callee = found === null ? null : calleeOf(found.callee, cursor, path, workspace, tree);
  if (found === null || callee === null) return null;
  // The name of an argument may be what is being written.
  const call = cursor.view.is(cursor.index + 1, t.Assign) ? { ...found, name: tree.text.slice(word.span.start, word.span.end) } : found;
  const slots = slotsOf(callee);
  return {
    label: labelOf(callee),
    documentation: calleeText(callee),
    parameters: slots.map(({ name, span }) => ({ span, documentation: slotText(callee, name) })),
    active: activeOf(call, callee),
  };
}

/** What a name calls at a place; null if it calls nothing. */
export function calleeOf(name: string, { item, clause, view }: Cursor, path: string, workspace: Workspace, tree: SourceTree): Callee | null {
  const def = workspace.checked(path).file?.defs.get(name);
  if (def !== undefined) return { kind: 'def', declared: def };
  if (item?.keyword !== t.Model) {
    const operator = FUNCTIONS.find((each) => each.name === name);
    return operator === undefined ? null : { kind: 'operator', operator };
  }
  const keyword = clause === null ? undefined : view.tokens[clause.from]?.tokenType;
  const isData = keyword === t.Input || keyword === t.Target;
  const layer = isData ? undefined : layersOf(tree, view.tokens[item.from + 1]?.image ?? '').get(name);
  if (layer !== undefined) return { kind: 'layer', name, entry: findModelFunction(layer) };
  const preparation = isData ? findPreparation(name) : null;
  if (preparation !== null) return { kind: 'preparation', operator: preparation };
  const entry = findModelFunction(name);
  return entry === null || entry.group === 'arithmetic' ? null : { kind: 'model-function', entry };
}

/** Declared layers of a model, with the function that each of them calls. */
function layersOf({ items }: SourceTree, model: string): ReadonlyMap<string, string> {
  const item = items.find((each) => each.kind === 'model' && each.name.text === model);
  const clauses = item?.kind === 'model' ? item.clauses : [];
  return new Map(clauses.flatMap((clause) => (clause.kind === 'layer' ? [[clause.name.text, clause.value.kind === 'call' ? clause.value.callee.text : ''] as const] : [])));
}

export function calleeText(callee: Callee): string {
  switch (callee.kind) {
    case 'operator':
    case 'preparation':
      return operatorText(callee.operator);
    case 'model-function':
      return operatorText(callee.entry);
    case 'def':
      return itemText(callee.declared.item);
    case 'layer':
      return callee.entry === null ? '' : operatorText(callee.entry);
  }
}

function slotText(callee: Callee, name: string): string {
  switch (callee.kind) {
    case 'operator':
    case 'preparation':
      return argumentText(callee.operator, name);
    case 'model-function':
      return argumentText(callee.entry, name);
    case 'layer':
      return callee.entry === null ? '' : argumentText(callee.entry, name);
    case 'def': {
      const parameter = callee.declared.item.parameters.find((each) => each.name.text === name);
      return parameter?.defaultValue === null ? '' : 'May be left out.';
    }
  }
}

/** The parameter at the place; null for one too many, or a name that is none of them. */
function activeOf({ before, name }: CallAround, callee: Callee): number | null {
  const slots = slotsOf(callee);
  if (name !== null) {
    const at = slots.findIndex((slot) => slot.name === name);
    return at < 0 ? null : at;
  }
  const positional = before.filter((each) => each === null).length;
  const byPlace = slots.flatMap((slot, i) => (slot.onlyNamed ? [] : [i]));
  const many = callee.kind === 'model-function' && callee.entry.many === true;
  const at = byPlace[many ? Math.min(positional, byPlace.length - 1) : positional];
  // Beyond the places come the names.
  return at ?? null;
}
