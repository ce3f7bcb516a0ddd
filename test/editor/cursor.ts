/** Texts with a `|` where the cursor stands. */
import { RANK } from '../../src/editor/completion/candidate.ts';
import type { Completion, Hover, SignatureHelp } from '../../src/editor/index.ts';
import { editorOf, REAL_FILES, type Editor } from './real-project.ts';

export interface Marked {
  readonly editor: Editor;
  readonly path: string;
  readonly text: string;
  readonly offset: number;
}

/** Opens a text beside other files, the project's own unless others are given. */
export function open(marked: string, path = 'factors/main.factor', files: Readonly<Record<string, string>> = REAL_FILES): Marked {
  const offset = marked.indexOf('|');
  const text = marked.slice(0, offset) + marked.slice(offset + 1);
  return { editor: editorOf({ ...files, [path]: text }), path, text, offset };
}

/** A factor around some clauses. */
export function inFactor(clauses: string, table = 'minute'): string {
  return `factor f {\n  from ${table}\n  direction +1\n  ${clauses}\n}\n`;
}

/** A model with a panel x, bars day, a target y and some clauses. */
export function inModel(clauses: string): string {
  return `use "huatai27.factor"\nmodel m {\n  input x = panel(fill(zscore(huatai27), 0), days=40)\n  target y = zscore(forward_return(from=1, to=11, price=vwap))\n  let h = gru(x, units=30)\n  ${clauses}\n}\n`;
}

export function completionsOf(marked: string, path?: string): readonly Completion[] {
  const { editor, path: at, offset } = open(marked, path);
  return editor.language.completions(at, offset);
}

/** Labels of what fits, best first. */
export function labels(marked: string, path?: string): readonly string[] {
  return completionsOf(marked, path).filter(({ rank }) => rank < RANK.misfit).map(({ label }) => label);
}

/** Labels of what the checker would complain about. */
export function misfits(marked: string, path?: string): readonly string[] {
  return completionsOf(marked, path).filter(({ rank }) => rank >= RANK.misfit).map(({ label }) => label);
}

export function hoverOf(marked: string, path?: string): Hover | null {
  const { editor, path: at, offset } = open(marked, path);
  return editor.language.hover(at, offset);
}

export function signatureOf(marked: string, path?: string): SignatureHelp | null {
  const { editor, path: at, offset } = open(marked, path);
  return editor.language.signature(at, offset);
}

/** The parameter being written. */
export function activeParameter(marked: string, path?: string): string | null {
  const help = signatureOf(marked, path);
  const active = help?.parameters[help.active ?? -1];
  return help === null || active === undefined ? null : help.label.slice(active.span.start, active.span.end);
}
