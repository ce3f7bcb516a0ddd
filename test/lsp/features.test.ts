/** Every feature over the protocol, on files that are right, half-typed and broken. What the answers are in detail is tested where they are made. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  CodeActionRequest,
  CodeLensRequest,
  CompletionRequest,
  DefinitionRequest,
  DidChangeWatchedFilesNotification,
  DocumentFormattingRequest,
  DocumentSymbolRequest,
  ExecuteCommandRequest,
  FileChangeType,
  FoldingRangeRequest,
  HoverRequest,
  InlayHintRequest,
  PrepareRenameRequest,
  ReferencesRequest,
  RenameRequest,
  SemanticTokensRangeRequest,
  SemanticTokensRequest,
  SignatureHelpRequest,
  WorkspaceSymbolRequest,
  type CodeAction,
  type CompletionItem,
  type DocumentSymbol,
  type Location,
  type TextEdit,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { folderWith } from '../support/cli.ts';
import { briefly, LanguageClient, uriIn } from '../support/language-client.ts';
import { ROOT } from '../support/sources.ts';

const LIB = '/// 占比 · Share of a part.\ndef share(part, whole = sum(volume)) = part / whole\n';
const GOOD = `use "lib.factor"

/// 尾盘占比 · Share of the late volume.
factor late_share {
  from minute
  direction -1
  let late_volume = sum(volume, window=late)
  value share(late_volume)
}
`;
const EXPERIMENT = 'data: { store: market }\nfactors: [factors/late.factor]\n';

const project = folderWith({ 'fullband.yaml': '', 'factors/lib.factor': LIB, 'factors/late.factor': GOOD, 'experiments/mine.yaml': EXPERIMENT });
let client: LanguageClient;
let late: string;
let lib: string;

beforeAll(async () => {
  cpSync(join(ROOT, 'samples/store'), join(project.path, 'store'), { recursive: true });
  client = await LanguageClient.start({ folders: [project.path] });
  late = await client.open(join(project.path, 'factors/late.factor'), GOOD);
  lib = await client.open(join(project.path, 'factors/lib.factor'), LIB);
});
afterAll(async () => {
  expect(client.logged).toEqual([]);
  expect(await client.stop()).toBe(0);
  project.remove();
});

let documents = 0;

/** Opens a text with a `|` in it; the place of it. */
async function marked(written: string, ending = '.factor'): Promise<ReturnType<LanguageClient['place']>> {
  const uri = await client.open(join(project.path, ending === '.yaml' ? 'experiments' : 'factors', `trial-${String(++documents)}${ending}`), written.replace('|', ''));
  return { textDocument: { uri }, position: client.document(uri).positionAt(written.indexOf('|')) };
}

async function completions(place: ReturnType<LanguageClient['place']>): Promise<readonly CompletionItem[]> {
  const found = await client.connection.sendRequest(CompletionRequest.type, place);
  return Array.isArray(found) ? found : (found?.items ?? []);
}

function applied(text: string, edits: readonly TextEdit[]): string {
  return TextDocument.applyEdits(TextDocument.create('x:', 'x', 0, text), [...edits]);
}

function places(found: unknown): readonly string[] {
  const all = (Array.isArray(found) ? found : found === null ? [] : [found]) as readonly Location[];
  return all.map(({ uri, range: { start } }) => `${fileURLToPath(uri).slice(project.path.length + 1)}:${String(start.line + 1)}:${String(start.character + 1)}`).sort();
}

