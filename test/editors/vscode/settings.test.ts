import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { findCommand } from '../../../editors/vscode/src/find-command.ts';
import { checkProject } from '../../../src/dsl/check.ts';
import { loadProject } from '../../../src/dsl/load-project.ts';
import { openProjectReader } from '../../../src/runtime/project-reader.ts';
import { folderWith } from '../../support/cli.ts';
import { ROOT } from '../../support/sources.ts';

const folder = folderWith({ 'clone/package.json': '{"name":"fullband"}', 'clone/dist/cli/main.js': '', 'mine/package.json': '{}', 'mine/node_modules/fullband/dist/cli/main.js': '', 'broken/package.json': '{', 'broken/dist/cli/main.js': '' });
const at = (path: string): string => join(folder.path, path);
afterAll(() => {
  folder.remove();
});

describe('the command of a workspace', () => {
  test.each([
    ['of the setting', '/opt/fullband', ['mine'], { file: '/opt/fullband', before: [] }],
    ['of the setting, run with node where it is a file of JavaScript', '/opt/main.js', ['mine'], { file: 'node', before: ['/opt/main.js'] }],
    ['on the path where no folder has one', ' ', ['empty', 'broken'], { file: 'fullband', before: [] }],
  ])('is that %s', (_, setting, folders, expected) => {
    expect(findCommand(setting, folders.map(at))).toEqual(expected);
  });

  test('is that of the first folder that has one', () => {
    expect(findCommand('', [at('empty'), at('mine'), at('clone')])).toEqual({ file: 'node', before: [at('mine/node_modules/fullband/dist/cli/main.js')] });
    expect(findCommand('', [at('clone')])).toEqual({ file: 'node', before: [at('clone/dist/cli/main.js')] });
  });
});

interface Snippet {
  readonly prefix: string;
  readonly body: readonly string[];
}

describe('snippets', () => {
  const snippets = Object.entries(JSON.parse(readFileSync(join(ROOT, 'editors/vscode/snippets/fullband.json'), 'utf8')) as Readonly<Record<string, Snippet>>);

  test.each(snippets)('%s is right as it is put in', (name, { prefix, body }) => {
    const text = body
      .join('\n')
      .replace(/\$\{\d+\|([^,|]*)[^}]*\}/g, '$1')
      // Places within places first.
      .replace(/\$\{\d+:([^{}]*)\}/g, '$1')
      .replace(/\$\{\d+:([^{}]*)\}/g, '$1')
      .replace(/\$\d+/g, '')
      .replace('"../factors/huatai27.factor"', '"factors/huatai27.factor"')
      .replace('"minute/*.factor"', '"factors/minute/*.factor"');
    const reader = openProjectReader(ROOT);
    const project = loadProject(['snippet.factor'], { read: (path) => (path === 'snippet.factor' ? { text } : reader.read(path)), list: (pattern) => reader.list(pattern) });
    expect(checkProject(project).findings.filter(({ path }) => path === 'snippet.factor'), `${name}\n${text}`).toEqual([]);
    expect(prefix).not.toBe('');
  });
});

describe('the language configuration', () => {
  const configuration = JSON.parse(readFileSync(join(ROOT, 'editors/vscode/language-configuration.json'), 'utf8')) as { wordPattern: { pattern: string; flags: string }; onEnterRules: readonly { beforeText: string }[]; indentationRules: { increaseIndentPattern: { pattern: string } } };

  test('takes Chinese names for words', () => {
    const word = new RegExp(configuration.wordPattern.pattern, `${configuration.wordPattern.flags}g`);
    expect('let 占比_1 = sum(volume)/2'.match(word)).toEqual(['let', '占比_1', 'sum', 'volume']);
  });

  test('goes on with documentation, and ends it at an empty line', () => {
    const [goesOn = { beforeText: '' }, ends = { beforeText: '' }] = configuration.onEnterRules;
    expect(new RegExp(goesOn.beforeText).test('/// 名称 · words')).toBe(true);
    expect(new RegExp(goesOn.beforeText).test('/// ')).toBe(false);
    expect(new RegExp(ends.beforeText).test('  /// ')).toBe(true);
    expect(new RegExp(configuration.indentationRules.increaseIndentPattern.pattern).test('factor a {')).toBe(true);
  });
});
