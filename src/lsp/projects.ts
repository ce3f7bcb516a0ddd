/** Which project a document belongs to, and the projects that are open. */
import { basename, dirname, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { ProjectReader } from '../dsl/project.ts';
import type { FileLanguage } from '../editor/index.ts';
import { isExperimentPath, isInside, markedRoot, openFolderReader, openProjectReader } from '../runtime/project-reader.ts';
import { OpenProject, type FileKind } from './open-project.ts';

/** A document in its project. */
export interface Place {
  readonly uri: string;
  readonly project: OpenProject;
  /** In the project. */
  readonly path: string;
  readonly kind: FileKind;
  readonly language: FileLanguage;
}

/** Nothing but what the editor holds. */
const NOWHERE: ProjectReader = { read: () => null, list: () => [] };

export class Projects {
  private readonly byRoot = new Map<string, OpenProject>();
  private nowhere: OpenProject | null = null;
  private readonly uris = new Map<string, string>();
  private folders: readonly string[] = [];

  /** @param folders of the workspace, as URIs */
  setFolders(folders: readonly string[]): void {
    this.folders = folders.flatMap((uri) => filePath(uri) ?? []);
  }

  /** The projects that documents belong to, and those of the workspace's folders. */
  all(): readonly OpenProject[] {
    for (const folder of this.folders) this.at(markedRoot(folder) ?? folder);
    return [...this.byRoot.values(), ...(this.nowhere === null ? [] : [this.nowhere])];
  }

  /** Forgets everything: what was a project's root may be none now. */
  clear(): void {
    this.byRoot.clear();
    this.nowhere = null;
    this.uris.clear();
  }

  /** Where a document belongs; null for one of another language. @param languageId as the client calls it; null for a document that is not open */
  place(uri: string, languageId: string | null): Place | null {
    const absolute = filePath(uri);
    const kind = kindOf(absolute ?? decoded(uri), languageId);
    if (kind === null) return null;
    if (absolute === null) return kind === 'experiment' ? null : this.placeNowhere(uri, languageId);
    const folder = this.folders.filter((each) => isInside(absolute, each)).sort((a, b) => b.length - a.length)[0];
    const root = markedRoot(dirname(absolute)) ?? folder;
    const project = root === undefined ? this.outside(dirname(absolute)) : this.at(root);
    const path = project.pathOf(absolute);
    if (path === null) return null;
    this.uris.set(absolute, uri);
    return { uri, project, path, kind, language: project.language(kind) };
  }

  /** How the client calls a file of a project. */
  uriOf(project: OpenProject, path: string): string {
    const absolute = project.root === null ? path : resolve(project.root, path);
    return this.uris.get(absolute) ?? (project.root === null ? path : pathToFileURL(absolute).href);
  }

  /** The projects that a file lies in: one may lie in another. */
  around(uri: string): readonly { readonly project: OpenProject; readonly path: string }[] {
    const absolute = filePath(uri);
    if (absolute === null) return [];
    return [...this.byRoot.values()].flatMap((project) => {
      const path = project.pathOf(absolute);
      return path === null ? [] : [{ project, path }];
    });
  }

  private at(root: string): OpenProject {
    return this.opened(root, openProjectReader);
  }

  /** A folder that no project holds. */
  private outside(folder: string): OpenProject {
    return this.opened(folder, openFolderReader);
  }

  private opened(root: string, open: (root: string) => ProjectReader): OpenProject {
    const project = this.byRoot.get(root) ?? new OpenProject(root, open(root));
    this.byRoot.set(root, project);
    return project;
  }

  /** A document that was never saved: it sees the files of the first folder, as one that is saved there would. */
  private placeNowhere(uri: string, languageId: string | null): Place {
    const [folder] = this.folders;
    const project = folder === undefined ? (this.nowhere ??= new OpenProject(null, NOWHERE)) : this.at(markedRoot(folder) ?? folder);
    const name = basename(decoded(uri).replaceAll(':', '/'));
    const path = `${name}${/\.(?:factor|model)$/.test(name) ? '' : languageId?.endsWith('model') === true ? '.unsaved.model' : '.unsaved.factor'}`;
    this.uris.set(project.root === null ? path : resolve(project.root, path), uri);
    return { uri, project, path, kind: 'source', language: project.language('source') };
  }
}

function kindOf(path: string, languageId: string | null): FileKind | null {
  if (/\.(?:factor|model)$/.test(path)) return 'source';
  if (isExperimentPath(path)) return 'experiment';
  return languageId !== null && /^(?:fullband-)?(?:factor|model)$|^fullband$/.test(languageId) ? 'source' : null;
}

/** A URI without its escapes; as it is where they are none, as in `untitled:100%`. */
function decoded(uri: string): string {
  try {
    return decodeURIComponent(uri);
  } catch (error) {
    if (error instanceof URIError) return uri;
    throw error;
  }
}

/** Null for a URI of anything but a file. */
export function filePath(uri: string): string | null {
  if (!uri.startsWith('file:')) return null;
  try {
    return fileURLToPath(uri);
  } catch (error) {
    // A host, or a path that this system cannot have.
    if (error instanceof TypeError || error instanceof URIError) return null;
    throw error;
  }
}