describe('completion', () => {
  test.each([
    ['columns of the table', 'factor a { from minute direction 1 value sum(am|) }', 'amount'],
    ['tables', 'factor a { from | direction 1 value sum(amount) }', 'trade'],
    ['windows', 'factor a { from minute direction 1 value sum(amount, window=|) }', 'late'],
    ['operators, half-typed', 'factor a { from minute direction 1 value co|', 'corr'],
    ['names of used files', 'use "lib.factor"\nfactor a { from minute direction 1 value sh|', 'share'],
    ['clauses', 'factor a {\n  from minute\n  dir|\n}', 'direction'],
    ['after what is broken', 'factor ( {\nfactor b { from minute direction 1 value mean(re|', 'ret'],
  ])('offers %s', async (_, written, expected) => {
    const found = await completions(await marked(written));
    expect(found.map(({ label }) => label)).toContain(expected);
  });

  test('replaces the word at the place, and says what it is', async () => {
    const place = await marked('factor a { from minute direction 1 value sum(am|o) }');
    const item = (await completions(place)).find(({ label }) => label === 'amount');
    const edit = item?.textEdit;
    if (edit === undefined || !('range' in edit)) throw new Error('amount has no edit');
    expect(applied(client.text(place.textDocument.uri), [edit])).toBe('factor a { from minute direction 1 value sum(amount) }');
    expect(item?.detail).toMatch(/CNY/);
    expect(item?.sortText).toBeDefined();
  });

  test('offers keys and values of experiments, and the factors of the project', async () => {
    expect((await completions(await marked('data: { store: market }\nport|', '.yaml'))).map(({ label }) => label)).toContain('portfolios');
    expect((await completions(await marked('factors: [|]', '.yaml'))).map(({ label }) => label)).toContain('factors/late.factor');
    expect((await completions(await marked('data: { store: | }', '.yaml'))).map(({ label }) => label)).toEqual(['store']);
  });
});

describe('what stands at a place', () => {
  test('hover explains operators, columns and functions of one\'s own', async () => {
    const hover = async (piece: string): Promise<string> => {
      const found = await client.connection.sendRequest(HoverRequest.type, client.place(late, piece));
      const contents = found?.contents;
      return typeof contents === 'object' && 'value' in contents ? contents.value : '';
    };
    expect(await hover('sum(volume')).toContain('sum');
    expect(await hover('volume, window')).toContain('share');
    expect(await hover('share(late')).toContain('占比');
    expect(await hover('\n///')).toBe('');
  });

  test('signature help names the parameter being written', async () => {
    const help = await client.connection.sendRequest(SignatureHelpRequest.type, await marked('factor a { from minute direction 1 value corr(volume, |'));
    expect(help?.signatures[0]?.label).toContain('corr');
    expect(help?.activeParameter).toBe(1);
    expect(await client.connection.sendRequest(SignatureHelpRequest.type, await marked('factor a {| from minute }'))).toBeNull();
  });
});

