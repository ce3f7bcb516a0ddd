import { Option } from 'commander';
import { COMMAND } from '../invocation.ts';
import { type Register, examples } from '../session.ts';

export const registerLsp: Register = (program, { terminal, signal }) => {
  program
    .command('lsp')
    .summary('language server for editors')
    .description(
      'Speaks the Language Server Protocol on standard input and output: findings as you type, fixes, completion, hover, definitions, renaming,\n' +
        'layout and more, for .factor and .model files and for experiments. Editors start it by themselves; docs/editors.md says how.',
    )
    .option('--stdio', 'on standard input and output, which is the only way there is')
    .addOption(new Option('--clientProcessId <PID>', 'process of the editor, which some clients name').hideHelp())
    .addHelpText('after', examples(['fullband lsp', 'what an editor starts'], ['fullband lsp --stdio', 'the same, as most editors call it']))
    .action(async () => {
      if (process.stdin.isTTY) terminal.say('Waiting for an editor on standard input; Ctrl+C ends this. docs/editors.md says how editors start it.');
      signal.addEventListener('abort', () => process.exit(0));
      const { serve } = await import('../../lsp/serve.ts');
      serve({ input: process.stdin, output: process.stdout, program: { command: [process.execPath, ...process.argv.slice(1, 2)], typed: COMMAND } });
      // The server ends the process when its client does.
      await new Promise(() => undefined);
    });
};
