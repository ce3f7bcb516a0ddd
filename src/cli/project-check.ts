/** Loads and checks the projects that PATH arguments belong to. */
import { join, relative, sep } from 'node:path';
import { type CheckResult, checkProject } from '../dsl/check.ts';
import { type Finding, type FindingJson, toJson } from '../dsl/finding.ts';
import { loadProject } from '../dsl/load-project.ts';
import type { Project } from '../dsl/project.ts';
import { LineMap } from '../dsl/source.ts';
import { openProjectReader, projectPath, projectRoot } from '../runtime/project-reader.ts';
import { codeFrame } from './code-frame.ts';
import { plural } from '../runtime/plural.ts';
import { findSources } from './source-paths.ts';
import type { Colors } from './terminal.ts';

/** A finding with what is needed to show it: paths as seen from the current folder, and the text it is about. */
export interface PlacedFinding {
  readonly json: FindingJson;
  /** Null if the file could not be read as text. */
  readonly lines: LineMap | null;
}

/** A project as far as its sources were asked for. */
export interface CheckedProject {
  readonly root: string;
  readonly project: Project;
  readonly checked: CheckResult;
}

export interface CheckedSources {
  readonly findings: readonly PlacedFinding[];
  readonly projects: readonly CheckedProject[];
  /** Number of files asked for. */
  readonly files: number;
}

/** Checks files and folders (none: the project of the current folder). Files of several projects are checked each in its own. */
export function checkSources(paths: readonly string[], currentFolder: string): CheckedSources {
  const sources = findSources(paths, currentFolder);
  const byRoot = new Map<string, string[]>();
  for (const source of sources) {
    const root = projectRoot(source, currentFolder);
    const group = byRoot.get(root);
    if (group === undefined) byRoot.set(root, [source]);
    else group.push(source);
  }
  const projects = [...byRoot].map(([root, members]): CheckedProject => {
    const entries = members.map((path) => projectPath(root, path));
    const project = loadProject(entries, openProjectReader(root));
    return { root, project, checked: checkProject(project) };
  });
  const findings = projects.flatMap((each) => placeInProject(each.checked.findings, each, currentFolder));
  return { findings, projects, files: sources.length };
}

/** Puts findings of any stage at their places in a project's files. */
export function placeInProject(findings: readonly Finding[], { root, project }: CheckedProject, currentFolder: string): readonly PlacedFinding[] {
  const texts = new Map([...project.files].map(([path, file]) => [path, file.tree.text]));
  return placeFindings(findings, texts, root, currentFolder);
}

/** Turns findings on project paths into findings on paths from the current folder. */
export function placeFindings(
  findings: readonly Finding[],
  texts: ReadonlyMap<string, string>,
  root: string,
  currentFolder: string,
): readonly PlacedFinding[] {
  const maps = new Map<string, LineMap>();
  return findings.map((found) => {
    const text = texts.get(found.path) ?? '';
    const lines = maps.get(found.path) ?? new LineMap(text);
    maps.set(found.path, lines);
    const path = relative(currentFolder, join(root, found.path)).split(sep).join('/');
    return { json: toJson({ ...found, path }, lines), lines: text === '' ? null : lines };
  });
}

/** Code frames of findings, a blank line between them. */
export function describeFindings(findings: readonly PlacedFinding[], colors: Colors): string {
  return findings.map(({ json, lines }) => codeFrame(json, lines, colors)).join('\n\n');
}

/** `2 errors and 1 warning`. */
export function countFindings(findings: readonly PlacedFinding[]): string {
  const errors = findings.filter(({ json }) => json.severity === 'error').length;
  const warnings = findings.length - errors;
  const parts = [errors > 0 ? plural(errors, 'error') : '', warnings > 0 ? plural(warnings, 'warning') : ''].filter((part) => part !== '');
  return parts.length === 0 ? 'no findings' : parts.join(' and ');
}
