import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { type Register, examples } from '../session.ts';
import { starterFiles } from '../starter-project.ts';

export const registerInit: Register = (program, { terminal, currentFolder }) => {
  program
    .command('init')
    .summary('a starter project: one factor, editor settings')
    .description('Makes a starter project in DIR: one factor, a README with the first commands, and editor settings. Overwrites nothing.')
    .argument('<DIR>', 'folder of the project; made if it does not exist')
    .addHelpText('after', examples(['fullband init my-factors', 'a new folder'], ['fullband init .', 'in the current folder']))
    .action(async (directory: string) => {
      const folder = resolve(currentFolder, directory);
      const files = starterFiles();
      const taken = [...files.keys()].filter((path) => existsSync(join(folder, path)));
      if (taken.length > 0) {
        throw new Error(`Nothing was written: ${directory} already holds ${taken.join(', ')}. Choose another folder, or move these away.`);
      }
      for (const [path, text] of files) {
        await mkdir(dirname(join(folder, path)), { recursive: true });
        await writeFile(join(folder, path), text, { flag: 'wx' });
        terminal.print(join(directory, path));
      }
      terminal.say(`Next: cd ${directory} && fullband check`);
    });
};
