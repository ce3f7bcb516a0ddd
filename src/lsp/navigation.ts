/** Where things are declared and used, and their renaming. */
import { type DefinitionParams, type Location, type PrepareRenameParams, type ReferenceParams, type RenameParams, type TextDocumentEdit, type WorkspaceEdit } from 'vscode-languageserver/node';
import type { TextEdit } from '../dsl/finding.ts';
import type { Location as EditorLocation } from '../editor/index.ts';
import type { OpenProject } from './open-project.ts';
import { editOf, rangeOf, type Range } from './ranges.ts';
import { refusal, type Asked, type Session } from './session.ts';

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
      const found = locations(asked.project, [...asked.language.references(asked.path, offset), ...mentions(asked, offset)]);
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
      const offset = asked.document.offsetAt(position);
      const outcome = asked.language.rename(asked.path, offset, newName);
      if ('problem' in outcome) throw refusal(outcome.problem);
      const edits = new Map(outcome.edits);
      for (const { path, span } of mentions(asked, offset)) edits.set(path, [...(edits.get(path) ?? []), { span, text: newName }]);
      return workspaceEdit(session, asked.project, edits);
    }),
  );
}

/** Experiments name factors and models of sources. */
function mentions({ kind, project, path }: Asked, offset: number): readonly EditorLocation[] {
  return kind === 'source' ? project.mentions(path, offset) : [];
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