describe('going around', () => {
  test('definition leads to other files, lets and used files', async () => {
    expect(places(await client.connection.sendRequest(DefinitionRequest.type, client.place(late, 'share(late')))).toEqual(['factors/lib.factor:2:5']);
    expect(places(await client.connection.sendRequest(DefinitionRequest.type, client.place(late, 'late_volume)')))).toEqual(['factors/late.factor:7:7']);
    expect(places(await client.connection.sendRequest(DefinitionRequest.type, client.place(late, 'lib.factor')))).toEqual(['factors/lib.factor:1:1']);
  });

  test('references are those of all files, with or without the declaration', async () => {
    const all = await client.connection.sendRequest(ReferencesRequest.type, { ...client.place(lib, 'share('), context: { includeDeclaration: true } });
    expect(places(all)).toEqual(['factors/late.factor:8:9', 'factors/lib.factor:2:5']);
    const uses = await client.connection.sendRequest(ReferencesRequest.type, { ...client.place(lib, 'share('), context: { includeDeclaration: false } });
    expect(places(uses)).toEqual(['factors/late.factor:8:9']);
  });

  test('renaming changes every file, and is refused with a sentence where it cannot be', async () => {
    const prepared = await client.connection.sendRequest(PrepareRenameRequest.type, client.place(lib, 'share('));
    expect(prepared).toMatchObject({ placeholder: 'share' });
    const edit = await client.connection.sendRequest(RenameRequest.type, { ...client.place(lib, 'share('), newName: '份额' });
    const changes = (edit?.documentChanges ?? []).flatMap((change) => ('edits' in change ? [change] : []));
    expect(changes.map(({ textDocument }) => textDocument.version)).toEqual([1, 1]);
    const texts = changes.map(({ textDocument, edits }) => applied(client.text(textDocument.uri), edits.flatMap((each) => ('newText' in each ? [each] : []))));
    expect(texts.sort()).toEqual([GOOD.replace('share(', '份额('), LIB.replace('share(', '份额(')].sort());
    await expect(client.connection.sendRequest(RenameRequest.type, { ...client.place(lib, 'share('), newName: 'and' })).rejects.toThrow(/\w/);
    expect(await client.connection.sendRequest(PrepareRenameRequest.type, client.place(late, 'sum('))).toBeNull();
  });

  test('factors and models are used and renamed in experiments too, open or not', async () => {
    writeFileSync(join(project.path, 'experiments/closed.yaml'), 'data: { store: store }\nfactors: ["factors/late.factor#late_share", factors/late.factor]\n');
    const all = await client.connection.sendRequest(ReferencesRequest.type, { ...client.place(late, 'late_share'), context: { includeDeclaration: true } });
    expect(places(all)).toEqual(['experiments/closed.yaml:2:32', 'factors/late.factor:4:8']);
    const edit = await client.connection.sendRequest(RenameRequest.type, { ...client.place(late, 'late_share'), newName: 'evening' });
    const changes = (edit?.documentChanges ?? []).flatMap((change) => ('edits' in change ? [change.textDocument.uri] : []));
    expect(changes.sort()).toEqual([uriIn(project.path, 'experiments/closed.yaml'), late]);
  });

  test('symbols of a file are a tree, those of the workspace are found by letters', async () => {
    const symbols = (await client.connection.sendRequest(DocumentSymbolRequest.type, { textDocument: { uri: late } })) as readonly DocumentSymbol[];
    const factor = symbols.find(({ name }) => name === 'late_share');
    expect(factor?.children?.map(({ name }) => name)).toContain('late_volume');
    const found = await client.connection.sendRequest(WorkspaceSymbolRequest.type, { query: 'ltshr' });
    expect(found?.map(({ name }) => name)).toEqual(['late_share']);
  });

  test('an experiment leads to the factors that it names', async () => {
    const place = await marked('data: { store: store }\nfactors: [factors/late.fac|tor]\n', '.yaml');
    expect(places(await client.connection.sendRequest(DefinitionRequest.type, place))).toEqual(['factors/late.factor:4:8']);
    const symbols = (await client.connection.sendRequest(DocumentSymbolRequest.type, { textDocument: place.textDocument })) as readonly DocumentSymbol[];
    expect(symbols.map(({ name }) => name)).toEqual(['data', 'factors']);
  });
});

describe('how a file looks', () => {
  test('words have colours by what they mean, all of them or those of a range', async () => {
    const { legend } = client.initialized.capabilities.semanticTokensProvider ?? { legend: { tokenTypes: [] } };
    const all = await client.connection.sendRequest(SemanticTokensRequest.type, { textDocument: { uri: late } });
    const data = all?.data ?? [];
    expect(data.length % 5).toBe(0);
    const lines = GOOD.split('\n');
    let [line, character] = [0, 0];
    const words = Array.from({ length: data.length / 5 }, (_, i) => {
      const [down = 0, right = 0, length = 0, type = 0] = data.slice(i * 5, i * 5 + 4);
      [line, character] = down === 0 ? [line, character + right] : [line + down, right];
      return `${legend.tokenTypes[type] ?? ''} ${lines[line]?.slice(character, character + length) ?? ''}`;
    });
    expect(words).toEqual(expect.arrayContaining(['keyword from', 'namespace minute', 'property volume', 'function sum', 'function share', 'class late_share', 'variable late_volume']));
    const some = await client.connection.sendRequest(SemanticTokensRangeRequest.type, { textDocument: { uri: late }, range: { start: { line: 4, character: 0 }, end: { line: 5, character: 0 } } });
    expect(some?.data.length).toBe(10);
  });

  test('items fold to their first line, the closing brace in sight', async () => {
    const folds = await client.connection.sendRequest(FoldingRangeRequest.type, { textDocument: { uri: late } });
    expect(folds).toContainEqual({ startLine: 3, endLine: 7 });
  });

  test('the layout is that of fmt; what cannot be read keeps its own', async () => {
    const options = { tabSize: 2, insertSpaces: true };
    const { textDocument } = await marked('/// A.\nfactor a {from minute direction 1\nvalue sum(amount)/sum(volume)|}\n');
    const edits = (await client.connection.sendRequest(DocumentFormattingRequest.type, { textDocument, options })) ?? [];
    expect(applied(client.text(textDocument.uri), edits)).toBe('/// A.\nfactor a {\n  from minute\n  direction +1\n  value sum(amount) / sum(volume)\n}\n');
    expect(await client.connection.sendRequest(DocumentFormattingRequest.type, { textDocument: { uri: late }, options })).toEqual([]);
    expect(await client.connection.sendRequest(DocumentFormattingRequest.type, { ...(await marked('factor a {|')), options })).toBeNull();
  });

  test('units stand behind lets, and lenses above factors', async () => {
    const range = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };
    const hints = await client.connection.sendRequest(InlayHintRequest.type, { textDocument: { uri: late }, range });
    expect(JSON.stringify(hints)).toContain('share');
    const lenses = await client.connection.sendRequest(CodeLensRequest.type, { textDocument: { uri: late } });
    expect(lenses?.map(({ command }) => [command?.command, command?.arguments])).toEqual([
      ['fullband.explain', [late, 'late_share']],
      ['fullband.test', [late, 'late_share']],
    ]);
  });
});

