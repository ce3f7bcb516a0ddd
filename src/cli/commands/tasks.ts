import { resolve } from 'node:path';
import { Option } from 'commander';
import type { QueueCounts, QueueState } from '../../runtime/cluster/queue-state.ts';
import { UsageError } from '../exit.ts';
import { COMMAND } from '../invocation.ts';
import { plural } from '../../runtime/plural.ts';
import { Progress, describeDuration } from '../progress.ts';
import { type Register, type Session, examples } from '../session.ts';
import { loadForRun, storeOfRun, type ExperimentFlags } from '../experiment-flags.ts';
import { shardsOption } from '../options.ts';
import { shellWord } from '../../runtime/shell-word.ts';
import { textTable } from '../text-table.ts';

interface TasksFlags extends ExperimentFlags {
  readonly queue?: string;
  readonly shards: number;
  readonly clear?: boolean;
  readonly force?: boolean;
}

export const registerTasks: Register = (program, session) => {
  program
    .command('tasks')
    .summary("an experiment's tasks for any scheduler, or the state of a queue")
    .description(
      'Prints what is missing of the values of an experiment as tasks, one shell line each: for Slurm arrays, Kubernetes Jobs, Ray or xargs. They may run in\n' +
        'any order, at the same time and more than once. When they are done, `fullband run` finds every value in the store.\n' +
        'With --queue alone it prints what the queue holds: what waits, who works at what and for how long, what failed and why;\n' +
        'with --clear as well it empties the queue.',
    )
    .argument('[EXPERIMENT.yaml]', 'the experiment')
    .addOption(new Option('--store <DIR>', 'the store, in place of data.store; it may lie anywhere'))
    .addOption(new Option('--set <PATH=VALUE>', 'a value in place of what the file says; may be repeated').argParser((text: string, before: readonly string[]) => [...before, text]).default([], 'none'))
    .addOption(shardsOption())
    .addOption(new Option('--queue <URL>', 'print the state of this queue; needs no experiment'))
    .addOption(new Option('--clear', 'remove all tasks from the queue, and say how many; values in the store stay'))
    .addOption(new Option('--force', 'with --clear: remove tasks that are at work too'))
    .addOption(new Option('--json', 'print tasks, findings, the state of a queue or what was removed as JSON'))
    .addHelpText(
      'after',
      examples(
        ['fullband tasks experiments/quickstart.yaml > tasks.txt', 'one line for each date and group of factors'],
        ["tr '\\n' '\\0' < tasks.txt | xargs -0 -P 4 -I{} sh -c '{}'", 'four at a time on this machine'],
        ['fullband tasks --queue redis://localhost:6379', 'what the queue holds'],
        ['fullband tasks --queue redis://localhost:6379 --clear', 'nothing any more'],
      ),
    )
    .action((file: string | undefined, flags: TasksFlags) => {
      if (file !== undefined && flags.queue !== undefined) throw new UsageError('An experiment and --queue are two questions: leave one out.');
      if (flags.clear === true && flags.queue === undefined) throw new UsageError('--clear needs --queue: the queue that is to be emptied.');
      if (flags.force === true && flags.clear !== true) throw new UsageError('--force goes with --clear.');
      if (flags.queue !== undefined) return flags.clear === true ? emptyQueue(flags.queue, flags, session) : tellQueue(flags.queue, flags.json === true, session);
      if (file === undefined) throw new UsageError('An experiment is missing, such as experiments/quickstart.yaml; or --queue, for the state of a queue.');
      return printTasks(file, flags, session);
    });
};

async function printTasks(file: string, flags: TasksFlags, session: Session): Promise<void> {
  const { terminal, signal } = session;
  const { loaded } = await loadForRun(file, flags, storeOfRun(flags, session), session);
  const { tasksOfExperiment } = await import('../../runtime/experiment/tasks.ts');
  const { taskName, taskWord } = await import('../../runtime/cluster/task.ts');
  const progress = new Progress(terminal);
  try {
    const tasks = await tasksOfExperiment(loaded, { shards: flags.shards, signal, tell: (note) => { progress.step(note); } });
    progress.finish();
    const line = (task: (typeof tasks)[number]): string => `${COMMAND} worker --store ${shellWord(resolve(session.currentFolder, loaded.store))} --task ${taskWord(task)}`;
    if (flags.json === true) terminal.print(JSON.stringify(tasks.map((task) => ({ name: taskName(task), command: line(task) })), null, 2));
    else for (const task of tasks) terminal.print(line(task));
    terminal.say(tasks.length === 0 ? 'No task: every value is in the store.' : `${plural(tasks.length, 'task')}.`);
  } finally {
    progress.finish();
  }
}

async function tellQueue(url: string, isJson: boolean, { terminal }: Session): Promise<void> {
  const { readQueue } = await import('../../runtime/cluster/queue-state.ts');
  const state = await readQueue(url);
  terminal.print(isJson ? JSON.stringify(state, null, 2) : describeQueue(state));
}

async function emptyQueue(url: string, { force, json }: TasksFlags, { terminal }: Session): Promise<void> {
  const { clearQueue } = await import('../../runtime/cluster/clear-queue.ts');
  const cleared = await clearQueue(url, force === true);
  const { waiting, active } = cleared.removed;
  terminal.print(json === true ? JSON.stringify(cleared, null, 2) : `${cleared.url}: removed ${describeCounts(cleared.removed)}`);
  if (waiting + active > 0) terminal.say('A run that still follows its tasks puts them in again.');
}

function describeCounts({ waiting, active, done, failed }: QueueCounts): string {
  return `${String(waiting)} waiting, ${String(active)} at work, ${String(done)} done, ${String(failed)} failed`;
}

function describeQueue({ url, counts, isPaused, workers, active, failed, slowest }: QueueState): string {
  const lines = [`${url}: ${describeCounts(counts)}; ${plural(workers, 'worker')}${isPaused ? '; paused: workers take nothing from it' : ''}`];
  const table = (title: string, rows: readonly { readonly name: string; readonly seconds: number; readonly worker: string }[]): void => {
    if (rows.length > 0) lines.push('', textTable([title, 'for', 'worker'], rows.map(({ name, seconds, worker }) => [name, describeDuration(seconds), worker]), true));
  };
  table('at work', active);
  table('took longest', slowest);
  if (failed.length > 0) lines.push('', textTable(['failed', 'why'], failed.map(({ name, why }) => [name, why]), true));
  return lines.join('\n');
}
