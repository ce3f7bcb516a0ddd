/** `PATH` means every factor of a file, a folder or the files of a pattern, `FILE#NAME` one factor or set of a file. */
import { existsSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { factorKey } from '../dsl/check.ts';
import { expandSet } from '../dsl/load-project.ts';
import { nearest } from '../dsl/nearest.ts';
import type { ProjectFile } from '../dsl/project.ts';
import type { CheckedFactor } from '../dsl/typed.ts';
import { FindingsReported, UsageError } from './exit.ts';
import { findingsElsewhere } from './findings-elsewhere.ts';
import { COMMAND } from './invocation.ts';
import { plural } from '../runtime/plural.ts';
import { type CheckedProject, type PlacedFinding, checkSources, countFindings, describeFindings, placeInProject } from './project-check.ts';
import type { Session } from './session.ts';
import { expandPattern } from './source-paths.ts';
import type { Terminal } from './terminal.ts';

/**
 * Checks what the targets name and chooses their factors, in the order of the targets. Warnings are said; errors are said and end the command, but where all targets are
 * `FILE#NAME` only those that concern what they name. Throws UsageError if a target names no factor.
 */
export function chooseFactors(targets: readonly string[], { terminal, currentFolder }: Session): readonly CheckedFactor[] {
  const parsed = targets.map((target) => parseTarget(target, currentFolder)).flatMap(({ path, name }) => expandPattern(path, currentFolder).map((each) => ({ path: each, name })));
  const { findings, projects } = checkSources(
    parsed.map(({ path }) => path),
    currentFolder,
  );
  requireNames(parsed, projects, currentFolder);
  const concerning = parsed.every(({ name }) => name !== null) ? findingsConcerning(parsed, projects, currentFolder) : findings;
  report(concerning, terminal);
  const others = findings.filter(({ json }) => json.severity === 'error').length - concerning.filter(({ json }) => json.severity === 'error').length;
  if (others > 0) terminal.say(`${plural(others, 'error')} in what was not asked for; ${COMMAND} check ${[...new Set(parsed.map(({ path }) => path))].join(' ')} shows ${others === 1 ? 'it' : 'them'}.`);
  const factors = new Set<CheckedFactor>();
  for (const target of parsed) {
    for (const factor of factorsOf(target, projects, currentFolder)) factors.add(factor);
  }
  return [...factors];
}

/** The findings without those about other factors. */
function findingsConcerning(targets: readonly Target[], projects: readonly CheckedProject[], currentFolder: string): readonly PlacedFinding[] {
  return projects.flatMap((each) => {
    const asked = targets.flatMap(({ path, name }) => (name === null ? [] : entriesAt(path, each, currentFolder).map((file) => ({ file, name }))));
    const elsewhere = findingsElsewhere(each, asked);
    return placeInProject(each.checked.findings.filter((found) => !elsewhere.has(found)), each, currentFolder);
  });
}

/** Throws UsageError for a name that its files do not hold; where one of them could not be read in whole, it may be in the rest. */
function requireNames(targets: readonly Target[], projects: readonly CheckedProject[], currentFolder: string): void {
  for (const { path, name } of targets) {
    const files = projects.flatMap((each) => entriesAt(path, each, currentFolder));
    const isThere = files.some((file) => name === null || file.factors.has(name) || file.sets.has(name) || file.lacksNames === true);
    if (!isThere && name !== null && files.length > 0) throw new UsageError(unknownName(path, name, files));
  }
}

/** Files asked for that a path means: itself, or all below it. */
function entriesAt(path: string, { root, project }: CheckedProject, currentFolder: string): readonly ProjectFile[] {
  const absolute = resolve(currentFolder, path);
  return project.entries.filter((file) => isAtOrBelow(join(root, file.path), absolute));
}

function report(findings: readonly PlacedFinding[], terminal: Terminal): void {
  if (findings.length > 0) terminal.say(describeFindings(findings, terminal.errorColors));
  if (findings.some(({ json }) => json.severity === 'error')) {
    terminal.say(`Stopped: ${countFindings(findings)}.`);
    throw new FindingsReported();
  }
}

/** A PATH argument taken apart. */
export interface Target {
  readonly path: string;
  /** Null for all. */
  readonly name: string | null;
}

export function parseTarget(text: string, currentFolder: string): Target {
  const mark = text.lastIndexOf('#');
  // `#` may be part of a path.
  if (mark < 0 || existsSync(resolve(currentFolder, text))) return { path: text, name: null };
  return { path: text.slice(0, mark), name: text.slice(mark + 1) };
}

function factorsOf({ path, name }: Target, projects: readonly CheckedProject[], currentFolder: string): readonly CheckedFactor[] {
  const files = projects.flatMap((project) => entriesAt(path, project, currentFolder).map((file) => ({ project, file, names: name === null ? ownFactors(file) : [name] })));
  const chosen = files.flatMap(({ project, file, names }) => namedFactors(project, file, names));
  if (chosen.length > 0) return chosen;
  // A file that only gathers factors of others stands for all it gathers.
  const gathered = name === null ? files.flatMap(({ project, file }) => namedFactors(project, file, [...file.sets.keys()])) : [];
  if (gathered.length > 0) return gathered;
  throw new UsageError(name === null ? `No factor in ${path}.` : unknownName(path, name, files.map(({ file }) => file)));
}

function unknownName(path: string, name: string, files: readonly ProjectFile[]): string {
  const names = files.flatMap((file) => [...file.factors.keys(), ...file.sets.keys()]);
  const match = nearest(name, names);
  const known = match === null ? (names.length === 0 ? 'it holds none' : `it holds ${names.join(', ')}`) : `did you mean ${match}?`;
  return `No factor or set ${name} in ${path} (${known}).`;
}

function ownFactors(file: ProjectFile): readonly string[] {
  return file.tree.items.flatMap((item) => (item.kind === 'factor' ? [item.name.text] : []));
}

/** The checked factors that names of factors and sets mean in a file. */
function namedFactors(project: CheckedProject, file: ProjectFile, names: readonly string[]): readonly CheckedFactor[] {
  return names
    .flatMap((name) => expandSet(project.project, file, name))
    .flatMap((declared) => {
      const factor = project.checked.reachable.get(factorKey(declared.file.path, declared.item.name.text));
      return factor === undefined ? [] : [factor];
    });
}

function isAtOrBelow(file: string, path: string): boolean {
  return file === path || file.startsWith(path.endsWith(sep) ? path : path + sep);
}
