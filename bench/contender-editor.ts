/** From a key to the findings that it gives: what someone who types waits for. */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  createProtocolConnection,
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  PublishDiagnosticsNotification,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import type { Contender } from './contender.ts';
import { COMMAND } from './event-contenders.ts';
import { peakRssMib, timesOf } from './measure.ts';
import { inRepository } from './repository.ts';

/** Folders with the 27 factors, the functions that they share, and their set. */
const FOLDERS = ['factors', 'factors/minute', 'factors/trade', 'factors/order', 'factors/lib'] as const;

/**
 * The built language server with the files of all 27 factors open. Each run types a letter at the end of one of them, and takes it back the next time; it ends when
 * the findings of that version have come over the pipe. The client is this process.
 */
export const keystroke: Contender = async ({ warmups }) => {
  const files = FOLDERS.flatMap((folder) => readdirSync(inRepository(folder)).filter((name) => name.endsWith('.factor')).map((name) => inRepository(join(folder, name))));
  const child = spawn(process.execPath, [COMMAND, 'lsp', '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const connection = createProtocolConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
  let came: (key: string) => void = () => undefined;
  connection.onNotification(PublishDiagnosticsNotification.type, ({ uri, version }) => { came(`${uri} ${String(version)}`); });
  const findingsOf = (uri: string, version: number): Promise<void> => new Promise((resolve) => (came = (key) => { if (key === `${uri} ${String(version)}`) resolve(); }));
  connection.listen();
  await connection.sendRequest(InitializeRequest.method, { processId: process.pid, capabilities: {}, workspaceFolders: [{ uri: pathToFileURL(inRepository()).href, name: 'fullband' }] });
  await connection.sendNotification(InitializedNotification.type, {});
  const documents = files.map((file) => ({ uri: pathToFileURL(file).href, text: readFileSync(file, 'utf8'), version: 1 }));
  for (const { uri, text, version } of documents) {
    const come = findingsOf(uri, version);
    await connection.sendNotification(DidOpenTextDocumentNotification.type, { textDocument: { uri, languageId: 'fullband', version, text } });
    await come;
  }
  let key = 0;
  const all = await timesOf(
    async () => {
      const document = documents[key++ % documents.length];
      if (document === undefined) throw new Error('no file is open');
      // The letter stands in the last expression of the file, before its closing brace.
      const place = Math.max(0, document.text.trimEnd().length - 1);
      const before = document.text.slice(0, place).split('\n');
      const position = { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
      const isTyped = document.version % 2 === 0;
      const change = { range: { start: position, end: { line: position.line, character: position.character + (isTyped ? 1 : 0) } }, text: isTyped ? '' : 'x' };
      const come = findingsOf(document.uri, ++document.version);
      await connection.sendNotification(DidChangeTextDocumentNotification.type, { textDocument: { uri: document.uri, version: document.version }, contentChanges: [change] });
      await come;
    },
    { runs: 8 * documents.length, warmups: 2 * warmups * documents.length },
  );
  await connection.sendRequest(ShutdownRequest.type);
  await connection.sendNotification(ExitNotification.type);
  return { times: { all }, values: null, recomputed: null, device: null, peakRssMib: peakRssMib() };
};
