/** What a file holds: symbols, folds, hints and lenses; and symbols of all projects. */
import { FoldingRangeKind, SymbolKind, type CodeLens, type CodeLensParams, type DocumentSymbol, type DocumentSymbolParams, type FoldingRange, type FoldingRangeParams, type InlayHint, type InlayHintParams, type SymbolInformation, type WorkspaceSymbolParams } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { DocumentSymbol as EditorSymbol, Fold, SymbolKind as EditorKind } from '../editor/index.ts';
import { rangeOf, spanOf } from './ranges.ts';
import { EXPLAIN, TEST } from './command-names.ts';
import type { Session } from './session.ts';

const KINDS: Readonly<Record<EditorKind, SymbolKind>> = {
  use: SymbolKind.Module,
  def: SymbolKind.Function,
  set: SymbolKind.Enum,
  factor: SymbolKind.Class,
  model: SymbolKind.Class,
  let: SymbolKind.Variable,
  input: SymbolKind.Field,
  target: SymbolKind.Field,
  layer: SymbolKind.Object,
  output: SymbolKind.Property,
  key: SymbolKind.Key,
};

/** More than anybody looks through. */
const MOST_SYMBOLS = 500;

export function registerOutline(session: Session): void {
  const { connection } = session;
  connection.onDocumentSymbol(
    session.answering('document symbols', [], ({ textDocument }: DocumentSymbolParams): DocumentSymbol[] => {
      const asked = session.asked(textDocument.uri);
      return asked === null ? [] : asked.language.symbols(asked.path).map((symbol) => symbolOf(asked.document, symbol));
    }),
  );
  connection.onWorkspaceSymbol(session.answering('workspace symbols', [], ({ query }: WorkspaceSymbolParams) => symbolsOfProjects(session, query)));
  connection.onFoldingRanges(
    session.answering('folding ranges', [], ({ textDocument }: FoldingRangeParams): FoldingRange[] => {
      const asked = session.asked(textDocument.uri);
      return asked === null ? [] : asked.language.folds(asked.path).flatMap((fold) => foldOf(asked.document, fold));
    }),
  );
  connection.languages.inlayHint.on(
    session.answering('inlay hints', [], ({ textDocument, range }: InlayHintParams): InlayHint[] => {
      const asked = session.asked(textDocument.uri);
      if (asked === null) return [];
      return asked.language.hints(asked.path, spanOf(asked.document, range)).map(({ offset, label, markdown }) => ({ position: asked.document.positionAt(offset), label, tooltip: { kind: 'markdown', value: markdown }, paddingLeft: true }));
    }),
  );
  connection.onCodeLens(
    session.answering('code lenses', [], ({ textDocument }: CodeLensParams): CodeLens[] => {
      const asked = session.asked(textDocument.uri);
      if (asked === null) return [];
      return asked.language.lenses(asked.path).map(({ span, title, command, path, name }) => ({
        range: rangeOf(asked.document, span),
        command: { title, command: command === 'explain' ? EXPLAIN : TEST, arguments: [session.projects.uriOf(asked.project, path), name] },
      }));
    }),
  );
}

function symbolOf(document: TextDocument, { name, kind, detail, span, nameSpan, children }: EditorSymbol): DocumentSymbol {
  return { name, kind: KINDS[kind], detail, range: rangeOf(document, span), selectionRange: rangeOf(document, nameSpan), children: children.map((child) => symbolOf(document, child)) };
}

function symbolsOfProjects(session: Session, query: string): SymbolInformation[] {
  const found: SymbolInformation[] = [];
  for (const project of session.projects.all()) {
    for (const path of project.workspace.sourcePaths) {
      const document = project.document(path);
      if (document === null) continue;
      for (const { name, kind, nameSpan } of project.language('source').symbols(path)) {
        if (kind === 'use' || !holdsLetters(name, query)) continue;
        if (found.length >= MOST_SYMBOLS) return found;
        found.push({ name, kind: KINDS[kind], location: { uri: session.projects.uriOf(project, path), range: rangeOf(document, nameSpan) }, containerName: path });
      }
    }
  }
  return found;
}

/** Whether a name has the letters of a query in their order. */
function holdsLetters(name: string, query: string): boolean {
  const letters = name.toLowerCase();
  let at = 0;
  for (const letter of query.toLowerCase().replace(/\s/g, '')) {
    const found = letters.indexOf(letter, at);
    if (found < 0) return false;
    at = found + letter.length;
  }
  return true;
}

function foldOf(document: TextDocument, { span, kind }: Fold): readonly FoldingRange[] {
  const { start, end } = rangeOf(document, span);
  // A closing bracket on a line of its own stays in sight.
  const last = document.getText().slice(document.offsetAt({ line: end.line, character: 0 }), span.end);
  const endLine = /^\s*[}\])]+$/.test(last) ? end.line - 1 : end.line;
  return endLine <= start.line ? [] : [{ startLine: start.line, endLine, ...(kind === 'comment' ? { kind: FoldingRangeKind.Comment } : {}) }];
}
