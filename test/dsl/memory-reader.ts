/** A project in memory. */
import type { ProjectReader } from '../../src/dsl/project.ts';
import { matchesPattern } from '../../src/dsl/loading/project-paths.ts';

/** Reads files from a record of path → text; bytes stand for files that are not text. */
export function memoryReader(files: Readonly<Record<string, string | Uint8Array>>): ProjectReader {
  const paths = Object.keys(files).sort();
  return {
    read(path) {
      const content = Object.hasOwn(files, path) ? files[path] : undefined;
      if (content === undefined) return null;
      if (typeof content !== 'string') return { problem: 'binary' };
      return content.length > 1_048_576 ? { problem: 'too-large' } : { text: content };
    },
    list: (pattern) => paths.filter((path) => matchesPattern(pattern, path)),
  };
}
