/** Finds files that use each other in a circle. */
import { finding, type Finding } from '../finding.ts';
import { names } from '../messages/names.ts';
import type { LoadedFile } from './project-files.ts';

/** One finding for each circle, at the `use` that closes it. */
export function findUseCycles(files: ReadonlyMap<string, LoadedFile>): readonly Finding[] {
  const findings: Finding[] = [];
  const done = new Set<string>();
  for (const start of files.keys()) {
    // The files on the way from `start`, each with the number of its uses that were followed.
    const way: { readonly file: string; next: number }[] = [{ file: start, next: 0 }];
    for (let at = way.at(-1); at !== undefined; at = way.at(-1)) {
      const use = done.has(at.file) ? undefined : files.get(at.file)?.uses[at.next++];
      if (use === undefined) {
        done.add(at.file);
        way.pop();
        continue;
      }
      const first = way.findIndex((step) => step.file === use.path);
      if (first >= 0) findings.push(finding(at.file, use.item.path.span, names.useCycle([...way.slice(first).map((step) => step.file), use.path])));
      else if (!done.has(use.path)) way.push({ file: use.path, next: 0 });
    }
  }
  return findings;
}
