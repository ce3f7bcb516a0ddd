/** From a YAML file to an experiment that can be run, or findings. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { finding, type Finding, type Message } from '../../dsl/finding.ts';
import type { ProjectReader } from '../../dsl/project.ts';
import { isTooDeep, MOST_NESTED } from '../../editor/experiment/document.ts';
import { decodeText, openProjectReader, projectPath, projectRoot } from '../project-reader.ts';
import { DataError } from '../store/data-error.ts';
import { requireSignals, requireStore } from './check-names.ts';
import { MOST_BYTES, parseExperiment, type ExperimentEntry, type Setting } from './document.ts';
import type { Experiment } from './experiment.ts';
import { experimentMessages as messages } from './messages.ts';
import { resolveExperiment } from './resolve.ts';
import { onDisk, readSources, type ExperimentSources, type Say, type SourceReading } from './sources.ts';

export interface LoadRequest {
  readonly file: string;
  readonly currentFolder: string;
  /** Put in the place of what the file says. A store that is named so may lie anywhere. */
  readonly settings?: readonly Setting[];
  /** Whether the store and files of signals have to be there; true by default. Who only looks at sources has none. */
  readonly needsData?: boolean;
  /** What an editor holds in the place of the file, which then need not be there. */
  readonly text?: string;
  /** Reads the sources that the experiment names; those on the disk by default. @param root absolute */
  readonly openReader?: (root: string) => ProjectReader;
  /** How sources are parsed and factors checked; who loads again and again remembers. */
  readonly memory?: SourceReading;
}

/** An experiment with everything that it names. */
export interface LoadedExperiment {
  readonly experiment: Experiment;
  /** As written, settings put in. */
  readonly entry: ExperimentEntry;
  /** Root of its project, absolute. */
  readonly root: string;
  /** Of its file in the project. */
  readonly path: string;
  readonly text: string;
  /** Folder of the store, absolute. */
  readonly store: string;
  readonly sources: ExperimentSources;
}

export interface Loading {
  readonly root: string;
  /** Of the experiment, or what it would be called by its file where that cannot be read. */
  readonly name: string;
  readonly findings: readonly Finding[];
  /** Texts that findings are about, by path in the project. */
  readonly texts: ReadonlyMap<string, string>;
  /** Null where there are errors. */
  readonly loaded: LoadedExperiment | null;
}

/** Reads an experiment and all sources that it names, and checks both. Throws DataError for a file that is not there, and for a store of the settings that is none. */
export function loadExperiment({ file, currentFolder, settings = [], needsData = true, text: given, openReader = openProjectReader, memory = {} }: LoadRequest): Loading {
  const absolute = resolve(currentFolder, file);
  if (given === undefined && (!existsSync(absolute) || !statSync(absolute).isFile())) throw new DataError({ file, found: existsSync(absolute) ? 'a folder' : 'no such file', expected: 'an experiment, a YAML file', remedy: 'Correct the path; examples are in experiments/.' });
  const root = projectRoot(absolute, currentFolder);
  const path = projectPath(root, absolute);
  const stem = basename(path).replace(/\.ya?ml$/i, '');
  const refused = (message: Message): Loading => ({ root, name: stem, findings: [finding(path, { start: 0, end: 0 }, message)], texts: new Map(), loaded: null });
  const size = given === undefined ? statSync(absolute).size : Buffer.byteLength(given);
  if (size > MOST_BYTES) return refused(messages.tooLarge(size, MOST_BYTES));
  const text = given ?? decodeText(readFileSync(absolute));
  if (text === null) return refused(messages.notText());
  if (isTooDeep(text)) return refused(messages.malformed(`brackets, dashes or indents nested deeper than ${String(MOST_NESTED)}`, 'an experiment', 'correct the file'));
  const document = parseExperiment(path, text, settings);
  if (document.entry === null) return { root, name: stem, findings: document.findings, texts: new Map([[path, text]]), loaded: null };
  const { experiment, findings: meant } = resolveExperiment(path, stem, document.entry, document);
  const findings: Finding[] = [...meant];
  const say: Say = (keys, message) => void findings.push(finding(path, document.spanAt(keys), message));
  const read = readSources(root, openReader(root), experiment, say, memory);
  const store = onDisk(root, experiment.data.store);
  // What the user has typed may lie anywhere; what a file says may not.
  const isTyped = settings.some((setting) => setting.path.join('.') === 'data.store');
  requireStore(experiment, root, store, { isTyped, needsData }, say);
  requireSignals(experiment, root, read.sources, needsData, say);
  findings.push(...read.findings);
  const texts = new Map([[path, text], ...read.sources.texts]);
  const hasErrors = findings.some(({ severity }) => severity === 'error');
  return { root, name: experiment.name, findings, texts, loaded: hasErrors ? null : { experiment, entry: document.entry, root, path, text, store, sources: read.sources } };
}
