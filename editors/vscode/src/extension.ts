/** Starts the language server of a workspace and adds the commands of the palette. */
import { commands, env, Uri, window, workspace, type ExtensionContext } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { findCommand } from './find-command.ts';
import { studioLaunch } from './launch.ts';
import { makeClient, startClient } from './server.ts';
import { ShownTexts } from './shown-texts.ts';
import { symbolAt } from './symbol-at.ts';

let client: LanguageClient | null = null;

export async function activate(context: ExtensionContext): Promise<void> {
  const output = window.createOutputChannel('fullband', { log: true });
  const texts = new ShownTexts();
  const start = async (): Promise<void> => {
    // The server is a program of the workspace: commands and settings start it no sooner than trust does.
    if (!workspace.isTrusted) return;
    client = makeClient(output, texts, openReport);
    await startClient(client);
  };
  const restart = async (): Promise<void> => {
    await deactivate();
    await start();
  };
  context.subscriptions.push(
    output,
    texts,
    commands.registerCommand('fullband.explainHere', () => askHere('fullband.explain')),
    commands.registerCommand('fullband.testHere', () => askHere('fullband.test')),
    commands.registerCommand('fullband.restartServer', restart),
    commands.registerCommand('fullband.openStudio', openStudio),
    workspace.onDidChangeConfiguration(async (change) => {
      if (change.affectsConfiguration('fullband.command')) await restart();
    }),
    workspace.onDidGrantWorkspaceTrust(start),
  );
  await start();
}

export async function deactivate(): Promise<void> {
  const running = client;
  client = null;
  // A client that never started has nothing to stop.
  if (running?.isRunning() === true) await running.stop();
  await running?.dispose();
}

/** Has the server execute a command of its own on what the cursor is in. */
async function askHere(command: 'fullband.explain' | 'fullband.test'): Promise<void> {
  const editor = window.activeTextEditor;
  if (editor?.document.languageId !== 'fullband') return;
  const name = await symbolAt(editor.document.uri, editor.selection.active);
  if (name === null) {
    await window.showInformationMessage('Put the cursor into a factor or model first.');
    return;
  }
  // A test reads the file from the disk.
  if (command === 'fullband.test') await editor.document.save();
  await commands.executeCommand(command, editor.document.uri.toString(), name);
}

async function openReport(file: string): Promise<void> {
  await env.openExternal(Uri.file(file));
}

function openStudio(): void {
  if (!workspace.isTrusted) return;
  const [folder] = workspace.workspaceFolders ?? [];
  const command = findCommand(workspace.getConfiguration('fullband').get('command', ''), folder === undefined ? [] : [folder.uri.fsPath]);
  const terminal = window.createTerminal({ name: 'fullband studio', ...studioLaunch(command, process.platform), ...(folder === undefined ? {} : { cwd: folder.uri }) });
  terminal.show();
}
