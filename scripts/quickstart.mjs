// The main job in a few minutes, on a market that is simulated first: experiments/quickstart.yaml, from orders to portfolios. Run it with `npm run quickstart`, after `npm ci`.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const COMMAND = join(ROOT, 'dist/cli/main.js');
const EXPERIMENT = 'experiments/quickstart.yaml';

if (!existsSync(COMMAND)) {
  console.error('The program is not built yet: run npm ci (or npm run build) first.');
  process.exit(1);
}
console.error(`$ npx fullband run ${EXPERIMENT}\nThis takes three to four minutes on two cores, and seconds when it is repeated: results of steps are kept.\n`);
const { status } = spawnSync(process.execPath, [COMMAND, 'run', EXPERIMENT], { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] });
if (status !== 0) process.exit(status ?? 1);
const report = relative(process.cwd(), join(ROOT, 'runs/quickstart/report.html'));
console.error(`
The market is simulated: docs/simulator.md says how, and what may not be concluded from it. About half a year of 100 stocks tells luck from skill for nobody.
What next:
  open ${report} in a browser
  npx fullband run ${EXPERIMENT} --set 'portfolios.csi500.turnover=[20%]' --dry-run    # what another limit would cost
  npx fullband explain factors/trade/concentration_diff.factor                         # what the compiler makes of a factor
  npx fullband init ../my-factors                                                      # a project of your own
README.md goes on from here; docs/experiments.md says what an experiment may say, docs/store.md how to bring in market data of your own.`);
