import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { fullbandFolder } from '../../runtime/version.ts';
import { type Register, examples } from '../session.ts';
import { MANIFEST, packageName, starterFiles } from '../starter-project.ts';

export const registerInit: Register = (program, { terminal, currentFolder }) => {
  program
    .command('init')
    .summary('a starter project: one factor, one experiment, editor settings')
    .description(
      'Makes a starter project in DIR: one factor, one experiment, a README with the first commands, a package.json that links this command, and editor settings.\n' +
        'Overwrites nothing; a package.json that is there already stays as it is.',
    )
    .argument('<DIR>', 'folder of the project; made if it does not exist')
    .addHelpText('after', examples(['fullband init ../my-factors', 'a new folder'], ['fullband init "$HOME/my factors"', 'anywhere']))
    .action(async (directory: string) => {
      const folder = resolve(currentFolder, directory);
      const link = relative(folder, fullbandFolder()).split(sep).join('/');
      const files = starterFiles(packageName(basename(folder)), link);
      const hasManifest = existsSync(join(folder, MANIFEST));
      const taken = [...files.keys()].filter((path) => path !== MANIFEST && existsSync(join(folder, path)));
      if (taken.length > 0) {
        throw new Error(`Nothing was written: ${directory} already holds ${taken.join(', ')}. Choose another folder, or move these away.`);
      }
      for (const [path, text] of files) {
        if (path === MANIFEST && hasManifest) continue;
        await mkdir(dirname(join(folder, path)), { recursive: true });
        await writeFile(join(folder, path), text, { flag: 'wx' });
        terminal.print(join(directory, path));
      }
      const install = hasManifest ? `npm install --save-dev ${quoted(link)}` : 'npm install';
      terminal.say(['Next:', ...(folder === resolve(currentFolder) ? [] : [`cd ${quoted(directory)}`]), install, 'npx fullband check'].join('\n  '));
      terminal.say('README.md says how to go on.');
    });
};

/** A word for a shell. */
function quoted(word: string): string {
  return /^[\w./~:\\-]+$/.test(word) ? word : `"${word}"`;
}
