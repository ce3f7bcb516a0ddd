/** The factors and models that an experiment names, read and checked in its project. */
import { existsSync, statSync } from 'node:fs';
import { isAbsolute, join, resolve, sep } from 'node:path';
import { checkProject, factorKey, type CheckResult } from '../../dsl/check.ts';
import type { checkFactor } from '../../dsl/check/factor.ts';
import type { Finding, Message } from '../../dsl/finding.ts';
import { expandSet, loadProject } from '../../dsl/load-project.ts';
import { matchesPattern } from '../../dsl/loading/project-paths.ts';
import type { parse } from '../../dsl/parse.ts';
import type { Project, ProjectFile, ProjectReader } from '../../dsl/project.ts';
import type { CheckedModel } from '../../dsl/typed-model.ts';
import type { CheckedFactor } from '../../dsl/typed.ts';
import { isInside, listSources, projectPath } from '../project-reader.ts';
import { didYouMean } from '../store/nearest.ts';
import type { Experiment } from './experiment.ts';
import { experimentMessages as messages } from './messages.ts';

export interface ExperimentSources {
  readonly factors: readonly CheckedFactor[];
  /** In step with the experiment's models, one entry for each model that a target means. */
  readonly models: readonly { readonly model: CheckedModel; readonly seeds: number | null; readonly epochs: number | null }[];
  /** Every file that was read, by its path in the project. */
  readonly texts: ReadonlyMap<string, string>;
}

/** In the place of the language's own functions. */
export interface SourceReading {
  readonly parse?: typeof parse;
  readonly check?: typeof checkFactor;
}

/** Says a message at keys of the experiment. */
export type Say = (keys: readonly (string | number)[], message: Message) => void;

/** Whether a path, as an experiment writes it, stays in its project. */
export function staysIn(root: string, path: string): boolean {
  return isInside(resolve(root, path), root);
}

