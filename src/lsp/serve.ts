/** The language server: a conversation over two streams, from `initialize` to `exit`. */
import type { Readable, Writable } from 'node:stream';
import { createConnection, DidChangeConfigurationNotification, TextDocuments, TextDocumentSyncKind, type InitializeParams, type InitializeResult } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { fullbandVersion } from '../runtime/version.ts';
import { EXPLAIN, TEST } from './command-names.ts';
import { registerCommands } from './commands.ts';
import { COMPLETION_TRIGGERS, registerCompletion, SIGNATURE_TRIGGERS } from './completion.ts';
import { Diagnostics } from './diagnostics.ts';
import { FIX_ALL, registerEdits } from './edits.ts';
import { registerNavigation } from './navigation.ts';
import { registerOutline } from './outline.ts';
import type { Program } from './quick-test.ts';
import { LEGEND, registerSemanticTokens } from './semantic-tokens.ts';
import { Session } from './session.ts';
import { settingsFrom } from './settings.ts';
import { filesChanged, watchFiles } from './watched-files.ts';

export interface ServeRequest {
  readonly input: Readable;
  readonly output: Writable;
  readonly program: Program;
}

/** Serves one client. The connection ends the process: with 0 after `shutdown` and `exit`, with 1 if the client is gone without. */
export function serve({ input, output, program }: ServeRequest): void {
  const connection = createConnection(input, output);
  const documents = new TextDocuments(TextDocument);
  const session = new Session(connection, documents);
  const diagnostics = new Diagnostics(session);
  /** Nothing that a client tells ends the server. */
  const telling = <P>(what: string, act: (parameters: P) => void | Promise<void>) => async (parameters: P): Promise<void> => {
    try {
      await act(parameters);
    } catch (error) {
      session.report(what, error);
    }
  };

  for (const event of ['unhandledRejection', 'uncaughtException'] as const) process.on(event, (error: unknown) => { session.report(event, error); });
  // The connection ends the process as well when the client is gone without a word.
  process.once('exit', () => { session.ended.abort(); });
  connection.onInitialize((parameters) => initialized(session, parameters));
  connection.onInitialized(
    telling('initialized', async () => {
      if (session.capabilities.workspace?.workspaceFolders === true) {
        connection.workspace.onDidChangeWorkspaceFolders(
          telling('workspace folders', async () => {
            session.projects.setFolders(((await connection.workspace.getWorkspaceFolders()) ?? []).map(({ uri }) => uri));
            session.restart();
            for (const document of documents.all()) diagnostics.changed(document.uri);
          }),
        );
      }
      await watchFiles(session);
      if (session.capabilities.workspace?.didChangeConfiguration?.dynamicRegistration === true) await connection.client.register(DidChangeConfigurationNotification.type, { section: 'fullband' });
      await readSettings(session, null);
    }),
  );
  connection.onShutdown(() => {
    session.isShutDown = true;
    session.ended.abort();
  });
  connection.onDidChangeConfiguration(telling('configuration', ({ settings }) => readSettings(session, settings)));
  connection.onDidChangeWatchedFiles(telling('watched files', (changes) => { filesChanged(session, diagnostics, changes); }));
  documents.onDidChangeContent(
    telling('a change', ({ document }) => {
      session.opened(document);
      diagnostics.changed(document.uri);
    }),
  );
  documents.onDidSave(
    telling('a save', ({ document }) => {
      // A client that does not watch files tells at least of its own.
      for (const { project, path } of session.projects.around(document.uri)) project.workspace.invalidate(path);
      diagnostics.changed(document.uri);
    }),
  );
  documents.onDidClose(
    telling('a closed document', ({ document }) => {
      const asked = session.asked(document.uri);
      session.closed(document.uri);
      diagnostics.closed(document.uri);
      if (asked !== null) diagnostics.changedAround(asked.project);
    }),
  );
  registerCompletion(session);
  registerNavigation(session);
  registerOutline(session);
  registerSemanticTokens(session);
  registerEdits(session);
  registerCommands(session, program);
  documents.listen(connection);
  connection.listen();
}

function initialized(session: Session, parameters: InitializeParams): InitializeResult {
  const { capabilities, workspaceFolders } = parameters;
  const options: unknown = parameters.initializationOptions;
  session.capabilities = capabilities;
  session.settings = settingsFrom(options, session.settings);
  // Older clients know one root only.
  const rootUri: unknown = Reflect.get(parameters, 'rootUri');
  session.projects.setFolders(workspaceFolders?.map(({ uri }) => uri) ?? (typeof rootUri === 'string' ? [rootUri] : []));
  return {
    serverInfo: { name: 'fullband', version: fullbandVersion() },
    capabilities: {
      positionEncoding: 'utf-16',
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: { includeText: false } },
      completionProvider: { triggerCharacters: [...COMPLETION_TRIGGERS] },
      hoverProvider: true,
      signatureHelpProvider: { triggerCharacters: [...SIGNATURE_TRIGGERS] },
      definitionProvider: true,
      referencesProvider: true,
      renameProvider: { prepareProvider: true },
      documentSymbolProvider: true,
      workspaceSymbolProvider: true,
      foldingRangeProvider: true,
      documentFormattingProvider: true,
      inlayHintProvider: true,
      codeLensProvider: { resolveProvider: false },
      codeActionProvider: { codeActionKinds: ['quickfix', FIX_ALL] },
      semanticTokensProvider: { legend: LEGEND, full: true, range: true },
      executeCommandProvider: { commands: [EXPLAIN, TEST] },
      workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
    },
  };
}

/** Settings as the client sends them along, or as it answers when asked. */
async function readSettings(session: Session, sent: unknown): Promise<void> {
  const pushed: unknown = typeof sent === 'object' && sent !== null ? Reflect.get(sent, 'fullband') : null;
  session.settings = settingsFrom(pushed, session.settings);
  if (session.capabilities.workspace?.configuration !== true) return;
  const pulled: unknown = await session.connection.workspace.getConfiguration('fullband');
  session.settings = settingsFrom(pulled, session.settings);
}