describe('fixes', () => {
  const BROKEN = '/// A.\nfactor a {\n  from minute\n  direction 1\n  value sum(amuont) / sum(vloume|)\n}\n';

  test('mend the finding at the place', async () => {
    const { textDocument, position } = await marked(BROKEN);
    const actions = (await client.connection.sendRequest(CodeActionRequest.type, { textDocument, range: { start: position, end: position }, context: { diagnostics: [] } })) as readonly CodeAction[];
    const fix = actions.find(({ kind }) => kind === 'quickfix');
    expect(fix?.diagnostics?.[0]?.code).toBe('FB250');
    expect(JSON.stringify(fix?.edit)).toContain('"newText":"volume"');
  });

  test('mend all at once', async () => {
    const { textDocument } = await marked(BROKEN);
    const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
    const actions = (await client.connection.sendRequest(CodeActionRequest.type, { textDocument, range, context: { diagnostics: [], only: ['source.fixAll'] } })) as readonly CodeAction[];
    expect(actions.map(({ kind }) => kind)).toEqual(['source.fixAll.fullband']);
    const edits = (actions[0]?.edit?.documentChanges ?? []).flatMap((change) => ('edits' in change ? change.edits.flatMap((each) => ('newText' in each ? [each] : [])) : []));
    await client.change(textDocument.uri, applied(client.text(textDocument.uri), edits));
    expect(client.text(textDocument.uri)).toContain('sum(amount) / sum(volume)');
  });
});

describe('commands', () => {
  test('explain answers for the text as it is being edited', async () => {
    const answer: unknown = await client.connection.sendRequest(ExecuteCommandRequest.type, { command: 'fullband.explain', arguments: [late, 'late_share'] });
    expect(answer).toMatchObject({ title: 'explain late_share', report: null });
    expect((answer as { text: string }).text).toMatch(/^factor late_share/);
    const { textDocument } = await marked('factor broken { from minute direction 1 value sum(amoun|) }');
    const refused: unknown = await client.connection.sendRequest(ExecuteCommandRequest.type, { command: 'fullband.explain', arguments: [textDocument.uri, 'broken'] });
    expect((refused as { text: string }).text).toContain('it has findings');
  });

  test('test runs the commands that a user would type, and says which', async () => {
    const answer: unknown = await client.connection.sendRequest(ExecuteCommandRequest.type, { command: 'fullband.test', arguments: [late, 'late_share'] });
    const { text } = answer as { text: string };
    expect(text).toContain("$ npx fullband compute --store store --factors 'factors/late.factor#late_share' --out .fullband/test/late_share.parquet");
    // The sample market has no days to test on, which the second command says.
    expect(text).toContain('$ npx fullband evaluate --store store');
    await client.until(() => client.said.length > 0);
    expect(client.said[0]).toContain('The test of late_share did not end well');
  }, 120_000);

  test('test wants the file saved', async () => {
    const { textDocument } = await marked('/// A.\nfactor unsaved { from minute direction 1 value mean(ret)| }\n');
    await expect(client.connection.sendRequest(ExecuteCommandRequest.type, { command: 'fullband.test', arguments: [textDocument.uri, 'unsaved'] })).rejects.toThrow('Save the file first');
  });

  test('test wants the files that it uses saved as well', async () => {
    await client.change(lib, `${LIB}\n`);
    await expect(client.connection.sendRequest(ExecuteCommandRequest.type, { command: 'fullband.test', arguments: [late, 'late_share'] })).rejects.toThrow('Save factors/lib.factor first');
    await client.change(lib, LIB);
  });

  test('anything else is refused', async () => {
    await expect(client.connection.sendRequest(ExecuteCommandRequest.type, { command: 'fullband.nothing', arguments: [] })).rejects.toThrow('there is no command');
    await expect(client.connection.sendRequest(ExecuteCommandRequest.type, { command: 'fullband.explain', arguments: [7] })).rejects.toThrow('takes the URI');
    await expect(client.connection.sendRequest(ExecuteCommandRequest.type, { command: 'fullband.test', arguments: [late, 'nobody'] })).rejects.toThrow('nobody is not tested');
  });
});

