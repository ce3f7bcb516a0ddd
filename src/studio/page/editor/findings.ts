/** Findings in the text, with their quick fixes. */
import { linter, type Action, type Diagnostic } from '@codemirror/lint';
import type { Extension } from '@codemirror/state';
import type { EditorView } from '@codemirror/view';
import type { Finding, Fix } from '../../../dsl/finding.ts';

/** Milliseconds without a key before findings are shown: earlier they would be about half a word. */
const PAUSE = 150;

export function findingsFrom(findings: () => readonly Finding[]): Extension {
  return linter((view) => findings().map((found) => diagnosticOf(found, view.state.doc.length)), { delay: PAUSE });
}

function diagnosticOf({ span, severity, code, message, hint, fix }: Finding, length: number): Diagnostic {
  const from = Math.min(span.start, length);
  const actions = fix === null ? [] : [actionOf(fix)];
  return { from, to: Math.max(from, Math.min(span.end, length)), severity, source: code, message: hint === null ? message : `${message}\n${hint}`, actions };
}

function actionOf(fix: Fix): Action {
  return { name: fix.title, apply: (view) => applyFix(view, fix) };
}

export function applyFix(view: EditorView, fix: Fix): void {
  view.dispatch({ changes: fix.edits.map(({ span, text }) => ({ from: span.start, to: span.end, insert: text })), userEvent: 'input.fix' });
  view.focus();
}
