/** Colours of the words of a text, as the language service sees them: what a name stands for decides, not how it is spelled. */
import { RangeSetBuilder, type Extension } from '@codemirror/state';
import { Decoration, ViewPlugin, type DecorationSet, type EditorView, type ViewUpdate } from '@codemirror/view';
import { TOKEN_KINDS, type SemanticToken, type TokenKind } from '../../../editor/api.ts';

const MARKS = new Map<TokenKind, Decoration>(TOKEN_KINDS.map((kind) => [kind, Decoration.mark({ class: `word-${kind}` })]));

/** @param tokens of the text as it is now */
export function colouredBy(tokens: () => readonly SemanticToken[]): Extension {
  return ViewPlugin.fromClass(
    class {
      decorations: DecorationSet;

      constructor(view: EditorView) {
        this.decorations = decorated(tokens(), view.state.doc.length);
      }

      update(update: ViewUpdate): void {
        if (update.docChanged) this.decorations = decorated(tokens(), update.state.doc.length);
      }
    },
    { decorations: (plugin) => plugin.decorations },
  );
}

function decorated(tokens: readonly SemanticToken[], length: number): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  for (const { span, kind } of [...tokens].sort((a, b) => a.span.start - b.span.start)) {
    const mark = MARKS.get(kind);
    if (mark !== undefined && span.end > span.start && span.end <= length) builder.add(span.start, span.end, mark);
  }
  return builder.finish();
}
