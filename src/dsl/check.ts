/** The checker: a project in, its findings and the factors and models that passed out. Never throws on any text. */
import { checkDefs } from './check/defs.ts';
import { checkFactor } from './check/factor.ts';
import { checkLetterCase } from './check/letter-case.ts';
import { checkModel } from './check/model/model.ts';
import { finding, type Finding } from './finding.ts';
import { LIMITS } from './limits.ts';
import { lexical } from './messages/lexical.ts';
import type { Project, ProjectFile } from './project.ts';
import type { CheckedModel } from './typed-model.ts';
import type { CheckedFactor } from './typed.ts';

export interface CheckResult {
  /** Everything found, syntax and names included, in file and source order. */
  readonly findings: readonly Finding[];
  /** Factors of the files asked for that have no errors, in source order. */
  readonly factors: readonly CheckedFactor[];
  /** Factors of every file read, also those brought by `use` and sets. */
  readonly reachable: ReadonlyMap<string, CheckedFactor>;
  /** Models of the files asked for that have no errors, in source order. */
  readonly models: readonly CheckedModel[];
}

/** Key of a factor in `reachable`. */
export function factorKey(path: string, name: string): string {
  return `${path}#${name}`;
}

/**
 * Checks every def, factor and model of every file of a project.
 * @param check checks one factor; an editor puts one here that remembers
 */
export function checkProject(project: Project, check: typeof checkFactor = checkFactor): CheckResult {
  const findings: Finding[] = [...project.findings, ...checkDefs(project), ...checkLetterCase(project)];
  const reachable = new Map<string, CheckedFactor>();
  const factors: CheckedFactor[] = [];
  for (const file of project.files.values()) {
    for (const factor of checkFile(file, check, findings)) {
      reachable.set(factorKey(file.path, factor.name), factor);
      if (project.entries.includes(file)) factors.push(factor);
    }
  }
  const models = [...project.files.values()].flatMap((file) => {
    const passed = checkModels(file, project, reachable, findings);
    return project.entries.includes(file) ? passed : [];
  });
  const order = new Map([...project.files.keys()].map((path, i) => [path, i]));
  // Entries that could not be read belong to no file and come first.
  const place = (path: string): number => order.get(path) ?? -1;
  findings.sort((a, b) => place(a.path) - place(b.path) || a.span.start - b.span.start || a.span.end - b.span.end);
  return { findings: bounded(withoutRepeats(findings)), factors, reachable, models };
}

/** The factors of a file that passed. Past the last finding that is shown the rest of a file is not looked at. */
function checkFile(file: ProjectFile, check: typeof checkFactor, findings: Finding[]): readonly CheckedFactor[] {
  const checked: CheckedFactor[] = [];
  let found = 0;
  for (const item of file.tree.items) {
    if (item.kind !== 'factor' || found > LIMITS.findings) continue;
    const outcome = check(item, file);
    found += outcome.findings.length;
    findings.push(...outcome.findings);
    if (outcome.factor !== null) checked.push(outcome.factor);
  }
  return checked;
}

/** The models of a file that passed: their panels rest on factors of any file, so those come first. */
function checkModels(file: ProjectFile, project: Project, reachable: ReadonlyMap<string, CheckedFactor>, findings: Finding[]): readonly CheckedModel[] {
  return file.tree.items.flatMap((item) => {
    if (item.kind !== 'model') return [];
    const outcome = checkModel(item, file, project, (path, name) => reachable.get(factorKey(path, name)) ?? null);
    findings.push(...outcome.findings);
    return outcome.model === null ? [] : [outcome.model];
  });
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

/** As many findings of each file as are shown, and one that says so where there were more. */
function bounded(findings: readonly Finding[]): readonly Finding[] {
  const counts = new Map<string, number>();
  return findings.flatMap((entry) => {
    const count = (counts.get(entry.path) ?? 0) + 1;
    counts.set(entry.path, count);
    if (count <= LIMITS.findings) return [entry];
    return count === LIMITS.findings + 1 ? [finding(entry.path, entry.span, lexical.tooManyFindings(LIMITS.findings))] : [];
  });
}
