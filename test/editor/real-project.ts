/** The project's own factors and models, in memory. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SourceLanguage, Workspace } from '../../src/editor/index.ts';
import { memoryReader } from '../dsl/memory-reader.ts';
import { ROOT } from '../support/sources.ts';

/** Texts by path. */
export const REAL_FILES: Readonly<Record<string, string>> = Object.fromEntries(
  ['factors', 'models'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .map((path) => `${folder}/${path.replaceAll('\\', '/')}`)
      .filter((path) => /\.(?:factor|model)$/.test(path))
      .sort()
      .map((path) => [path, readFileSync(join(ROOT, path), 'utf8')] as const),
  ),
);

export interface Editor {
  readonly workspace: Workspace;
  readonly language: SourceLanguage;
}

/** An editor over some files, all of them open. */
export function editorOf(files: Readonly<Record<string, string>>): Editor {
  const workspace = new Workspace(memoryReader(files));
  for (const [path, text] of Object.entries(files)) workspace.open(path, text);
  return { workspace, language: new SourceLanguage(workspace) };
}
