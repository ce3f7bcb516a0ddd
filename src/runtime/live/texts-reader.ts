/** A project whose files are texts in memory. */
import { matchesPattern } from '../../dsl/loading/project-paths.ts';
import type { ProjectReader } from '../../dsl/project.ts';

export function textsReader(texts: ReadonlyMap<string, string>): ProjectReader {
  return {
    read: (path) => {
      const text = texts.get(path);
      return text === undefined ? null : { text };
    },
    list: (pattern) => [...texts.keys()].filter((path) => matchesPattern(pattern, path)).sort(),
  };
}
