import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { InvalidArgumentError, Option } from 'commander';
import { UsageError } from '../exit.ts';
import { COMMAND } from '../invocation.ts';
import { openInBrowser } from '../open-in-browser.ts';
import { type Register, examples } from '../session.ts';

interface StudioFlags {
  readonly store?: string;
  readonly port: number;
  /** Commander's name of `--no-open`; true if the flag is absent. */
  readonly open: boolean;
}

export const registerStudio: Register = (program, session) => {
  program
    .command('studio')
    .summary('a page on which factors are written, looked at and tested')
    .description(
      'Serves a page on this machine alone: an editor with findings and completion, the kernels and values of a factor as they are typed, its\n' +
        'test on the open store, experiments and their reports. The address holds a token; without it nothing is answered. Ends with Ctrl-C.',
    )
    .argument('[PROJECT]', 'folder of the project; default: that of the current folder')
    .option('--store <DIR>', 'store with minute bars; default: one that an experiment names, a folder store or market, or the sample')
    .addOption(new Option('--port <N>', 'port on 127.0.0.1; default: any that is free').argParser(portNumber).default(0, 'any'))
    .option('--no-open', 'print the address and open no browser')
    .addHelpText('after', examples(['fullband studio', 'the project of the current folder'], ['fullband studio --store market --port 4321', 'with a market of its own'], ['fullband studio ../my-factors --no-open', 'for a browser that is started by hand']))
    .action(async (project: string | undefined, flags: StudioFlags) => {
      const { terminal, currentFolder, signal } = session;
      const folder = resolve(currentFolder, project ?? '.');
      if (!existsSync(folder) || !statSync(folder).isDirectory()) throw new UsageError(`${project ?? '.'} is ${existsSync(folder) ? 'a file' : 'not there'}; expected the folder of a project. Make one with: ${COMMAND} init DIR`);
      const { projectRoot } = await import('../../runtime/project-reader.ts');
      const { findStore, isStore } = await import('../../runtime/find-store.ts');
      const { startStudio } = await import('../../studio/server/serve.ts');
      const root = projectRoot(folder, currentFolder);
      const store = flags.store === undefined ? findStore(root) : { path: resolve(currentFolder, flags.store), why: 'you named it' };
      if (store !== null && !existsSync(store.path)) throw new UsageError(`--store ${flags.store ?? store.path}: there is no such folder. Make a market with: ${COMMAND} simulate --store ${flags.store ?? 'market'}`);
      if (store !== null && !isStore(store.path)) throw new UsageError(`--store ${flags.store ?? store.path} holds no table of a store; expected a folder with minute, daily, trade or order in it. Make a market with: ${COMMAND} simulate --store market`);
      // Ctrl-C is how the studio ends, not how it fails.
      session.endAfterWork?.();
      const storeHint = store === null ? `Make a market with: ${COMMAND} simulate --store market, and start the studio again.` : null;
      const { url, ended } = await startStudio({ root, store: store?.path ?? null, storeHint, command: COMMAND, port: flags.port, signal });
      terminal.print(url);
      terminal.say(`Project ${root}${store === null ? '; no store' : `; store ${store.path} (${store.why})`}. Ctrl-C ends the studio.`);
      if (flags.open && terminal.animated) openInBrowser(url);
      await ended;
      terminal.say('The studio has ended.');
    });
};

function portNumber(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError('It takes a whole number from 0 to 65535.');
  return port;
}
