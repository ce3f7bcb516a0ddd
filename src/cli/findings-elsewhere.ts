/** Which findings say nothing about the factors that were asked for by name. */
import { factorKey } from '../dsl/check.ts';
import type { Finding } from '../dsl/finding.ts';
import { expandSet } from '../dsl/load-project.ts';
import type { ProjectFile } from '../dsl/project.ts';
import type { FactorItem } from '../dsl/syntax.ts';
import type { CheckedProject } from './project-check.ts';

/** A factor or set of a file that was asked for. */
export interface Asked {
  readonly file: ProjectFile;
  readonly name: string;
}

/**
 * Findings about items that none of the asked factors rests on. There are none if a factor asked for did not pass its checks; if a file it
 * rests on could not be read in whole, or declares a name twice, so that what the factor says is in doubt; or if a set is asked for: what
 * is wrong anywhere may take a member from it.
 */
export function findingsElsewhere({ project, checked }: CheckedProject, asked: readonly Asked[]): ReadonlySet<Finding> {
  if (asked.some(({ file, name }) => file.sets.has(name))) return new Set();
  const declared = asked.flatMap(({ file, name }) => expandSet(project, file, name));
  const passed = declared.length > 0 && declared.every(({ item, file }) => checked.reachable.has(factorKey(file.path, item.name.text)));
  const files = filesBehind(declared.map(({ file }) => file));
  const isInDoubt = checked.findings.some((found) => files.has(found.path) && found.severity === 'error' && isDoubt(found));
  if (!passed || isInDoubt) return new Set();
  const chosen = new Set<FactorItem>(declared.map(({ item }) => item));
  return new Set(checked.findings.filter((found) => isElsewhere(found, files.get(found.path), chosen)));
}

/** Files by path, and those whose names they see, and so on. */
function filesBehind(files: readonly ProjectFile[]): ReadonlyMap<string, ProjectFile> {
  const found = new Map<string, ProjectFile>();
  const pending = [...files];
  for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
    if (found.has(file.path)) continue;
    found.set(file.path, file);
    for (const names of [file.defs, file.factors, file.sets, file.models]) pending.push(...[...names.values()].map((declared) => declared.file));
  }
  return found;
}

/** Errors of form, and names that are taken. */
function isDoubt({ code }: Finding): boolean {
  return code.startsWith('FB1') || code === 'FB210';
}

/** @param file undefined for a file that no factor asked for rests on */
function isElsewhere({ span }: Finding, file: ProjectFile | undefined, chosen: ReadonlySet<FactorItem>): boolean {
  if (file === undefined) return true;
  const item = file.tree.items.find((each) => each.span.start <= span.start && span.end <= each.span.end);
  // A def that a factor calls was checked with it.
  return item !== undefined && item.kind !== 'use' && !(item.kind === 'factor' && chosen.has(item));
}
