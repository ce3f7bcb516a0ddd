/** Factors whose names differ in upper and lower case only: outputs have a column for each and do not tell them apart. */
import { finding, type Finding } from '../finding.ts';
import { names } from '../messages/names.ts';
import type { Project } from '../project.ts';
import { LineMap } from '../source.ts';

interface Named {
  readonly name: string;
  readonly path: string;
  readonly at: number;
}

/** A finding at each factor of the files asked for whose name an earlier one of them has in other letters. Equal names of two files are chosen between by `FILE#NAME`. */
export function checkLetterCase(project: Project): readonly Finding[] {
  const seen = new Map<string, Named>();
  const findings: Finding[] = [];
  for (const { path, tree } of project.entries) {
    for (const item of tree.items) {
      if (item.kind !== 'factor') continue;
      const { text: name, span } = item.name;
      const other = seen.get(name.toLowerCase());
      if (other === undefined) seen.set(name.toLowerCase(), { name, path, at: span.start });
      else if (other.name !== name) {
        const message = other.path === path ? names.sameButForCase(name, other.name, `line ${String(new LineMap(tree.text).position(other.at).line)}`) : names.sameButForCaseElsewhere(name, other.name, other.path);
        findings.push(finding(path, span, message));
      }
    }
  }
  return findings;
}
