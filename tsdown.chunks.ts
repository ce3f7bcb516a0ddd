/**
 * Which modules of the program are built into one file. A command waits for every file that it loads, a third of a millisecond each, and
 * the language alone is a hundred: so what is always loaded together is one file, layer by layer. Every other module is a file at its own
 * path, so that it finds its data files beside itself and commands load only what they need.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CHEVROTAIN, KERNELS_FROM, STARTED_WITH } from './tsdown.chevrotain.ts';

/** What the build tells of a module. */
interface ModuleInfo {
  /** A program of its own: its file has its name and nothing else. */
  readonly isEntry: boolean;
  readonly importedIds: readonly string[];
}

interface Modules {
  getModuleInfo(id: string): ModuleInfo | null;
}

interface Chunk {
  readonly name: string;
  readonly isDynamicEntry: boolean;
  readonly facadeModuleId?: string;
}

interface ChunkOptions {
  readonly minifyInternalExports: boolean;
  readonly chunkFileNames: (chunk: Chunk) => string;
  readonly codeSplitting: { readonly groups: { name: (id: string, modules: Modules) => string | null }[]; readonly includeDependenciesRecursively: boolean };
}

const SOURCES = fileURLToPath(new URL('src/', import.meta.url));

/** Path of a source below src, without its ending; null for anything else. */
function sourcePath(id: string): string | null {
  return id.startsWith(SOURCES) && id.endsWith('.ts') ? id.slice(SOURCES.length, -'.ts'.length).replaceAll('\\', '/') : null;
}

/** Files of several modules: what the roots import, directly or not, as far as it lies in the folder. A module goes to the first that takes it. */
const TOGETHER = [
  { file: 'cli/program', roots: ['cli/main'], folder: 'cli/' },
  { file: 'runtime/basics', roots: ['cli/main'], folder: 'runtime/' },
  { file: 'dsl/basics', roots: ['cli/main'], folder: 'dsl/' },
  { file: 'dsl/language', roots: ['dsl/load-project', 'dsl/check'], folder: 'dsl/' },
  { file: 'editor/editor', roots: ['editor/index', 'editor/experiment/index'], folder: 'editor/' },
  { file: 'lsp/server', roots: ['lsp/serve'], folder: 'lsp/' },
  { file: 'compiler/compiler', roots: ['compiler/compile'], folder: 'compiler/' },
] as const;

/** Whether a module is of one of some packages. */
function isOf(id: string, packages: readonly string[]): boolean {
  return packages.some((name) => id.replaceAll('\\', '/').includes(`/node_modules/${name}/`));
}

/** Everything that sources import, directly or not, and themselves. */
function reachedFrom(roots: readonly string[], modules: Modules): ReadonlySet<string> {
  const found = new Set(roots.map((root) => join(SOURCES, `${root}.ts`)));
  // A set goes on to what is added while it is gone through.
  for (const id of found) for (const imported of modules.getModuleInfo(id)?.importedIds ?? []) found.add(imported);
  return found;
}

/** For `outputOptions` of a build. */
export function chunks(): ChunkOptions {
  const reached = new Map<string, ReadonlySet<string>>();
  const nameOf = (id: string, modules: Modules): string | null => {
    if (id === CHEVROTAIN) return 'dsl/language';
    if (isOf(id, STARTED_WITH)) return 'cli/program';
    if (isOf(id, KERNELS_FROM)) return 'runtime/engine/gpu';
    const path = sourcePath(id);
    if (path === null || modules.getModuleInfo(id)?.isEntry === true) return null;
    const together = TOGETHER.find(({ file, roots, folder }) => {
      const known = reached.get(file) ?? reachedFrom(roots, modules);
      reached.set(file, known);
      return path.startsWith(folder) && known.has(id);
    });
    return together?.file ?? path;
  };
  return {
    // Tests load single modules of the program and look for their exports by name.
    minifyInternalExports: false,
    chunkFileNames: fileOf,
    codeSplitting: { groups: [{ name: nameOf }], includeDependenciesRecursively: false },
  };
}

/** What is imported on demand has a file of its own that leads to the one with the module. */
function fileOf({ name, isDynamicEntry, facadeModuleId }: Chunk): string {
  const path = facadeModuleId === undefined ? null : sourcePath(facadeModuleId);
  if (isDynamicEntry && path !== null) return `${path}.lazy.js`;
  // The ending of declarations is put there afterwards.
  return `${name.replace(/\.d$/, '')}.js`;
}
