import { describe, expect, test } from 'vitest';
import { codeBlocks, type CodeBlock } from './pages.ts';
import { plainWords, shellLines } from './shell-lines.ts';

function block(text: string): CodeBlock {
  return codeBlocks(text)[0] as CodeBlock;
}

describe('commands of a block', () => {
  test('of sh are its lines without their comments, continued lines together', () => {
    expect(shellLines(block('```sh\nls    # what is there\n\n# nothing\nfullband check \\\n  a b\n```\n'))).toEqual([
      { command: 'ls', output: null, line: 2 },
      { command: 'fullband check a b', output: null, line: 5 },
    ]);
  });

  test('of console begin with $, and what follows is what they print', () => {
    expect(shellLines(block('```console\n$ ls\na\n\nb\n$ cd a\n```\n'))).toEqual([
      { command: 'ls', output: 'a\n\nb', line: 2 },
      { command: 'cd a', output: null, line: 6 },
    ]);
    expect(() => shellLines(block('```console\na\n```\n'))).toThrow('begins with output');
  });

  test('have the words that a shell gives them, or need one', () => {
    expect(plainWords("fullband evaluate --preprocess 'winsorize,neutralize(cap)' --set \"a=1 2\" b")).toEqual(['fullband', 'evaluate', '--preprocess', 'winsorize,neutralize(cap)', '--set', 'a=1 2', 'b']);
    expect(['a > b', 'a | b', 'a && b', 'a $HOME', 'a *.csv'].map(plainWords)).toEqual([null, null, null, null, null]);
  });
});
