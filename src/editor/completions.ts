/** What fits at a place. */
import type { Span } from '../dsl/source.ts';
import type { Completion } from './api.ts';
import { completion, inOrder, type Candidate } from './completion/candidate.ts';
import { clauseWords, directions, itemWords, joiningWords, settingNames, settingValues, tableNames, times, unitNames } from './completion/clause-words.ts';
import { factorWords } from './completion/factor-words.ts';
import { members, otherFiles, patterns } from './completion/files-and-members.ts';
import { modelWords } from './completion/model-words.ts';
import { Probe } from './completion/probe.ts';
import { cursorAt, type Cursor } from './cursor/place.ts';
import { wordAt, type Word } from './cursor/word.ts';
import { itemAt } from './tree-places.ts';
import type { Workspace } from './workspace.ts';
import * as t from '../dsl/parsing/tokens.ts';

export function completionsAt(path: string, offset: number, workspace: Workspace): readonly Completion[] {
  const tree = workspace.parsed(path)?.tree;
  if (tree === undefined) return [];
  const word = wordAt(tree.text, offset);
  if (word.kind === 'comment') return [];
  if (word.kind === 'text') return quoted(path, word.span, workspace);
  const cursor = cursorAt(tree.text, word.span);
  const span = cursor.place.kind === 'direction' ? withSign(word.span, cursor) : word.span;
  return inOrder(candidatesAt(cursor, word, path, offset, workspace).map((each) => completion(each, span)));
}

/** A sign that was written already belongs to what is replaced. */
function withSign({ start, end }: Span, { view, index }: Cursor): Span {
  const sign = view.tokens[index - 1];
  return sign !== undefined && t.isToken(sign, t.Sign) ? { start: Math.min(sign.startOffset, start), end } : { start, end };
}

function quoted(path: string, span: Span, workspace: Workspace): readonly Completion[] {
  const tree = workspace.parsed(path)?.tree;
  if (tree === undefined) return [];
  // The quotes are part of what stands there.
  const isClosed = /["'“”＂‘’]/.test(tree.text.charAt(span.end));
  const { place } = cursorAt(tree.text, { start: span.start - 1, end: span.end + (isClosed ? 1 : 0) });
  const files = place.kind === 'path' ? otherFiles(path, tree, workspace, '') : place.kind === 'member' ? patterns(path, workspace, '') : [];
  return inOrder(files.map((each) => completion(each, span)));
}

function candidatesAt(cursor: Cursor, word: Word, path: string, offset: number, workspace: Workspace): readonly Candidate[] {
  const { place } = cursor;
  const tree = workspace.parsed(path)?.tree;
  if (tree === undefined) return [];
  switch (place.kind) {
    case 'nothing':
      return [];
    case 'item':
      return itemWords();
    case 'path':
      return otherFiles(path, tree, workspace, '"');
    case 'member':
      return [...members(path, offset, tree, workspace), ...patterns(path, workspace, '"')];
    case 'clause':
      return clauseWords(place.of, place.given);
    case 'table':
      return tableNames();
    case 'direction':
      return directions();
    case 'time': {
      const item = itemAt(tree, offset);
      return times(item === null ? null : workspace.types(path, item));
    }
    case 'unit':
      return unitNames();
    case 'setting':
      return settingNames(place.given);
    case 'setting-value':
      return settingValues(place.setting);
    case 'expression':
      if (place.afterOperand) return [...(place.of === 'def' ? itemWords() : clauseWords(place.of, place.given)), ...(place.of === 'model' ? [] : joiningWords())];
      return expressionWords(cursor, word, path, workspace);
  }
}

function expressionWords(cursor: Cursor, word: Word, path: string, workspace: Workspace): readonly Candidate[] {
  const checked = workspace.checked(path);
  const probe = Probe.at(cursor, checked);
  if (probe === null) return [];
  const words = probe.item.kind === 'model' ? modelWords(probe, checked) : factorWords(probe, checked);
  // Numbers are written, not chosen; but a window of days begins with one.
  return word.kind === 'number' ? words.filter(({ kind }) => kind === 'window' || kind === 'value') : words;
}
