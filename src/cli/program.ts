/** The command line: every command, with the rules they share. */
import { Command } from 'commander';
import { fullbandVersion } from '../runtime/version.ts';
import { registerBars } from './commands/bars.ts';
import { registerCheck } from './commands/check.ts';
import { registerCompute } from './commands/compute.ts';
import { registerDiff } from './commands/diff.ts';
import { registerDoctor } from './commands/doctor.ts';
import { registerEvaluate } from './commands/evaluate.ts';
import { registerExplain } from './commands/explain.ts';
import { registerFmt } from './commands/fmt.ts';
import { registerImport } from './commands/import.ts';
import { registerInit } from './commands/init.ts';
import { registerLsp } from './commands/lsp.ts';
import { registerPrepare } from './commands/prepare.ts';
import { registerPredict } from './commands/predict.ts';
import { registerReport } from './commands/report.ts';
import { registerRun } from './commands/run.ts';
import { registerScreen } from './commands/screen.ts';
import { registerSimulate } from './commands/simulate.ts';
import { registerStudio } from './commands/studio.ts';
import { registerTasks } from './commands/tasks.ts';
import { registerTrain } from './commands/train.ts';
import { registerWorker } from './commands/worker.ts';
import { requireOptions, requireStoreFolder } from './options.ts';
import { type Session, examples } from './session.ts';

/** In the order of the help page: from a new project to tested values. */
const COMMANDS = [registerInit, registerSimulate, registerImport, registerBars, registerPrepare, registerCheck, registerFmt, registerExplain, registerCompute, registerTrain, registerPredict, registerEvaluate, registerScreen, registerRun, registerTasks, registerWorker, registerReport, registerDiff, registerLsp, registerStudio, registerDoctor];

/** Builds the program. Wrong usage throws commander's CommanderError instead of ending the process. */
export function buildProgram(session: Session): Command {
  const program = new Command('fullband')
    .description('Stock factors as text: checked, compiled, and computed for every stock and day.')
    .version(fullbandVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help for the program or a command')
    .helpCommand('help [COMMAND]', 'print help for the program or a command')
    .exitOverride()
    .configureOutput({ writeOut: (text) => session.terminal.write(text), writeErr: (text) => session.terminal.say(text.trimEnd()) })
    .showSuggestionAfterError()
    .showHelpAfterError('(add --help for what is accepted)');
  for (const register of COMMANDS) register(program, session);
  program.hook('preAction', (_, command) => {
    requireOptions(command);
    requireStoreFolder(command.opts(), session.currentFolder);
  });
  program.addHelpText(
    'after',
    examples(
      ['fullband init ../my-factors', 'a starter project'],
      ['fullband check', 'find mistakes'],
      ['fullband compute --store samples/store --factors factors/minute --out values.csv', 'factor values of the sample market'],
    ) + '\nExit codes: 0 done, 1 failed, 2 wrong usage, 3 findings, 130 interrupted.\n',
  );
  return program;
}
