/** The language server's process, and the conversation with it. */
import { commands, window, workspace, type LogOutputChannel } from 'vscode';
import { LanguageClient, TransportKind, type LanguageClientOptions, type ServerOptions } from 'vscode-languageclient/node';
import { findCommand } from './find-command.ts';
import { serverLaunch } from './launch.ts';
import type { ShownTexts } from './shown-texts.ts';

/** What `fullband.explain` and `fullband.test` answer. */
interface CommandResult {
  readonly title: string;
  readonly text: string;
  readonly report: string | null;
}

/** Makes a client that is not started yet. @param onReport opens the page of a test */
export function makeClient(output: LogOutputChannel, texts: ShownTexts, onReport: (file: string) => Promise<void>): LanguageClient {
  const settings = workspace.getConfiguration('fullband');
  const folders = (workspace.workspaceFolders ?? []).flatMap(({ uri }) => (uri.scheme === 'file' ? [uri.fsPath] : []));
  const { command, args, shell } = serverLaunch(findCommand(settings.get('command', ''), folders), process.platform);
  const cwd = folders[0];
  const server: ServerOptions = {
    command,
    args,
    transport: TransportKind.stdio,
    options: { ...(cwd === undefined ? {} : { cwd }), shell },
  };
  const options: LanguageClientOptions = {
    documentSelector: [
      { language: 'fullband', scheme: 'file' },
      { language: 'fullband', scheme: 'untitled' },
      { scheme: 'file', pattern: '**/experiments/**/*.{yaml,yml}' },
    ],
    initializationOptions: { store: settings.get('store', 'store'), showsTexts: true },
    outputChannel: output,
    middleware: {
      async executeCommand(command, args, next) {
        const result: unknown = await next(command, args);
        if (isResult(result)) {
          await texts.show(result.title, result.text);
          if (result.report !== null) await onReport(result.report);
        }
        return result;
      },
    },
  };
  return new LanguageClient('fullband', 'fullband', server, options);
}

function isResult(value: unknown): value is CommandResult {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, 'title') === 'string' && typeof Reflect.get(value, 'text') === 'string';
}

/** Starts a client; a command that is not there is told of once, with what to do. */
export async function startClient(client: LanguageClient): Promise<void> {
  try {
    await client.start();
  } catch (error) {
    const chosen = await window.showErrorMessage(`fullband's language server did not start: ${error instanceof Error ? error.message : String(error)}. Install fullband in this workspace, or name its command in the setting fullband.command.`, 'Open Settings', 'Show Output');
    if (chosen === 'Show Output') client.outputChannel.show();
    if (chosen === 'Open Settings') await commands.executeCommand('workbench.action.openSettings', 'fullband.command');
  }
}
