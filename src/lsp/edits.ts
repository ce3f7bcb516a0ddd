/** Fixes of findings, and the canonical layout. */
import { CodeActionKind, type CodeAction, type CodeActionParams, type DocumentFormattingParams, type TextEdit as ProtocolEdit } from 'vscode-languageserver/node';
import type { TextEdit } from '../dsl/finding.ts';
import type { Span } from '../dsl/source.ts';
import { diagnosticOf } from './diagnostics.ts';
import { workspaceEdit } from './navigation.ts';
import { editOf, meet, spanOf } from './ranges.ts';
import type { Asked, Session } from './session.ts';

/** Mends all that can be mended in a file, for editors that do so when they save. */
export const FIX_ALL = `${CodeActionKind.SourceFixAll}.fullband`;

export function registerEdits(session: Session): void {
  const { connection } = session;
  connection.onCodeAction(
    session.answering('code actions', [], ({ textDocument, range, context }: CodeActionParams): CodeAction[] => {
      const asked = session.asked(textDocument.uri);
      if (asked === null) return [];
      const wants = (kind: string): boolean => context.only?.some((only) => kind === only || kind.startsWith(`${only}.`)) ?? true;
      return [...(wants(CodeActionKind.QuickFix) ? quickFixes(session, asked, spanOf(asked.document, range)) : []), ...(wants(FIX_ALL) ? fixAll(session, asked) : [])];
    }),
  );
  connection.onDocumentFormatting(
    session.answering('formatting', null, ({ textDocument }: DocumentFormattingParams): ProtocolEdit[] | null => {
      const asked = session.asked(textDocument.uri);
      return asked?.language.format(asked.path)?.map((edit) => editOf(asked.document, edit)) ?? null;
    }),
  );
}

function quickFixes(session: Session, { language, path, document, project }: Asked, span: Span): CodeAction[] {
  return language.fixes(path, span).map(({ finding, fix }, i) => ({
    title: fix.title,
    kind: CodeActionKind.QuickFix,
    diagnostics: [diagnosticOf(document, finding)],
    isPreferred: i === 0,
    edit: workspaceEdit(session, project, new Map([[path, fix.edits]])),
  }));
}

/** The fix of every finding, as far as no two change the same text; what is left is mended by the next one. */
function fixAll(session: Session, { language, path, project }: Asked): CodeAction[] {
  const taken: TextEdit[] = [];
  for (const { fix } of language.findings(path)) {
    if (fix !== null && !fix.edits.some(({ span }) => taken.some((other) => meet(span, other.span)))) taken.push(...fix.edits);
  }
  return taken.length === 0 ? [] : [{ title: 'Fix all that fullband can fix', kind: FIX_ALL, edit: workspaceEdit(session, project, new Map([[path, taken]])) }];
}
