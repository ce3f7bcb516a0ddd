/** A project that is edited at random: the server lives on, and in the end says what a fresh check of the same files says. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CodeActionRequest, CompletionRequest, DefinitionRequest, DocumentFormattingRequest, DocumentSymbolRequest, FoldingRangeRequest, HoverRequest, InlayHintRequest, LSPErrorCodes, PrepareRenameRequest, ReferencesRequest, RenameRequest, ResponseError, SemanticTokensRequest, SignatureHelpRequest, type Diagnostic } from 'vscode-languageserver/node';
import { randomSource } from '../../scripts/intraday.mjs';
import { fullband } from '../support/cli.ts';
import { LanguageClient, uriIn } from '../support/language-client.ts';
import { ROOT } from '../support/sources.ts';

const EDITS = process.env.FULLBAND_TEST === 'full' ? 1000 : 200;
/** Every so many edits the findings are compared. */
const CHECKED_EVERY = EDITS / 4;

const PIECES = ['(', ')', '{', '}', ',', '"', '#', '///', '\n', '\r\n', '\r', ' ', '..', '.', '=', '==', 'factor ', 'from ', 'minute', 'let x = ', 'value ', 'use "', 'sum(', 'window=', 'late', 'ret', 'def f(a) = ', '占比', '😀', '30%', '09:30', '5d', '-', ': ', '- ', '[', ']', '*', '&', '\t', 'set s { ', 'model m { ', '\u2028', '\ufffe', '１'];

let folder: string;
let client: LanguageClient;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fullband-lsp-'));
  writeFileSync(join(folder, 'fullband.yaml'), '');
  for (const name of ['factors', 'models', 'experiments']) cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  client = await LanguageClient.start({ folders: [folder] });
});
afterAll(async () => {
  expect(await client.stop()).toBe(0);
  rmSync(folder, { recursive: true, force: true });
});

test(`${String(EDITS)} random edits leave the server alive and as wise as a fresh check`, async () => {
  const source = randomSource(20261130);
  const random = (): number => source.uniform();
  const below = (n: number): number => source.integer(0, n - 1);
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => /\.(?:factor|model)$|experiments.*\.yaml$/.test(path)).sort();
  const uris: string[] = [];
  for (const path of paths) uris.push(await client.open(join(folder, path), readFileSync(join(folder, path), 'utf8')));
  const refusals: Promise<unknown>[] = [];
  for (let edit = 1; edit <= EDITS; edit++) {
    const uri = uris[below(uris.length)] ?? '';
    const document = client.document(uri);
    const text = document.getText();
    const [from, length] = [below(text.length + 1), random() < 0.5 ? 0 : below(random() < 0.1 ? 200 : 6)];
    const span = { start: wholeFrom(text, from), end: wholeFrom(text, Math.min(text.length, from + length)) };
    const piece = random() < 0.7 ? (PIECES[below(PIECES.length)] ?? '') : '';
    const range = { start: document.positionAt(span.start), end: document.positionAt(span.end) };
    await client.change(uri, piece, range);
    refusals.push(askedAt(uri, below(13)).then(() => null, (error: unknown) => (error instanceof ResponseError ? error.code : error)));
    if (edit % CHECKED_EVERY === 0) await compare(uris);
  }
  // Every request was answered, or refused with a sentence: what cannot be renamed.
  expect(new Set(await Promise.all(refusals))).toEqual(new Set([null, LSPErrorCodes.RequestFailed]));
  expect(client.process.exitCode).toBeNull();
  expect(client.logged).toEqual([]);
}, 600_000);

/** A place that parts no two halves of one character, nor the two of a line break. */
function wholeFrom(text: string, at: number): number {
  return /[\udc00-\udfff]/.test(text.charAt(at)) || (text.charAt(at) === '\n' && text.charAt(at - 1) === '\r') ? at - 1 : at;
}

/** A request at the end of what was typed. */
function askedAt(uri: string, which: number): Promise<unknown> {
  const document = client.document(uri);
  const textDocument = { uri };
  const position = document.positionAt(Math.floor(document.getText().length / 2));
  const range = { start: { line: 0, character: 0 }, end: document.positionAt(document.getText().length) };
  const { connection } = client;
  switch (which) {
    case 0: return connection.sendRequest(CompletionRequest.type, { textDocument, position });
    case 1: return connection.sendRequest(HoverRequest.type, { textDocument, position });
    case 2: return connection.sendRequest(SignatureHelpRequest.type, { textDocument, position });
    case 3: return connection.sendRequest(DefinitionRequest.type, { textDocument, position });
    case 4: return connection.sendRequest(ReferencesRequest.type, { textDocument, position, context: { includeDeclaration: true } });
    case 5: return connection.sendRequest(PrepareRenameRequest.type, { textDocument, position });
    case 6: return connection.sendRequest(RenameRequest.type, { textDocument, position, newName: 'renamed' });
    case 7: return connection.sendRequest(DocumentSymbolRequest.type, { textDocument });
    case 8: return connection.sendRequest(SemanticTokensRequest.type, { textDocument });
    case 9: return connection.sendRequest(FoldingRangeRequest.type, { textDocument });
    case 10: return connection.sendRequest(DocumentFormattingRequest.type, { textDocument, options: { tabSize: 2, insertSpaces: true } });
    case 11: return connection.sendRequest(InlayHintRequest.type, { textDocument, range });
    default: return connection.sendRequest(CodeActionRequest.type, { textDocument, range, context: { diagnostics: [] } });
  }
}

interface Said {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
}

function inOrder(lines: readonly string[]): readonly string[] {
  return [...lines].sort();
}

async function compare(uris: readonly string[]): Promise<void> {
  for (const uri of uris) writeFileSync(fileURLToPath(uri), client.text(uri));
  const { code, stdout, stderr } = await fullband(['check', '--json'], { cwd: folder });
  expect([0, 3], stderr).toContain(code);
  const found = JSON.parse(stdout) as readonly Said[];
  // What was changed last may not have been checked with all that it rests on.
  const expected = new Map(uris.map((uri) => [uri, inOrder(found.filter(({ file }) => uriIn(folder, file) === uri).map(lineOfFinding))]));
  const agrees = (uri: string): boolean => JSON.stringify(inOrder(client.published.get(uri)?.diagnostics.map(lineOfDiagnostic) ?? [])) === JSON.stringify(expected.get(uri));
  for (const uri of uris) await client.diagnostics(uri);
  await client.until(() => uris.every(agrees), 5_000).catch(() => undefined);
  for (const uri of uris) expect(inOrder(client.published.get(uri)?.diagnostics.map(lineOfDiagnostic) ?? []), `${uri}\n${client.text(uri)}`).toEqual(expected.get(uri));
}

function lineOfFinding({ line, column, endLine, endColumn, code, message, hint }: Said): string {
  return `${String(line)}:${String(column)}-${String(endLine)}:${String(endColumn)} ${code} ${message}${hint === null ? '' : `\nhint: ${hint}`}`;
}

function lineOfDiagnostic({ range: { start, end }, code, message }: Diagnostic): string {
  return `${String(start.line + 1)}:${String(start.character + 1)}-${String(end.line + 1)}:${String(end.character + 1)} ${String(code)} ${typeof message === 'string' ? message : message.value}`;
}
