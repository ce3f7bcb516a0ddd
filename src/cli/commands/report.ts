import { requireResultsFolder } from '../options.ts';
import { plural } from '../../runtime/plural.ts';
import { type Register, examples } from '../session.ts';

export const registerReport: Register = (program, { terminal, currentFolder }) => {
  program
    .command('report')
    .summary('rebuild the pages of a run or a test')
    .description('Writes report.html and the pages below it again, from the results in a folder that run, evaluate or train --report wrote.')
    .argument('<DIR>', 'the folder')
    .addHelpText('after', examples(['fullband report runs/quickstart', 'after an update of fullband, or when the pages were deleted']))
    .action(async (folder: string) => {
      requireResultsFolder(folder, 'DIR', currentFolder);
      const { rebuildReport } = await import('../../runtime/experiment/rebuild-report.ts');
      const pages = await rebuildReport(folder);
      terminal.say(`Written: ${plural(pages.length, 'page')}; open ${pages.at(-1) ?? folder} in a browser.`);
    });
};
