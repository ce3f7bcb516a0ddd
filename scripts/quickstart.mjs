// The main job in a minute, on a market that is simulated first: check the 27 factors of factors/huatai27.factor, compute them for every stock and day,
// show how each is spread and which go together, and test what each says about returns. Run it with `npm run quickstart`, after `npm ci`.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { correlationTable, spreadTable } from './quickstart-tables.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const COMMAND = join(ROOT, 'dist/cli/main.js');
const SCRATCH = join(ROOT, '.fullband/quickstart');
const STOCKS = 60;
const DAYS = 20;
// A month of days: the usual mean of 20 days and returns of five would leave three sections.
const STEPS = 'mean5,winsorize,neutralize,zscore';

/**
 * Runs the command as it stands in package.json; ends this script if it fails.
 * @param {string[]} args
 */
function fullband(...args) {
  console.error(`\n$ npx fullband ${args.map((arg) => (arg.startsWith(ROOT) ? relative(ROOT, arg) : arg)).join(' ')}`);
  const { status } = spawnSync(process.execPath, [COMMAND, ...args], { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) process.exit(status ?? 1);
}

if (!existsSync(COMMAND)) {
  console.error('The program is not built yet: run npm ci (or npm run build) first.');
  process.exit(1);
}
rmSync(SCRATCH, { recursive: true, force: true });
mkdirSync(SCRATCH, { recursive: true });
const store = join(SCRATCH, 'store');
const factors = join(ROOT, 'factors/huatai27.factor');
const out = join(SCRATCH, 'values.json');
fullband('simulate', '--store', store, '--stocks', String(STOCKS), '--days', String(DAYS));
fullband('check', factors);
fullband('compute', '--store', store, '--factors', factors, '--out', out);

/** @type {import('./quickstart-tables.mjs').Row[]} */
const rows = JSON.parse(readFileSync(out, 'utf8'));
const columns = process.stdout.columns || Infinity;
const date = rows[0]?.date;
const day = rows.filter((row) => row.date === date);
const names = Object.keys(rows[0] ?? {}).filter((name) => name !== 'date' && name !== 'symbol');
console.log(`\n${date}: how the values of ${day.length} stocks are spread from the least to the most`);
console.log(spreadTable(day, names, columns));
const dates = new Set(rows.map((row) => row.date)).size;
console.log(`\nWhich factors go together: rank correlations across the stocks in hundredths, mean of ${dates} days, of values as they are (research turns them by their direction)`);
console.log(correlationTable(rows, names, columns));
console.log('\nWhat each says about the return of one day, value × direction, and what their sums say');
const results = join(SCRATCH, 'results');
fullband('evaluate', '--store', store, '--values', out, '--factors', factors, '--preprocess', STEPS, '--horizon', '1', '--every', '1', '--out', results);
console.error(`
All ${rows.length} rows: ${relative(process.cwd(), out)}; the report of the tests: ${relative(process.cwd(), join(results, 'report.html'))}, to be opened in a browser.
A month of ${STOCKS} stocks tells luck from skill for the strongest factors only, and a year made of it is no year. The market is simulated: docs/simulator.md says how, and what may not be concluded from it.
What next:
  npx fullband explain factors/trade/concentration_diff.factor    # what the compiler makes of a factor
  npx fullband init ../my-factors                                 # a project of your own
README.md goes on from here; docs/store.md says how to bring in market data of your own.`);
