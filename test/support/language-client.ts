/** An editor that speaks with the built language server over its standard input and output. */
import { type ChildProcess, spawn } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import {
  createProtocolConnection,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  LogMessageNotification,
  type ClientCapabilities,
  type Diagnostic,
  type InitializeResult,
  type Position,
  type ProtocolConnection,
  PublishDiagnosticsNotification,
  type Range,
  ShowMessageNotification,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { commandFile } from './cli.ts';

/** What the editors in docs/editors.md are capable of, as far as the server asks. */
export const CAPABILITIES: ClientCapabilities = {
  textDocument: { completion: { completionItem: { snippetSupport: true } }, publishDiagnostics: { versionSupport: true } },
  workspace: { workspaceFolders: true, workspaceEdit: { documentChanges: true } },
};

export interface ClientOptions {
  /** Folders of the workspace; none by default. */
  readonly folders?: readonly string[];
  readonly capabilities?: ClientCapabilities;
  readonly initializationOptions?: unknown;
  readonly args?: readonly string[];
  /** What is started in the place of the command. */
  readonly file?: string;
}

/** Findings of one version of a document. */
interface Published {
  readonly version: number;
  readonly diagnostics: readonly Diagnostic[];
}

export class LanguageClient {
  readonly published = new Map<string, Published>();
  /** How often findings of a document came. */
  readonly rounds = new Map<string, number>();
  /** What the server logged and said to the user. */
  readonly logged: string[] = [];
  readonly said: string[] = [];
  readonly exited: Promise<number | null>;
  initialized: InitializeResult = { capabilities: {} };
  private readonly documents = new Map<string, TextDocument>();
  private readonly waiting = new Set<() => void>();

  private constructor(readonly process: ChildProcess, readonly connection: ProtocolConnection) {
    this.exited = new Promise((resolve) => process.on('exit', resolve));
    connection.onNotification(PublishDiagnosticsNotification.type, ({ uri, version, diagnostics }) => {
      this.published.set(uri, { version: version ?? -1, diagnostics });
      this.rounds.set(uri, (this.rounds.get(uri) ?? 0) + 1);
      for (const look of this.waiting) look();
    });
    connection.onNotification(LogMessageNotification.type, ({ message }) => void this.logged.push(message));
    connection.onNotification(ShowMessageNotification.type, ({ message }) => void this.said.push(message));
  }

  static async start({ folders = [], capabilities = CAPABILITIES, initializationOptions, args = ['--stdio'], file = commandFile() }: ClientOptions = {}): Promise<LanguageClient> {
    const child = spawn(process.execPath, [file, 'lsp', ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
    const connection = createProtocolConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
    const client = new LanguageClient(child, connection);
    connection.listen();
    client.initialized = await connection.sendRequest<InitializeResult>(InitializeRequest.method, {
      processId: process.pid,
      capabilities,
      workspaceFolders: folders.map((folder) => ({ uri: pathToFileURL(folder).href, name: folder })),
      ...(initializationOptions === undefined ? {} : { initializationOptions }),
    });
    await connection.sendNotification(InitializedNotification.type, {});
    return client;
  }

  /** Opens a text under a path or a URI; returns the URI. */
  async open(path: string, text: string, languageId = path.endsWith('.yaml') ? 'yaml' : 'fullband'): Promise<string> {
    const uri = /^[a-z]+:/.test(path) ? path : pathToFileURL(path).href;
    this.documents.set(uri, TextDocument.create(uri, languageId, 1, text));
    await this.connection.sendNotification(DidOpenTextDocumentNotification.type, { textDocument: { uri, languageId, version: 1, text } });
    return uri;
  }

  /** Replaces a part of a document, or all of it. */
  async change(uri: string, text: string, range?: Range): Promise<void> {
    const document = this.document(uri);
    const change = range === undefined ? { text } : { range, text };
    const next = TextDocument.update(document, [change], document.version + 1);
    this.documents.set(uri, next);
    await this.connection.sendNotification(DidChangeTextDocumentNotification.type, { textDocument: { uri, version: next.version }, contentChanges: [change] });
  }

  async close(uri: string): Promise<void> {
    this.documents.delete(uri);
    await this.connection.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri } });
  }

  document(uri: string): TextDocument {
    const document = this.documents.get(uri);
    if (document === undefined) throw new Error(`${uri} is not open`);
    return document;
  }

  text(uri: string): string {
    return this.document(uri).getText();
  }

  /** Where a piece of a document stands, or its end. */
  at(uri: string, piece: string, side: 'start' | 'end' = 'start'): Position {
    const index = this.text(uri).indexOf(piece);
    if (index < 0) throw new Error(`${piece} is not in ${uri}`);
    return this.document(uri).positionAt(side === 'start' ? index : index + piece.length);
  }

  /** Parameters of a request about a place. */
  place(uri: string, piece: string, side: 'start' | 'end' = 'start'): { textDocument: { uri: string }; position: Position } {
    return { textDocument: { uri }, position: this.at(uri, piece, side) };
  }

  /** The findings of a document as it is now. */
  async diagnostics(uri: string): Promise<readonly Diagnostic[]> {
    const { version } = this.document(uri);
    await this.until(() => this.published.get(uri)?.version === version);
    return this.published.get(uri)?.diagnostics ?? [];
  }

  /** Waits until something holds, which is looked at whenever findings come. */
  async until(holds: () => boolean, limitMs = 20_000): Promise<void> {
    if (holds()) return;
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => { end(() => { reject(new Error(`it did not come about in ${String(limitMs)} ms; the server logged: ${this.logged.join('\n')}`)); }); }, limitMs);
      const look = (): void => {
        if (holds()) end(resolve);
      };
      const end = (then: () => void): void => {
        clearTimeout(timer);
        this.waiting.delete(look);
        then();
      };
      this.waiting.add(look);
    });
  }

  /** Ends the server as the protocol says; its exit code. */
  async stop(): Promise<number | null> {
    await this.connection.sendRequest(ShutdownRequest.type);
    await this.connection.sendNotification(ExitNotification.type);
    const code = await this.exited;
    this.connection.dispose();
    return code;
  }
}

/** Codes and places of findings, as `line:column CODE`, from 1. */
export function briefly(diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics.map(({ range: { start }, code }) => `${String(start.line + 1)}:${String(start.character + 1)} ${String(code)}`);
}

/** URI of a file below a folder. */
export function uriIn(folder: string, path: string): string {
  return pathToFileURL(join(folder, path)).href;
}
