import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT } from '../support/sources.ts';
import { BLOCK_KINDS, unhandled } from './block-kinds.ts';
import { codeBlocks, PAGES, pageText, type CodeBlock } from './pages.ts';

const BLOCKS = PAGES.flatMap((page) => codeBlocks(pageText(page)).map((block) => ({ page, ...block })));

describe('blocks of code in the documentation', () => {
  test('something is done with every one of them', () => {
    expect(BLOCKS.length).toBeGreaterThan(60);
    expect(BLOCKS.flatMap(({ page, ...block }) => unhandled(block, page) ?? [])).toEqual([]);
  });

  test('every kind of block is there', () => {
    expect(BLOCK_KINDS.filter(({ language, kind }) => !BLOCKS.some((block) => block.language === language && block.kind === kind))).toEqual([]);
  });

  test.each([
    ['', 'the block has no language'],
    ['python', 'nothing is done with a block python'],
    ['yaml', 'nothing is done with a block yaml'],
    ['yaml pipeline', 'nothing is done with a block yaml pipeline'],
    ['csv', 'a block csv names its file'],
  ])('one that begins with "%s" is seen: %s', (fence, fault) => {
    const [block] = codeBlocks(`\`\`\`${fence}\na\n\`\`\`\n`);
    expect(unhandled(block as CodeBlock, 'page.md')).toContain(`page.md:1: ${fault}`);
  });

  test('a fence has a language, a kind and a file', () => {
    const [block] = codeBlocks('```yaml experiment experiments/mine.yaml\na: 1\n```\n');
    expect(block).toEqual({ language: 'yaml', kind: 'experiment', file: 'experiments/mine.yaml', text: 'a: 1\n', line: 2 });
    expect(() => codeBlocks('```yaml experiment mapping\n```\n')).toThrow('says more than');
    expect(() => codeBlocks('```sh\nls\n')).toThrow('not closed');
  });

  test('excerpts stand in the files that they name', () => {
    const excerpts = BLOCKS.filter(({ kind }) => kind === 'excerpt');
    expect(excerpts.filter(({ file, text }) => !readFileSync(join(ROOT, file ?? ''), 'utf8').includes(text)).map(({ page, line }) => `${page}:${line}`)).toEqual([]);
  });
});
