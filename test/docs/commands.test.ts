import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { buildProgram } from '../../src/cli/program.ts';
import { processTerminal } from '../../src/cli/terminal.ts';
import { ROOT } from '../support/sources.ts';
import { codeBlocks, inlineCode, PAGES, pageText } from './pages.ts';

const PROGRAM = buildProgram({ terminal: processTerminal(), currentFolder: ROOT, signal: new AbortController().signal });

interface Shown {
  readonly page: string;
  readonly line: string;
}

/** Lines that show the command: in blocks those that begin with it, in the text those in backquotes. */
function shown(starts: RegExp): readonly Shown[] {
  return PAGES.flatMap((page) => {
    const text = pageText(page);
    const lines = codeBlocks(text)
      .filter(({ language }) => ['sh', 'console', 'text'].includes(language))
      .flatMap((block) => block.text.split('\n'));
    return [...lines, ...inlineCode(text)]
      .map((line) => line.trim().replace(/^\$ /, '').replace(/^npx /, ''))
      .filter((line) => starts.test(line))
      .map((line) => ({ page, line }));
  });
}

const LINES = shown(/^fullband [a-z-]/);

function optionsOf(command: Command): readonly string[] {
  return ['--help', '-h', ...command.options.flatMap(({ long, short }) => [long, short].filter((name) => typeof name === 'string'))];
}

/** What is wrong with a line that shows the command, or null. */
function fault(line: string): string | null {
  const [first = '', ...rest] = line.replace(/^fullband /, '').split(/\s+#/)[0]?.split(/\s+/) ?? [];
  if (first.startsWith('-')) return optionsOf(PROGRAM).includes(first) ? null : `fullband has no option ${first}`;
  const command = PROGRAM.commands.find((each) => each.name() === first);
  // A word for any command, as in `fullband COMMAND --help`.
  if (command === undefined) return /^[A-Z]+$/.test(first) ? null : `there is no command ${first}`;
  const unknown = rest.map((word) => word.replace(/^\[/, '').replace(/[\],]+$/, '').split('=')[0] ?? '').find((word) => /^--?[a-z]/.test(word) && !optionsOf(command).includes(word));
  return unknown === undefined ? null : `${first} has no option ${unknown}`;
}

describe('commands in the documentation', () => {
  test('every command is shown somewhere', () => {
    const names = new Set(LINES.map(({ line }) => line.split(' ')[1]));
    expect(PROGRAM.commands.map((command) => command.name()).filter((name) => !names.has(name))).toEqual([]);
  });

  test('every line shown is a command with options that exist', () => {
    const wrong = LINES.flatMap(({ page, line }) => {
      const found = fault(line);
      return found === null ? [] : [`${page}: ${line}: ${found}`];
    });
    expect(wrong).toEqual([]);
  });

  test('a line that is wrong is seen', () => {
    expect(fault('fullband simulat --store s')).toBe('there is no command simulat');
    expect(fault('fullband compute --store s --stcks 5   # five')).toBe('compute has no option --stcks');
    expect(fault('fullband compute --store s   # --stcks')).toBeNull();
    expect(fault('fullband --verison')).toBe('fullband has no option --verison');
  });

  test('every npm script shown is in package.json', async () => {
    const { default: manifest } = await import('../../package.json', { with: { type: 'json' } });
    const names = shown(/npm (run \w|test|ci)/).flatMap(({ page, line }) => [...line.matchAll(/npm run ([a-z:-]+)/g)].map(([, name = '']) => ({ page, name })));
    expect(names.length).toBeGreaterThan(3);
    expect(names.filter(({ name }) => !(name in manifest.scripts))).toEqual([]);
  });

  test('every link to a file of the project has its file', () => {
    const broken = PAGES.flatMap((page) =>
      [...pageText(page).matchAll(/\]\(([^)#\s]*)(#[^)\s]*)?\)/g)]
        .map(([, target = '']) => target)
        .filter((target) => target !== '' && !/^[a-z]+:/.test(target) && !existsSync(join(ROOT, dirname(page), target)))
        .map((target) => `${page}: ${target}`),
    );
    expect(broken).toEqual([]);
  });

  test('docs/index.md names every page of docs once, and README.md names docs/index.md', () => {
    const named = [...pageText('docs/index.md').matchAll(/^\d+\. \[[^\]]+\]\(([^)]+)\): /gm)].map(([, target = '']) => `docs/${target}`);
    expect([...named].sort()).toEqual(PAGES.filter((page) => page.startsWith('docs/') && page !== 'docs/index.md').sort());
    expect(pageText('README.md')).toContain('](docs/index.md)');
  });

  test('every link to a heading has its heading', () => {
    const anchors = (page: string): ReadonlySet<string> =>
      new Set([...pageText(page).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => heading.toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, '').replaceAll(' ', '-')));
    const broken = PAGES.flatMap((page) =>
      [...pageText(page).matchAll(/\]\(([^)#\s]*)#([^)\s]+)\)/g)]
        .filter(([, target = '', anchor = '']) => !/^[a-z]+:/.test(target) && !anchors(target === '' ? page : join(dirname(page), target)).has(anchor))
        .map(([link]) => `${page}: ${link}`),
    );
    expect(broken).toEqual([]);
  });
});