/** Reads and checks; what is wrong with the sources is in the findings, what is wrong with how they are named is said. */
export function readSources(root: string, reader: ProjectReader, { factors, models }: Pick<Experiment, 'factors' | 'models'>, say: Say, { parse: parser, check }: SourceReading = {}): { readonly sources: ExperimentSources; readonly findings: readonly Finding[] } {
  const targets = [...factors.map((target, i) => ({ key: 'factors', i, ...targetOf(root, target) })), ...models.map(({ target }, i) => ({ key: 'models', i, ...targetOf(root, target) }))];
  const found = targets.map((target) => ({ ...target, files: filesOf(root, target.path, (message) => { say([target.key, target.i], message); }, target.key) }));
  const entries = [...new Set(found.flatMap(({ files }) => files))];
  const project = loadProject(entries, reader, parser);
  const checked = checkProject(project, check);
  const context = { project, checked };
  const chosen = found.map((target) => ({ ...target, files: project.entries.filter(({ path }) => target.files.includes(path)) }));
  const sources: ExperimentSources = {
    factors: unique(chosen.filter(({ key }) => key === 'factors').flatMap(({ i, name, path, files }) => (files.length === 0 ? [] : factorsOf(context, files, name, `${path}${name === null ? '' : `#${name}`}`, (message) => { say(['factors', i], message); })))),
    models: chosen.filter(({ key }) => key === 'models').flatMap(({ i, name, path, files }) => (files.length === 0 ? [] : modelsOf(context, files, name, path, (message) => { say(['models', i], message); })).map((model) => ({ model, seeds: models[i]?.seeds ?? null, epochs: models[i]?.epochs ?? null }))),
    texts: new Map([...project.files].map(([path, { tree }]) => [path, tree.text])),
  };
  return { sources, findings: checked.findings };
}

interface Target {
  readonly path: string;
  readonly name: string | null;
}

function targetOf(root: string, text: string): Target {
  const mark = text.lastIndexOf('#');
  return mark < 0 || existsSync(resolve(root, text)) ? { path: text, name: null } : { path: text.slice(0, mark), name: text.slice(mark + 1) };
}

/** Project paths of the sources of a file, a folder or a pattern. */
function filesOf(root: string, path: string, say: (message: Message) => void, key: string): readonly string[] {
  if (!staysIn(root, path)) {
    say(messages.outside(key, path));
    return [];
  }
  const absolute = resolve(root, path);
  const ending = key === 'models' ? '.model' : '.factor';
  if (path.includes('*') && !existsSync(absolute)) {
    const pattern = absolute.split(sep).join('/');
    const matches = listSources(root).filter((file) => file.endsWith(ending) && matchesPattern(pattern, file.split(sep).join('/')));
    if (matches.length === 0) say(messages.noSuchFile(path, ''));
    return matches.map((file) => projectPath(root, file));
  }
  if (!existsSync(absolute)) {
    const known = listSources(root).map((file) => projectPath(root, file));
    say(messages.noSuchFile(path, didYouMean(path, known)));
    return [];
  }
  const files = statSync(absolute).isDirectory() ? listSources(absolute).filter((file) => file.endsWith(ending)) : [absolute];
  if (files.length === 0 || (!absolute.endsWith('.factor') && !absolute.endsWith('.model') && !statSync(absolute).isDirectory())) {
    say(key === 'models' ? messages.noModel(path, 'a .model file, or a folder of some') : messages.noFactor(path, 'a .factor file, or a folder of some'));
    return [];
  }
  return files.map((file) => projectPath(root, file));
}

interface Checked {
  readonly project: Project;
  readonly checked: CheckResult;
}

function factorsOf(context: Checked, files: readonly ProjectFile[], name: string | null, target: string, say: (message: Message) => void): readonly CheckedFactor[] {
  const isNamed = (file: ProjectFile): boolean => name !== null && (file.factors.has(name) || file.sets.has(name));
  const own = files.flatMap((file) => named(context, file, name === null ? file.tree.items.flatMap((item) => (item.kind === 'factor' ? [item.name.text] : [])) : isNamed(file) ? [name] : []));
  if (own.length > 0) return own;
  // A file that only gathers factors of others stands for all it gathers.
  const gathered = name === null ? files.flatMap((file) => named(context, file, [...file.sets.keys()])) : [];
  // A factor that did not pass its checks is there, with findings of its own.
  if (gathered.length > 0 || files.some((file) => (name === null ? file.factors.size > 0 || file.sets.size > 0 : isNamed(file)))) return gathered;
  const names = files.flatMap((file) => [...file.factors.keys(), ...file.sets.keys()]);
  say(messages.noFactor(`${target}${didYouMean(name ?? '', names)}`, names.length === 0 ? 'a file that holds some' : `one of ${names.join(', ')}`));
  return [];
}

function named({ project, checked }: Checked, file: ProjectFile, names: readonly string[]): readonly CheckedFactor[] {
  return names.flatMap((name) => expandSet(project, file, name)).flatMap((declared) => {
    const factor = checked.reachable.get(factorKey(declared.file.path, declared.item.name.text));
    return factor === undefined ? [] : [factor];
  });
}

function modelsOf({ checked }: Checked, files: readonly ProjectFile[], name: string | null, path: string, say: (message: Message) => void): readonly CheckedModel[] {
  const own = checked.models.filter((model) => files.some((file) => file.path === model.path) && (name === null || model.name === name));
  const names = files.flatMap((file) => file.tree.items.flatMap((item) => (item.kind === 'model' ? [item.name.text] : [])));
  if (own.length === 0 && (name === null ? names.length === 0 : !names.includes(name))) say(messages.noModel(`${path}${name === null ? '' : `#${name}${didYouMean(name, names)}`}`, names.length === 0 ? 'a file that holds some' : `one of ${names.join(', ')}`));
  return own;
}

function unique(factors: readonly CheckedFactor[]): readonly CheckedFactor[] {
  return [...new Map(factors.map((factor) => [factorKey(factor.path, factor.name), factor])).values()];
}

/** A path of the experiment on the disk. */
export function onDisk(root: string, path: string): string {
  return isAbsolute(path) ? path : join(root, path);
}
