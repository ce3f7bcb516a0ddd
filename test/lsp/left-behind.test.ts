/** What a conversation leaves behind: no folder, and no process. */
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { ExecuteCommandRequest, ShowDocumentRequest } from 'vscode-languageserver/node';
import { commandFile, folderWith } from '../support/cli.ts';
import { CAPABILITIES, LanguageClient } from '../support/language-client.ts';

const GOOD = '/// A factor.\nfactor a {\n  from minute\n  direction +1\n  value mean(ret)\n}\n';
const project = folderWith({ 'fullband.yaml': '', 'factors/a.factor': GOOD });
mkdirSync(join(project.path, 'store'));
afterAll(() => {
  project.remove();
});

/** Opens the factor with a client that shows documents; the files that it was asked to show. */
async function showing(): Promise<{ readonly client: LanguageClient; readonly uri: string; readonly shown: string[] }> {
  const client = await LanguageClient.start({ folders: [project.path], capabilities: { ...CAPABILITIES, window: { showDocument: { support: true } } } });
  const shown: string[] = [];
  client.connection.onRequest(ShowDocumentRequest.type, ({ uri }) => {
    shown.push(fileURLToPath(uri));
    return { success: true };
  });
  return { client, shown, uri: await client.open(join(project.path, 'factors/a.factor'), GOOD) };
}

const explain = (uri: string, name: string | null): { command: string; arguments: unknown[] } => ({ command: 'fullband.explain', arguments: [uri, name] });

describe('texts that a client shows', () => {
  test('lie in one folder, which ends with the server', async () => {
    const { client, uri, shown } = await showing();
    for (const name of ['a', null]) await client.connection.sendRequest(ExecuteCommandRequest.type, explain(uri, name));
    const [first = '', second = ''] = shown;
    expect(basename(first)).toBe('explain-a.txt');
    expect(dirname(second)).toBe(dirname(first));
    expect(existsSync(first)).toBe(true);
    expect(await client.stop()).toBe(0);
    expect(existsSync(dirname(first))).toBe(false);
  });

  test.skipIf(process.platform === 'win32')('that a killed server left are removed by the next', async () => {
    const killed = await showing();
    await killed.client.connection.sendRequest(ExecuteCommandRequest.type, explain(killed.uri, 'a'));
    killed.client.process.kill('SIGKILL');
    await killed.client.exited;
    killed.client.connection.dispose();
    const name = basename(dirname(killed.shown[0] ?? ''));
    expect(readdirSync(tmpdir())).toContain(name);
    const next = await showing();
    await next.client.connection.sendRequest(ExecuteCommandRequest.type, explain(next.uri, 'a'));
    expect(readdirSync(tmpdir())).not.toContain(name);
    expect(await next.client.stop()).toBe(0);
  });
});

/** The language server of the command, and tests that run until somebody ends them. */
const ENDLESS = `import { writeFileSync } from 'node:fs';
if (process.argv[2] === 'lsp') await import(process.env.FULLBAND_MAIN);
else {
  process.on('SIGTERM', () => { writeFileSync('ended', ''); process.exit(1); });
  setInterval(() => undefined, 1000);
  writeFileSync('running', '');
}
`;

describe.skipIf(process.platform === 'win32')('a test that runs', () => {
  test.each<readonly [string, (client: LanguageClient) => Promise<unknown>]>([
    ['shutdown and exit', (client) => client.stop()],
    ['a client that is gone without a word', (client) => { client.process.stdin?.end(); return client.exited; }],
    ['a signal', (client) => { client.process.kill('SIGTERM'); return client.exited; }],
  ])('ends with %s', async (_, end) => {
    const folder = folderWith({ 'fullband.yaml': '', 'a.factor': GOOD, 'endless.mjs': ENDLESS });
    mkdirSync(join(folder.path, 'store'));
    vi.stubEnv('FULLBAND_MAIN', commandFile());
    const client = await LanguageClient.start({ folders: [folder.path], file: join(folder.path, 'endless.mjs') });
    vi.unstubAllEnvs();
    const uri = await client.open(join(folder.path, 'a.factor'), GOOD);
    // It has no answer when the server ends.
    client.connection.sendRequest(ExecuteCommandRequest.type, { command: 'fullband.test', arguments: [uri, 'a'] }).catch(() => null);
    await expect.poll(() => existsSync(join(folder.path, 'running')), { timeout: 10_000 }).toBe(true);
    await end(client);
    await expect.poll(() => existsSync(join(folder.path, 'ended')), { timeout: 10_000 }).toBe(true);
    client.connection.dispose();
    folder.remove();
  });
});
