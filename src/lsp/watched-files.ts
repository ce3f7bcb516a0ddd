/** Files that change beside the editor: by git, by a command, by another window. */
import { basename } from 'node:path';
import { DidChangeWatchedFilesNotification, type DidChangeWatchedFilesParams } from 'vscode-languageserver/node';
import { isRootMarker } from '../runtime/project-reader.ts';
import type { Diagnostics } from './diagnostics.ts';
import { filePath } from './projects.ts';
import type { Session } from './session.ts';

/** What findings rest on: sources, experiments, and what makes a folder a project's root. */
const WATCHED = ['**/*.{factor,model}', '**/experiments/**/*.{yaml,yml}', '**/{package.json,fullband.yaml}'] as const;

/** Asks the client to watch, if it can. */
export async function watchFiles({ connection, capabilities }: Session): Promise<void> {
  if (capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration !== true) return;
  await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers: WATCHED.map((globPattern) => ({ globPattern })) });
}

export function filesChanged(session: Session, diagnostics: Diagnostics, { changes }: DidChangeWatchedFilesParams): void {
  const paths = changes.map(({ uri }) => filePath(uri));
  if (paths.some((path) => path !== null && isRootMarker(basename(path)))) {
    session.restart();
    for (const project of session.projects.all()) diagnostics.changedAround(project);
    return;
  }
  for (const { uri } of changes) {
    for (const { project, path } of session.projects.around(uri)) {
      // What is open is what the editor holds.
      project.workspace.invalidate(path);
      diagnostics.changedAround(project);
    }
  }
}
