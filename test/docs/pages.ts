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

export interface CodeBlock {
  /** What follows the opening fence; empty if nothing does. */
  readonly language: string;
  readonly text: string;
  /** Line of the page on which the code begins, from 1. */
  readonly line: number;
}

/** Fenced blocks of a page. */
export function codeBlocks(page: string): readonly CodeBlock[] {
  const blocks: CodeBlock[] = [];
  const lines = page.split('\n');
  for (let i = 0; i < lines.length; i++) {
    const language = /^```(.*)$/.exec(lines[i] ?? '')?.[1];
    if (language === undefined) continue;
    const end = lines.indexOf('```', i + 1);
    if (end < 0) throw new Error(`the block of line ${i + 1} is not closed`);
    blocks.push({ language: language.trim(), text: `${lines.slice(i + 1, end).join('\n')}\n`, line: i + 2 });
    i = end;
  }
  return blocks;
}

/** Text in single backquotes, outside blocks. */
export function inlineCode(page: string): readonly string[] {
  const prose = page.replace(/^```[^\n]*\n[\s\S]*?^```$/gm, '');
  return [...prose.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);
}
