/** Reads the files of a project: those asked for, those they use, and those their set patterns match. */
import { finding, type Finding, type Fix, type Message } from '../finding.ts';
import { names } from '../messages/names.ts';
import { nearest } from '../nearest.ts';
import type { parse } from '../parse.ts';
import type { ProjectReader } from '../project.ts';
import { baseName, normalizePath, relativePath, resolvePath } from './project-paths.ts';
import type { Span } from '../source.ts';
import type { SourceTree, StringLiteral, UseItem } from '../syntax.ts';

/** A `use` whose file could be read. */
export interface ResolvedUse {
  readonly item: UseItem;
  readonly path: string;
}

export interface LoadedFile {
  readonly path: string;
  readonly tree: SourceTree;
  /** In source order, each file once. */
  readonly uses: readonly ResolvedUse[];
  /** Whether some `use` names a file that could not be read, so that names may be missing. */
  readonly lacksNames: boolean;
}

export interface LoadedFiles {
  /** By path, the files asked for first. */
  readonly files: ReadonlyMap<string, LoadedFile>;
  readonly entries: readonly string[];
  readonly findings: readonly Finding[];
}

/** Reads every file that can be reached from the entries. */
export function loadFiles(entries: readonly string[], reader: ProjectReader, parser: typeof parse): LoadedFiles {
  return new FileLoader(reader, parser).load(entries);
}

class FileLoader {
  private readonly files = new Map<string, LoadedFile>();
  private readonly trees = new Map<string, SourceTree | 'binary' | 'too-large' | null>();
  private readonly findings: Finding[] = [];
  private readonly queue: string[] = [];
  private sources: readonly string[] | null = null;

  constructor(
    private readonly reader: ProjectReader,
    private readonly parser: typeof parse,
  ) {}

  load(entries: readonly string[]): LoadedFiles {
    const found: string[] = [];
    for (const entry of entries) {
      const path = normalizePath(entry);
      if (path !== null && found.includes(path)) continue;
      const tree = path === null ? null : this.read(path);
      if (path !== null && this.isTree(tree)) found.push(path);
      else this.findings.push(finding(entry, { start: 0, end: 0 }, this.absence(entry, tree, this.nearestFile('', entry))));
    }
    this.queue.push(...found);
    for (let path = this.queue.shift(); path !== undefined; path = this.queue.shift()) this.follow(path);
    return { files: this.files, entries: found, findings: this.findings };
  }

  /** Resolves what one file names, and puts the files it brings into the queue. */
  private follow(path: string): void {
    const tree = this.trees.get(path);
    if (this.files.has(path) || !this.isTree(tree)) return;
    const uses: ResolvedUse[] = [];
    let lacksNames = false;
    for (const item of tree.items) {
      if (item.kind === 'use') {
        const target = this.resolveUse(path, item, uses);
        if (target === 'unreadable') lacksNames = true;
        else if (target !== 'repeated') uses.push({ item, path: target });
      } else if (item.kind === 'set') {
        for (const member of item.members) if (member.kind === 'string') this.followPattern(path, member);
      }
    }
    this.files.set(path, { path, tree, uses, lacksNames });
    this.queue.push(...uses.map((use) => use.path));
  }

  private resolveUse(path: string, item: UseItem, earlier: readonly ResolvedUse[]): string {
    const target = this.resolve(path, item.path);
    if (target === null) return 'unreadable';
    if (earlier.some((use) => use.path === target)) {
      this.report(path, item.span, names.usedTwice(target), remove(item.span));
      return 'repeated';
    }
    if (!/\.(factor|model)$/.test(target) && this.reader.read(target) !== null) {
      this.report(path, item.path.span, names.notSource(target));
      return 'unreadable';
    }
    const tree = this.read(target);
    if (this.isTree(tree)) return target;
    const near = tree === null ? this.nearestFile(path, target) : null;
    this.report(path, item.path.span, this.absence(target, tree, near), near === null ? null : replaceText(item.path.span, near));
    return 'unreadable';
  }

  private followPattern(path: string, member: StringLiteral): void {
    const pattern = this.resolve(path, member);
    if (pattern === null) return;
    const matches = this.reader.list(pattern).filter((match) => match.endsWith('.factor'));
    if (matches.length === 0) {
      const near = pattern.includes('*') ? null : this.nearestFile(path, pattern);
      this.report(path, member.span, names.emptyPattern(member.value, near), near === null ? null : replaceText(member.span, near));
    }
    for (const match of matches) {
      const tree = this.read(match);
      if (this.isTree(tree)) this.queue.push(match);
      else this.report(path, member.span, this.absence(match, tree, null));
    }
  }

  /** Path relative to the root of what a file names; null if it names nothing in the project, which is reported. */
  private resolve(path: string, written: StringLiteral): string | null {
    const text = written.value.replaceAll('\\', '/');
    const resolved = resolvePath(path, text);
    if (resolved.fault === null && text !== written.value) this.report(path, written.span, names.backslash(written.value, text), replaceText(written.span, text));
    if (resolved.fault === 'absolute') this.report(path, written.span, names.absolutePath(written.value));
    if (resolved.fault === 'outside') this.report(path, written.span, names.outsideProject(written.value));
    return resolved.path;
  }

  /** A file's tree, or why there is none. The findings of its syntax are kept when it is read first. */
  private read(path: string): SourceTree | 'binary' | 'too-large' | null {
    const known = this.trees.get(path);
    if (known !== undefined) return known;
    const answer = this.reader.read(path);
    const outcome = answer === null ? null : 'problem' in answer ? answer.problem : this.parse(answer.text, path);
    this.trees.set(path, outcome);
    return outcome;
  }

  private parse(text: string, path: string): SourceTree {
    const { tree, findings } = this.parser(text, path);
    this.findings.push(...findings);
    return tree;
  }

  private isTree(outcome: SourceTree | 'binary' | 'too-large' | null | undefined): outcome is SourceTree {
    return typeof outcome === 'object' && outcome !== null;
  }

  private absence(path: string, outcome: SourceTree | 'binary' | 'too-large' | null, near: string | null): Message {
    return outcome === 'binary' || outcome === 'too-large' ? names.unreadableFile(path, outcome) : names.missingFile(path, near);
  }

  /** The source file whose name comes nearest, as `from` would write it: the same name in another folder, then a similar one. */
  private nearestFile(from: string, target: string): string | null {
    this.sources ??= [...this.reader.list('**/*.factor'), ...this.reader.list('**/*.model')];
    const others = this.sources.filter((path) => path !== from);
    const wanted = baseName(target);
    const found = others.find((path) => baseName(path) === wanted) ?? bySimilarName(others, wanted);
    return found === undefined ? null : relativePath(from, found);
  }

  private report(path: string, span: Span, message: Message, fix: Fix | null = null): void {
    this.findings.push(finding(path, span, message, fix));
  }
}

function bySimilarName(paths: readonly string[], wanted: string): string | undefined {
  const near = nearest(wanted, paths.map(baseName));
  return paths.find((path) => baseName(path) === near);
}

function replaceText(span: Span, text: string): Fix {
  return { title: `write "${text}"`, edits: [{ span, text: `"${text}"` }] };
}

function remove(span: Span): Fix {
  return { title: 'remove it', edits: [{ span, text: '' }] };
}
