/** Where things are declared and used, and their renaming. */
import { type DefinitionParams, type Location, type PrepareRenameParams, type ReferenceParams, type RenameParams, type TextDocumentEdit, type WorkspaceEdit } from 'vscode-languageserver/node';
import type { TextEdit } from '../dsl/finding.ts';
import type { Location as EditorLocation } from '../editor/index.ts';
import type { OpenProject } from './open-project.ts';
import { editOf, rangeOf, type Range } from './ranges.ts';
import { refusal, type Session } from './session.ts';

export function registerNavigation(session: Session): void {
  const { connection } = session;
  const locations = (project: OpenProject, found: readonly EditorLocation[]): Location[] => found.flatMap((each) => session.locationOf(project, each) ?? []);
  connection.onDefinition(
    session.answering('definition', [], ({ textDocument, position }: DefinitionParams) => {
      const asked = session.asked(textDocument.uri);
      return asked === null ? [] : locations(asked.project, asked.language.definition(asked.path, asked.document.offsetAt(position)));
    }),
  );
  connection.onReferences(
    session.answering('references', [], ({ textDocument, position, context }: ReferenceParams) => {
      const asked = session.asked(textDocument.uri);
      if (asked === null) return [];
      const offset = asked.document.offsetAt(position);
      const found = locations(asked.project, asked.language.references(asked.path, offset));
      if (context.includeDeclaration) return found;
      const declared = new Set(locations(asked.project, asked.language.definition(asked.path, offset)).map((each) => JSON.stringify(each)));
      return found.filter((each) => !declared.has(JSON.stringify(each)));
    }),
  );
  connection.onPrepareRename(
    session.answering('prepare rename', null, ({ textDocument, position }: PrepareRenameParams): { range: Range; placeholder: string } | null => {
      const asked = session.asked(textDocument.uri);
      const span = asked?.language.renameable(asked.path, asked.document.offsetAt(position)) ?? null;
      return asked === null || span === null ? null : { range: rangeOf(asked.document, span), placeholder: asked.document.getText().slice(span.start, span.end) };
    }),
  );
  connection.onRenameRequest(
    session.answering('rename', null, ({ textDocument, position, newName }: RenameParams) => {
      const asked = session.asked(textDocument.uri);
      if (asked === null) return null;
      const outcome = asked.language.rename(asked.path, asked.document.offsetAt(position), newName);
      if ('problem' in outcome) throw refusal(outcome.problem);
      return workspaceEdit(session, asked.project, outcome.edits);
    }),
  );
}

/** Edits of several files; with the versions that they are of, where the client takes those. */
export function workspaceEdit(session: Session, project: OpenProject, edits: ReadonlyMap<string, readonly TextEdit[]>): WorkspaceEdit {
  const changes = [...edits].flatMap(([path, each]) => {
    const document = project.document(path);
    if (document === null) return [];
    const uri = session.projects.uriOf(project, path);
    return [{ uri, version: session.documents.get(uri)?.version ?? null, edits: each.map((edit) => editOf(document, edit)) }];
  });
  if (session.capabilities.workspace?.workspaceEdit?.documentChanges === true) {
    return { documentChanges: changes.map(({ uri, version, edits: each }): TextDocumentEdit => ({ textDocument: { uri, version }, edits: each })) };
  }
  return { changes: Object.fromEntries(changes.map(({ uri, edits: each }) => [uri, each])) };
}
