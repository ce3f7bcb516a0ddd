/** The language files: each `.factor` or `.model` file is a case, and so is each folder whose name ends in `.project`. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkProject, type CheckResult } from '../../../src/dsl/check.ts';
import { loadProject } from '../../../src/dsl/load-project.ts';
import type { ProjectReader } from '../../../src/dsl/project.ts';
import { openProjectReader } from '../../../src/runtime/project-reader.ts';
import { annotate, stripAnnotations } from './annotations.ts';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const SOURCE = /\.(?:factor|model)$/;

export interface LanguageCase {
  /** Path below this folder, with `/`. */
  readonly name: string;
  /** The folder in which its files lie. */
  readonly folder: string;
  /** Paths of its text files below that folder. */
  readonly files: readonly string[];
  /** The files asked for: of a `.project` those named `main`. */
  readonly entries: readonly string[];
}

/** Every case below this folder, sorted by name. */
export function languageCases(): readonly LanguageCase[] {
  return casesIn(ROOT).sort((a, b) => (a.name < b.name ? -1 : 1));
}

function casesIn(folder: string): LanguageCase[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    const name = relative(ROOT, path).split(sep).join('/');
    if (entry.isDirectory()) return entry.name.endsWith('.project') ? [projectCase(name, path)] : casesIn(path);
    return SOURCE.test(entry.name) ? [{ name, folder, files: [entry.name], entries: [entry.name] }] : [];
  });
}

function projectCase(name: string, folder: string): LanguageCase {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => path.split(sep).join('/'))
    .filter((path) => SOURCE.test(path))
    .sort();
  const entries = files.filter((path) => /^main\./.test(basename(path)));
  if (entries.length === 0) throw new Error(`${name} has no file named main.factor or main.model`);
  return { name, folder, files, entries };
}

/** What a file of a case says, findings included. */
export function writtenText({ folder }: LanguageCase, file: string): string {
  return readFileSync(join(folder, file), 'utf8');
}

/** Checks a case without the comments that state its findings; `changed` stands for the text of some of its files. */
export function checkCase({ folder, files, entries }: LanguageCase, changed: ReadonlyMap<string, string> = new Map()): CheckResult {
  const disk = openProjectReader(folder);
  const alone = files.length === 1 && !folder.endsWith('.project');
  const reader: ProjectReader = {
    read(path) {
      if (alone && !files.includes(path)) return null;
      const answer = disk.read(path);
      if (answer === null || 'problem' in answer) return answer;
      return { text: changed.get(path) ?? stripAnnotations(answer.text) };
    },
    list: (pattern) => disk.list(pattern).filter((path) => !alone || files.includes(path)),
  };
  return checkProject(loadProject(entries, reader));
}

/** What the files of a case would say if they stated their findings exactly, by path. Throws if a finding is in none of them. */
export function exactTexts(from: LanguageCase): ReadonlyMap<string, string> {
  const { findings } = checkCase(from);
  const astray = findings.find((found) => !from.files.includes(found.path));
  if (astray !== undefined) throw new Error(`${from.name}: ${astray.code} is in ${astray.path}, which is no file of the case`);
  return new Map(
    from.files.map((file) => {
      const own = findings.filter((found) => found.path === file);
      return [file, annotate(stripAnnotations(writtenText(from, file)), own)];
    }),
  );
}

/** Rewrites the files of a case so that they state their findings exactly. */
export function updateCase(of: LanguageCase): void {
  for (const [file, text] of exactTexts(of)) {
    if (text !== writtenText(of, file)) writeFileSync(join(of.folder, file), text);
  }
}
