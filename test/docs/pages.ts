/** The pages for readers, and what stands in them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../support/sources.ts';

/** Paths of README.md, CONTRIBUTING.md, CHANGELOG.md, every page of docs/, and the READMEs of folders, relative to the root. */
export const PAGES: readonly string[] = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  ...readdirSync(join(ROOT, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
  'bench/README.md',
  'samples/README.md',
];

export function pageText(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** A block of code. Its opening fence says what it is: a language, perhaps a kind of it, perhaps the file that holds it: `yaml experiment experiments/mine.yaml`. */
export interface CodeBlock {
  /** First word of the opening fence; empty if there is none. */
  readonly language: string;
  /** A further word that is no path; empty if there is none. */
  readonly kind: string;
  /** The file that it is, from the folder where the page's commands are typed; null if it is none. */
  readonly file: string | null;
  readonly text: string;
  /** Line of the page on which the code begins, from 1. */
  readonly line: number;
}

/** Fenced blocks of a page. Throws an Error if one is not closed or its fence says more than three words. */
export function codeBlocks(page: string): readonly CodeBlock[] {
  const blocks: CodeBlock[] = [];
  const lines = page.split('\n');
  for (let i = 0; i < lines.length; i++) {
    const fence = /^```(.*)$/.exec(lines[i] ?? '')?.[1];
    if (fence === undefined) continue;
    const end = lines.indexOf('```', i + 1);
    if (end < 0) throw new Error(`the block of line ${i + 1} is not closed`);
    blocks.push({ ...fenceWords(fence.trim()), text: `${lines.slice(i + 1, end).join('\n')}\n`, line: i + 2 });
    i = end;
  }
  return blocks;
}

function fenceWords(fence: string): Pick<CodeBlock, 'language' | 'kind' | 'file'> {
  const [language = '', ...rest] = fence.split(/\s+/);
  const files = rest.filter((word) => /[./]/.test(word));
  const kinds = rest.filter((word) => !/[./]/.test(word));
  if (files.length > 1 || kinds.length > 1) throw new Error(`the fence "${fence}" says more than a language, a kind and a file`);
  return { language, kind: kinds[0] ?? '', file: files[0] ?? null };
}

/** Text in single backquotes, outside blocks. */
export function inlineCode(page: string): readonly string[] {
  const prose = page.replace(/^```[^\n]*\n[\s\S]*?^```$/gm, '');
  return [...prose.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);
}
