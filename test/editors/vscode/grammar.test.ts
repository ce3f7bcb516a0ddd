/** The colours of the extension before the language server says more: words by their place, over files of every kind. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRegistry } from 'vscode-tmgrammar-test/dist/common/index.js';
import { parse } from '../../../src/dsl/parse.ts';
import { SourceLanguage, Workspace } from '../../../src/editor/index.ts';
import { listSources } from '../../../src/runtime/project-reader.ts';
import { folderWith } from '../../support/cli.ts';
import { ROOT } from '../../support/sources.ts';

const GRAMMAR = join(ROOT, 'editors/vscode/syntaxes/fullband.tmLanguage.json');
const SCOPE = 'source.fullband';
const OWN = join(ROOT, 'test/editors/vscode');
const BINARIES = join(ROOT, 'node_modules/vscode-tmgrammar-test/dist');

function run(program: 'unit' | 'snapshot', args: readonly string[]): void {
  execFileSync(process.execPath, [join(BINARIES, `${program}.js`), '-g', GRAMMAR, ...args], { cwd: ROOT, stdio: 'pipe', encoding: 'utf8' });
}

test('words have the scopes of their places, half-typed or not', () => {
  const files = readdirSync(join(OWN, 'grammar')).map((name) => join(OWN, 'grammar', name));
  expect(files.length).toBeGreaterThan(2);
  run('unit', files);
});

/** Files whose every scope is kept. FULLBAND_UPDATE=1 writes them anew. */
const KEPT = ['factors/huatai27.factor', 'factors/lib/orders.factor', 'factors/trade/concentration_diff.factor', 'factors/minute/down_single_amt_perc.factor', 'factors/minute/volume_perc2.factor', 'factors/order/early_kurt_order.factor', 'factors/daily/turnover_20.factor', 'models/hf_gru.model', 'models/lf_multitask.model', 'test/language/correct/chinese-names.factor', 'test/language/correct/literals.factor', 'test/language/correct/keywords-as-names.factor', 'test/language/correct/windows.factor', 'test/language/correct/enums.factor'];

describe('snapshots', () => {
  const folder = folderWith({});
  const kept = join(OWN, 'snapshots');
  afterAll(() => {
    folder.remove();
  });

  test('the scopes of files of every kind are those that are kept', () => {
    const files = KEPT.map((path) => join(folder.path, basename(path)));
    for (const [i, file] of files.entries()) copyFileSync(join(ROOT, KEPT[i] ?? ''), file);
    if (process.env.FULLBAND_UPDATE === '1') {
      mkdirSync(kept, { recursive: true });
      run('snapshot', ['-s', SCOPE, '-u', ...files]);
      for (const file of files) copyFileSync(`${file}.snap`, join(kept, `${basename(file)}.snap`));
    }
    // A file without a snapshot would have one made.
    for (const file of files) copyFileSync(join(kept, `${basename(file)}.snap`), `${file}.snap`);
    run('snapshot', ['-s', SCOPE, ...files]);
  });
});

interface Grammar {
  tokenizeLine(line: string, state: unknown): { readonly tokens: readonly { readonly startIndex: number; readonly endIndex: number; readonly scopes: readonly string[] }[]; readonly ruleStack: unknown };
}

describe('every word of a real file', () => {
  const sources = [...['factors', 'models', 'docs/examples', 'test/language/correct'].flatMap((folder) => listSources(join(ROOT, folder)))];
  let grammar: Grammar;
  beforeAll(async () => {
    const loaded: Grammar | null = await createRegistry([{ path: GRAMMAR, scopeName: SCOPE, language: 'fullband' }]).loadGrammar(SCOPE);
    if (loaded === null) throw new Error('the grammar is not there');
    grammar = loaded;
  });

  /** The innermost scope at every offset of a text. */
  function scopesOf(text: string): readonly string[] {
    const scopes: string[] = [];
    let state: unknown = null;
    for (const line of text.split('\n')) {
      const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
      for (const { startIndex, endIndex, scopes: own } of tokens) for (let i = startIndex; i < Math.min(endIndex, line.length); i++) scopes.push(own.at(-1) ?? '');
      scopes.push('');
      state = ruleStack;
    }
    return scopes;
  }

  /** What a token of the language server may look like without it. */
  const ALIKE: Readonly<Record<string, RegExp>> = {
    keyword: /^(?:keyword|storage|constant\.language)/,
    number: /^(?:constant\.numeric|keyword\.other\.unit|keyword\.operator)/,
    string: /^(?:string|punctuation\.definition\.string)/,
    comment: /^comment/,
    documentation: /^comment\.line\.documentation/,
    // A layer is called like a function, and declared like a name.
    function: /^(?:entity\.name\.function|variable\.other\.definition)/,
    def: /^entity\.name\.function/,
  };

  test.each(sources.map((file) => [file.slice(ROOT.length + 1), file]))('of %s has the colour that the language server gives it', (path, file) => {
    const text = readFileSync(file, 'utf8');
    const workspace = new Workspace({ read: (asked) => (asked === path ? { text } : null), list: () => [] });
    const scopes = scopesOf(text);
    const wrong = new SourceLanguage(workspace).tokens(path).flatMap(({ span, kind }) => {
      const expected = ALIKE[kind];
      const scope = scopes[span.start] ?? '';
      // A reserved operator such as `and` is a word as well.
      return expected === undefined || expected.test(scope) ? [] : [`${kind} ${text.slice(span.start, span.end)} at ${String(span.start)} is ${scope}`];
    });
    expect(wrong).toEqual([]);
    expect(parse(text, path).tree.items.length).toBeGreaterThan(0);
  });
});