describe('experiments', () => {
  test('have the findings of check, as they are being edited', async () => {
    const uri = await client.open(join(project.path, 'experiments/mine.yaml'), EXPERIMENT);
    expect(await client.diagnostics(uri)).toEqual([]);
    await client.change(uri, 'data: { store: market }\nfactros: [factors]\nengine: gpu\n');
    expect(briefly(await client.diagnostics(uri))).toEqual(['2:1 FB903', '3:1 FB903']);
    await client.change(uri, `data: { store: market }\nfactors: [factors/latte.factor]\n`);
    expect(briefly(await client.diagnostics(uri))).toEqual(['2:11 FB910']);
  });

  test('know sources as they are being edited', async () => {
    const uri = await client.open(join(project.path, 'experiments/named.yaml'), 'data: { store: market }\nfactors: ["factors/late.factor#later_share"]\n');
    expect(briefly(await client.diagnostics(uri))).toEqual(['2:11 FB912']);
    const rounds = client.rounds.get(uri) ?? 0;
    await client.change(late, GOOD.replace('factor late_share', 'factor later_share'));
    await client.until(() => (client.rounds.get(uri) ?? 0) > rounds);
    expect(client.published.get(uri)?.diagnostics).toEqual([]);
    await client.change(late, GOOD);
    await client.until(() => client.published.get(uri)?.diagnostics.length === 1);
  });
});

describe('files that change beside the editor', () => {
  test('are read again when the client says so', async () => {
    writeFileSync(join(project.path, 'factors/outside.factor'), 'def twice(x) = 2 * x\n');
    const { textDocument } = await marked('use "outside.factor"\n/// A.\nfactor a { from minute direction 1 value thrice(mean(ret))| }\n');
    expect(briefly(await client.diagnostics(textDocument.uri)).join()).toMatch(/FB2/);
    writeFileSync(join(project.path, 'factors/outside.factor'), 'def thrice(x) = 3 * x\n');
    await client.connection.sendNotification(DidChangeWatchedFilesNotification.type, { changes: [{ uri: uriIn(project.path, 'factors/outside.factor'), type: FileChangeType.Changed }] });
    await client.until(() => client.published.get(textDocument.uri)?.diagnostics.length === 0);
  });

  test('and when a file makes another folder the root', async () => {
    const uri = uriIn(project.path, 'factors/late.factor');
    const rounds = client.rounds.get(uri) ?? 0;
    await client.connection.sendNotification(DidChangeWatchedFilesNotification.type, { changes: [{ uri: uriIn(project.path, 'fullband.yaml'), type: FileChangeType.Changed }] });
    await client.until(() => (client.rounds.get(uri) ?? 0) > rounds);
    expect(await client.diagnostics(uri)).toEqual([]);
    expect(readFileSync(fileURLToPath(uri), 'utf8')).toBe(GOOD);
  });
});
