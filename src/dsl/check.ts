/** The checker: a project in, its findings and the factors that passed out. Never throws on any text. */
import { checkFactor } from './check/factor.ts';
import type { Finding } from './finding.ts';
import type { Project, ProjectFile } from './project.ts';
import type { CheckedFactor } from './typed.ts';

export interface CheckResult {
  /** Everything found, syntax and names included, in file and source order. */
  readonly findings: readonly Finding[];
  /** Factors of the files asked for that have no errors, in source order. */
  readonly factors: readonly CheckedFactor[];
  /** Factors of every file read, also those brought by `use` and sets. */
  readonly reachable: ReadonlyMap<string, CheckedFactor>;
}

/** Key of a factor in `reachable`. */
export function factorKey(path: string, name: string): string {
  return `${path}#${name}`;
}

/** Checks every factor of every file of a project. */
export function checkProject(project: Project): CheckResult {
  const findings: Finding[] = [...project.findings];
  const reachable = new Map<string, CheckedFactor>();
  const factors: CheckedFactor[] = [];
  for (const file of project.files.values()) {
    for (const factor of checkFile(file, findings)) {
      reachable.set(factorKey(file.path, factor.name), factor);
      if (project.entries.includes(file)) factors.push(factor);
    }
  }
  const order = [...project.files.keys()];
  findings.sort((a, b) => order.indexOf(a.path) - order.indexOf(b.path) || a.span.start - b.span.start || a.span.end - b.span.end);
  return { findings: withoutRepeats(findings), factors, reachable };
}

function checkFile(file: ProjectFile, findings: Finding[]): readonly CheckedFactor[] {
  const checked: CheckedFactor[] = [];
  for (const item of file.tree.items) {
    if (item.kind !== 'factor') continue;
    const outcome = checkFactor(item, file);
    findings.push(...outcome.findings);
    if (outcome.factor !== null) checked.push(outcome.factor);
  }
  return checked;
}

/** A def with an error is checked once per caller; the same finding at the same place is said once. */
function withoutRepeats(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Set<string>();
  return findings.filter((entry) => {
    const key = `${entry.path}:${String(entry.span.start)}:${String(entry.span.end)}:${entry.code}:${entry.message}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
