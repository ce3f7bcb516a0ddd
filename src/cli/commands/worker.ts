import { Option } from 'commander';
import { resolve } from 'node:path';
import { UsageError } from '../exit.ts';
import { given, wholeNumber } from '../options.ts';
import { plural } from '../../runtime/plural.ts';
import { describeDuration } from '../progress.ts';
import { type Register, type Session, examples } from '../session.ts';
import { threadCount } from './compute.ts';

interface WorkerFlags {
  readonly queue?: string;
  readonly task?: string;
  readonly store?: string;
  readonly threads?: number;
  readonly lease: number;
  readonly untilIdle?: number;
}

/** Seconds after which the task of a silent worker goes to another. */
const LEASE_SECONDS = 30;

export const registerWorker: Register = (program, session) => {
  program
    .command('worker')
    .summary('take tasks from a queue')
    .description(
      'Computes tasks of `fullband run --queue` until it is interrupted; the first Ctrl+C lets it end the task at work. Start one per machine, on as many machines as see the store; they may come and\n' +
        'go at any time: a task whose worker dies goes to another one, and a task that is done twice is written once.',
    )
    .addOption(new Option('--queue <URL>', 'address of the Redis, such as redis://localhost:6379'))
    .addOption(new Option('--task <TASK>', 'one task as `fullband tasks` prints it, without a queue; needs --store').conflicts('queue'))
    .addOption(new Option('--store <DIR>', 'the store as this machine sees it (default: where the run that planned the task sees it)'))
    .addOption(new Option('--threads <N>', 'threads that read and compute (default: one per core)').argParser(threadCount))
    .addOption(new Option('--lease <SECONDS>', 'after which the task of a silent worker goes to another').argParser(wholeNumber(1)).default(LEASE_SECONDS))
    .addOption(new Option('--until-idle <SECONDS>', 'end when there was nothing to do for so long (default: never)').argParser(wholeNumber(1)))
    .addHelpText(
      'after',
      examples(
        ['fullband worker --queue redis://localhost:6379', 'take tasks until Ctrl+C'],
        ['fullband worker --queue redis://head:6379 --store /mnt/market --threads 8', 'on another machine'],
        ['fullband worker --queue redis://localhost:6379 --until-idle 60', 'in a batch system: end when all is done'],
      ),
    )
    .action((flags: WorkerFlags) => (flags.task === undefined ? runFromQueue(flags, session) : runOne(flags.task, flags, session)));
};

async function runFromQueue({ queue, store, threads, lease, untilIdle }: WorkerFlags, session: Session): Promise<void> {
  const { currentFolder, signal, terminal } = session;
  if (queue === undefined) throw new UsageError("required option '--queue <URL>' not specified: the address of a Redis, such as redis://localhost:6379; or --task for one task without a queue.");
  const { runWorker } = await import('../../runtime/cluster/queue-worker.ts');
  const { taskName } = await import('../../runtime/cluster/task.ts');
  session.endAfterWork?.();
  const report = await runWorker({
    queue, signal,
    leaseSeconds: lease,
    idleSeconds: untilIdle ?? null,
    ...given({ threads, store: store === undefined ? undefined : resolve(currentFolder, store) }),
    onReady: (url) => { terminal.say(`Taking tasks from ${url}; Ctrl+C ends after the task at work, a second one at once.`); },
    onTrouble: (text) => { terminal.say(`${terminal.errorColors.yellow('warning:')} ${text}`); },
    onTask: ({ task, outcome, problem, tasks }) => {
      if (outcome === null) terminal.say(`${terminal.errorColors.red('failed:')} ${taskName(task)}: ${problem ?? ''}`);
      else terminal.say(`${String(tasks)}: ${taskName(task)}, ${outcome.engine === 'none' ? 'the values were there' : `${plural(outcome.computed, 'factor day')} on ${outcome.engine}`} (${describeDuration(outcome.seconds)})`);
    },
  });
  terminal.say(`${plural(report.tasks, 'task')} done${report.failed === 0 ? '' : `, ${plural(report.failed, 'attempt')} failed`}.`);
}

/** A task that a scheduler has given to this process. */
async function runOne(word: string, { store, threads }: WorkerFlags, { currentFolder, signal, terminal }: Session): Promise<void> {
  const { taskOfWord, taskName } = await import('../../runtime/cluster/task.ts');
  if (store === undefined) throw new UsageError("--task needs --store: the folder of the store that the task is of.");
  const folder = resolve(currentFolder, store);
  const task = taskOfWord(word, folder);
  if (task === null) throw new UsageError(`--task ${word} is no task; expected a word as \`fullband tasks\` prints it, such as minute:2023-02-01:1/1:PROGRAM:VERSION.`);
  const { TaskRunner } = await import('../../runtime/cluster/task-runner.ts');
  const runner = await TaskRunner.open({ store: folder, ...given({ threads }) });
  try {
    const outcome = await runner.perform(task, signal);
    terminal.say(`${taskName(task)}: ${outcome.engine === 'none' ? 'the values were there' : `${plural(outcome.computed, 'factor day')} on ${outcome.engine}`} (${describeDuration(outcome.seconds)}).`);
  } finally {
    await runner.close();
  }
}
