/** The editor of one source file. What it knows of the language it asks the language service. */
import { closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { bracketMatching } from '@codemirror/language';
import { forceLinting, lintKeymap } from '@codemirror/lint';
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search';
import { EditorState, type Extension } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers } from '@codemirror/view';
import type { FileLanguage } from '../../../editor/api.ts';
import { both } from '../../../runtime/report/text.ts';
import { say } from '../language.ts';
import { colouredBy } from './colours.ts';
import { applyFix, findingsFrom } from './findings.ts';
import { helpFrom } from './help.ts';
import { INDENTATION } from './indentation.ts';

export interface EditedFile {
  readonly path: string;
  readonly text: string;
  readonly service: FileLanguage;
  /** Hears of every change, before anything is asked about the new text. */
  readonly changed: (text: string) => void;
}

const LABEL = both('Text of the factor', '因子文本');

export class SourceEditor {
  private readonly view: EditorView;
  private file: EditedFile | null = null;

  constructor(parent: HTMLElement) {
    this.view = new EditorView({
      parent,
      dispatchTransactions: (transactions, view) => {
        const last = transactions.at(-1);
        // The language service must have the new text before anything of the editor asks it.
        if (last !== undefined && transactions.some(({ docChanged }) => docChanged)) this.file?.changed(last.newDoc.toString());
        view.update(transactions);
      },
    });
  }

  open(file: EditedFile): void {
    this.file = file;
    this.view.setState(EditorState.create({ doc: file.text, extensions: this.extensions(file) }));
  }

  private extensions({ path, service }: EditedFile): Extension {
    return [
      lineNumbers(),
      highlightActiveLine(),
      highlightActiveLineGutter(),
      drawSelection(),
      history(),
      INDENTATION,
      bracketMatching(),
      closeBrackets(),
      highlightSelectionMatches(),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ 'aria-label': say(LABEL), spellcheck: 'false', autocorrect: 'off', autocapitalize: 'off' }),
      colouredBy(() => service.tokens(path)),
      findingsFrom(() => service.findings(path)),
      helpFrom(service, path),
      keymap.of([
        { key: 'Mod-.', run: () => this.fixHere() },
        { key: 'Alt-Enter', run: () => this.fixHere() },
        { key: 'Shift-Alt-f', run: () => this.format() },
        { key: 'Mod-s', run: () => this.format(), preventDefault: true },
        ...closeBracketsKeymap,
        ...completionKeymap,
        ...lintKeymap,
        ...searchKeymap,
        ...historyKeymap,
        ...defaultKeymap,
      ]),
    ];
  }

  /** Applies the fix of the finding at the cursor, or of the only finding that has one. */
  fixHere(): boolean {
    const { file, view } = this;
    if (file === null) return false;
    const { from, to } = view.state.selection.main;
    const all = file.service.findings(file.path).filter(({ fix }) => fix !== null);
    const found = file.service.fixes(file.path, { start: from, end: to })[0]?.fix ?? (all.length === 1 ? all[0]?.fix : null) ?? null;
    if (found === null) return false;
    applyFix(view, found);
    return true;
  }

  /** Brings the text into its canonical layout; a text that cannot be read in whole stays as it is. */
  format(): boolean {
    const { file, view } = this;
    const edits = file?.service.format(file.path) ?? null;
    if (edits === null) return false;
    if (edits.length > 0) view.dispatch({ changes: edits.map(({ span, text }) => ({ from: span.start, to: span.end, insert: text })), userEvent: 'input.format' });
    return true;
  }

  /** Puts another text in the place of this one. */
  replace(text: string): void {
    this.view.dispatch({ changes: { from: 0, to: this.view.state.doc.length, insert: text } });
  }

  /** Puts the cursor on a place and shows it. */
  goTo(start: number, end: number): void {
    const { length } = this.view.state.doc;
    this.view.dispatch({ selection: { anchor: Math.min(start, length), head: Math.min(end, length) }, scrollIntoView: true });
    this.view.focus();
  }

  apply(fix: Parameters<typeof applyFix>[1]): void {
    applyFix(this.view, fix);
  }

  /** Looks at the text again, after another file has changed. */
  recheck(): void {
    forceLinting(this.view);
  }

  get text(): string {
    return this.view.state.doc.toString();
  }
}
