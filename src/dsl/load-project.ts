/** From paths to a project: every file that can be reached, with its names resolved. */
import type { Finding } from './finding.ts';
import type { Project, ProjectFile, ProjectReader } from './project.ts';
import { loadFiles } from './loading/project-files.ts';
import { parse } from './parse.ts';
import { linkNames } from './loading/project-names.ts';
import { checkSets } from './sets.ts';
import { findUseCycles } from './loading/use-cycles.ts';

export { expandSet } from './sets.ts';

/**
 * Reads the files asked for, those they use, and those the patterns of their sets match. Never throws on any content:
 * what is wrong is in `findings`. An entry that cannot be read is not in the project; its finding stands at offset 0 of
 * the path as it was given.
 * @param entries paths relative to the project's root, with `/`
 * @param parser reads the text of a file; an editor puts one here that remembers
 */
export function loadProject(entries: readonly string[], reader: ProjectReader, parser: typeof parse = parse): Project {
  const loaded = loadFiles(entries, reader, parser);
  const findings: Finding[] = [...loaded.findings];
  const files = linkNames(loaded.files, findings);
  findings.push(...findUseCycles(loaded.files), ...checkSets(files));
  return {
    files,
    entries: loaded.entries.flatMap((path): readonly ProjectFile[] => {
      const file = files.get(path);
      return file === undefined ? [] : [file];
    }),
    findings: inFileOrder(findings, [...files.keys()]),
  };
}

function inFileOrder(findings: readonly Finding[], paths: readonly string[]): readonly Finding[] {
  const order = new Map(paths.map((path, i) => [path, i]));
  // Entries that could not be read belong to no file and come first.
  const place = (path: string): number => order.get(path) ?? -1;
  return [...findings].sort((a, b) => place(a.path) - place(b.path) || a.span.start - b.span.start || a.span.end - b.span.end);
}
