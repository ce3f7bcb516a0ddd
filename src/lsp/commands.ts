/** Commands that the client has executed: explain, and test. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { MessageType, ShowDocumentRequest, ShowMessageNotification, type CancellationToken, type ExecuteCommandParams } from 'vscode-languageserver/node';
import { EXPLAIN, TEST } from './command-names.ts';
import { explainText } from './explain.ts';
import { testFactor, type Program } from './quick-test.ts';
import { INVALID_PARAMETERS, refusal, type Asked, type Session } from './session.ts';

/** What a command answers; clients that do not know it show the file that the server asks them to. */
export interface CommandResult {
  readonly title: string;
  readonly text: string;
  /** A page to open in a browser; null if there is none. */
  readonly report: string | null;
}

export function registerCommands(session: Session, program: Program): void {
  session.connection.onExecuteCommand(
    session.answering('command', null, async ({ command, arguments: given = [] }: ExecuteCommandParams, token): Promise<CommandResult | null> => {
      const [uri, name] = given as readonly unknown[];
      if (command !== EXPLAIN && command !== TEST) throw refusal(`there is no command ${command}`, INVALID_PARAMETERS);
      const asked = typeof uri === 'string' ? session.asked(uri) : null;
      if (asked?.kind !== 'source') throw refusal(`${command} takes the URI of a .factor or .model file, and the name of a factor or model in it`, INVALID_PARAMETERS);
      const meant = typeof name === 'string' ? name : null;
      const result = command === EXPLAIN ? { title: `explain ${meant ?? asked.path}`, text: await explainText(asked, meant), report: null } : await test(session, asked, meant, program, token);
      if (!session.settings.showsTexts) await show(session, result);
      return result;
    }),
  );
}

async function test(session: Session, asked: Asked, name: string | null, program: Program, token: CancellationToken): Promise<CommandResult> {
  const { root } = asked.project;
  if (name === null) throw refusal(`${TEST} takes the name of a factor`, INVALID_PARAMETERS);
  if (root === null) throw refusal('Save the file in a project first: a test reads it from the disk.');
  const unsaved = asked.project.unsaved(asked.path);
  if (unsaved.length > 0) throw refusal(`Save ${unsaved.map((path) => (path === asked.path ? 'the file' : path)).join(', ')} first: a test reads from the disk.`);
  if (!asked.project.workspace.checked(asked.path).result.factors.some((factor) => factor.name === name && factor.path === asked.path)) throw refusal(`${name} is not tested: it is no factor, or it has findings. Models are tested by an experiment: fullband run.`);
  const controller = new AbortController();
  token.onCancellationRequested(() => { controller.abort(); });
  const signal = AbortSignal.any([controller.signal, session.ended.signal]);
  const progress = await session.connection.window.createWorkDoneProgress();
  progress.begin(`Testing ${name}`, undefined, `on ${session.settings.store}`, false);
  try {
    const { hasPassed, text, report } = await testFactor({ program, root, path: asked.path, name, store: session.settings.store, signal });
    await say(session, hasPassed ? MessageType.Info : MessageType.Warning, hasPassed ? `${name} is tested; the report is ${report ?? ''}` : `The test of ${name} did not end well: ${lastLine(text)}`);
    return { title: `test ${name}`, text, report };
  } finally {
    progress.done();
  }
}

/** A message that wants no answer; asking for one fails where the client cannot ask. */
async function say({ connection }: Session, type: MessageType, message: string): Promise<void> {
  await connection.sendNotification(ShowMessageNotification.type, { type, message });
}

function lastLine(text: string): string {
  return text.trimEnd().split('\n').at(-1)?.trim() ?? '';
}

/** Has the client open a text, where it can; a client that cannot has it in the answer. */
async function show(session: Session, { title, text }: CommandResult): Promise<void> {
  if (session.capabilities.window?.showDocument?.support !== true) return;
  const file = join(await session.texts.folder(), `${title.replace(/[^\p{L}\p{N}_.-]+/gu, '-')}.txt`);
  await writeFile(file, `${text}\n`);
  await session.connection.sendRequest(ShowDocumentRequest.type, { uri: pathToFileURL(file).href, takeFocus: true });
}
