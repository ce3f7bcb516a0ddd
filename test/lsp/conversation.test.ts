import { spawn } from 'node:child_process';
import { afterEach, describe, expect, test } from 'vitest';
import { CompletionRequest, HoverRequest, LSPErrorCodes, ShutdownRequest } from 'vscode-languageserver/node';
import { commandFile, folderWith, fullband } from '../support/cli.ts';
import { briefly, LanguageClient, uriIn } from '../support/language-client.ts';

const GOOD = '/// A factor.\nfactor a {\n  from minute\n  direction +1\n  value mean(ret)\n}\n';
const project = folderWith({ 'fullband.yaml': '', 'factors/a.factor': GOOD });
let client: LanguageClient | null = null;
afterEach(async () => {
  if (client?.process.exitCode === null) await client.stop();
  client = null;
});

describe('the language server', () => {
  test('says who it is and what it can', async () => {
    client = await LanguageClient.start({ folders: [project.path] });
    expect(client.initialized.serverInfo?.name).toBe('fullband');
    expect(Object.keys(client.initialized.capabilities)).toEqual(
      expect.arrayContaining(['completionProvider', 'hoverProvider', 'signatureHelpProvider', 'definitionProvider', 'referencesProvider', 'renameProvider', 'documentSymbolProvider', 'workspaceSymbolProvider', 'foldingRangeProvider', 'documentFormattingProvider', 'inlayHintProvider', 'codeLensProvider', 'codeActionProvider', 'semanticTokensProvider', 'executeCommandProvider']),
    );
    expect(client.initialized.capabilities.positionEncoding).toBe('utf-16');
  });

  test('ends with 0 after shutdown and exit', async () => {
    client = await LanguageClient.start();
    expect(await client.stop()).toBe(0);
  });

  test('needs no --stdio', async () => {
    client = await LanguageClient.start({ args: [] });
    expect(await client.stop()).toBe(0);
  });

  test('refuses requests between shutdown and exit', async () => {
    client = await LanguageClient.start();
    const uri = await client.open(`${project.path}/factors/a.factor`, GOOD);
    await client.connection.sendRequest(ShutdownRequest.type);
    await expect(client.connection.sendRequest(HoverRequest.type, client.place(uri, 'mean'))).rejects.toThrow();
    client.process.stdin?.end();
    expect(await client.exited).toBe(0);
    client.connection.dispose();
  });

  test('ends with 1 if the client is gone without a word', async () => {
    client = await LanguageClient.start();
    client.process.stdin?.end();
    expect(await client.exited).toBe(1);
    client.connection.dispose();
  });

  test.skipIf(process.platform === 'win32')('ends at once when it is told to by a signal', async () => {
    client = await LanguageClient.start();
    client.process.kill('SIGTERM');
    expect(await client.exited).toBe(0);
    client.connection.dispose();
  });

  test('writes nothing but the protocol to standard output, whatever comes in', async () => {
    const child = spawn(process.execPath, [commandFile(), 'lsp', '--stdio'], { stdio: ['pipe', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.stdin.end('Content-Length: 9\r\n\r\n{"broken"');
    const code = await new Promise((resolve) => child.on('exit', resolve));
    expect(code).toBe(1);
    expect(output === '' || output.startsWith('Content-Length: ')).toBe(true);
  });

  test('answers a request that was taken back with that error', async () => {
    client = await LanguageClient.start();
    const uri = await client.open(`${project.path}/factors/a.factor`, GOOD);
    const { CancellationTokenSource } = await import('vscode-languageserver/node');
    const source = new CancellationTokenSource();
    const answer = client.connection.sendRequest(CompletionRequest.type, client.place(uri, 'mean', 'end'), source.token);
    source.cancel();
    await expect(answer).rejects.toMatchObject({ code: LSPErrorCodes.RequestCancelled });
  });

  test('--help is there without the server being loaded, with examples', async () => {
    const { code, stdout } = await fullband(['lsp', '--help']);
    expect(code).toBe(0);
    expect(stdout).toContain('$ npx fullband lsp --stdio');
    expect(stdout).not.toContain('clientProcessId');
  });
});

describe('documents', () => {
  const BAD = GOOD.replace('mean(ret)', 'mean(rets)');

  test('have findings when they are opened, changed in part and in whole', async () => {
    client = await LanguageClient.start({ folders: [project.path] });
    const uri = await client.open(`${project.path}/factors/a.factor`, BAD);
    expect(briefly(await client.diagnostics(uri))).toEqual(['5:14 FB250']);
    const at = client.at(uri, 'rets', 'end');
    await client.change(uri, '', { start: { line: at.line, character: at.character - 1 }, end: at });
    expect(await client.diagnostics(uri)).toEqual([]);
    await client.change(uri, 'factor b {');
    expect((await client.diagnostics(uri)).length).toBeGreaterThan(0);
  });

  test('lose them when they are closed', async () => {
    client = await LanguageClient.start({ folders: [project.path] });
    const uri = await client.open(`${project.path}/factors/a.factor`, BAD);
    await client.diagnostics(uri);
    await client.close(uri);
    await client.until(() => client?.published.get(uri)?.diagnostics.length === 0);
  });

  test('that were never saved are checked as well, in a folder or without one', async () => {
    client = await LanguageClient.start({ folders: [project.path] });
    const inFolder = await client.open('untitled:Untitled-1', `use "factors/a.factor"\nset all { a, b }\n`);
    expect(briefly(await client.diagnostics(inFolder))).toEqual(['2:14 FB220']);
    await client.stop();
    client = await LanguageClient.start();
    const alone = await client.open('untitled:Untitled-1', BAD);
    expect(briefly(await client.diagnostics(alone))).toEqual(['5:14 FB250']);
    const unescaped = await client.open('untitled:100%', BAD);
    expect(briefly(await client.diagnostics(unescaped))).toEqual(['5:14 FB250']);
  });

  test('outside of any project see the files beside them', async () => {
    const folder = folderWith({ 'lib.factor': 'def half(x) = x / 2\n', 'deep/other.factor': GOOD });
    client = await LanguageClient.start();
    const uri = await client.open(`${folder.path}/mine.factor`, GOOD.replace('/// A', 'use "lib.factor"\n/// A').replace('mean(ret)', 'half(mean(ret))'));
    expect(await client.diagnostics(uri)).toEqual([]);
    folder.remove();
  });

  test('of other languages are left alone', async () => {
    client = await LanguageClient.start({ folders: [project.path] });
    const uri = await client.open(`${project.path}/notes.yaml`, 'a: [');
    expect(await client.connection.sendRequest(HoverRequest.type, client.place(uri, 'a'))).toBeNull();
    expect(client.published.has(uri)).toBe(false);
  });

  test('count columns in UTF-16 units, and lines by \\n, \\r\\n and \\r', async () => {
    client = await LanguageClient.start({ folders: [project.path] });
    const uri = await client.open(`${project.path}/factors/b.factor`, '# 😀 占比\r\nfactor 占比 {\r\n  from minute\r  direction +1\n  let 𠮷 = sum(volumes)\r\n  value 𠮷 / sum(volume)\r\n}\r\n');
    expect(briefly(await client.diagnostics(uri))).toEqual(['5:16 FB250']);
  });

  test('of several folders belong to a project each', async () => {
    const other = folderWith({ 'package.json': '{}', 'factors/c.factor': GOOD.replace('factor a', 'factor c') });
    client = await LanguageClient.start({ folders: [project.path, other.path] });
    const text = 'use "a.factor"\nset both { a }\n';
    const first = await client.open(`${project.path}/factors/both.factor`, text);
    const second = await client.open(`${other.path}/factors/both.factor`, text);
    expect(await client.diagnostics(first)).toEqual([]);
    expect(briefly(await client.diagnostics(second))[0]).toMatch(/^1:5 FB2/);
    other.remove();
  });

  test('rest on those that are open beside them: what is typed in one is seen in the other', async () => {
    client = await LanguageClient.start({ folders: [project.path] });
    const lib = await client.open(`${project.path}/factors/lib.factor`, 'def half(x) = x / 2\n');
    const user = await client.open(`${project.path}/factors/user.factor`, GOOD.replace('/// A', 'use "lib.factor"\n/// A').replace('mean(ret)', 'half(mean(ret))'));
    expect(await client.diagnostics(user)).toEqual([]);
    const before = client.rounds.get(user) ?? 0;
    await client.change(lib, 'def third(x) = x / 3\n');
    await client.until(() => (client?.rounds.get(user) ?? 0) > before);
    expect(briefly(client.published.get(user)?.diagnostics ?? [])[0]).toMatch(/FB2/);
    expect(uriIn(project.path, 'factors/user.factor')).toBe(user);
  });
});
