// The main job in a minute, on the sample market that comes with the project: check the factors of factors/minute, compute them for every stock
// and day, and show a part of the table. Run it with `npm run quickstart`, after `npm ci`.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import Table from 'cli-table3';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const COMMAND = join(ROOT, 'dist/cli/main.js');
const SCRATCH = join(ROOT, '.fullband/quickstart');
const SHOWN_STOCKS = 5;

/**
 * Runs the command as it stands in package.json; ends this script if it fails.
 * @param {string[]} args
 */
function fullband(...args) {
  console.error(`\n$ npx fullband ${args.map((arg) => (arg.startsWith(ROOT) ? relative(ROOT, arg) : arg)).join(' ')}`);
  const { status } = spawnSync(process.execPath, [COMMAND, ...args], { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) process.exit(status ?? 1);
}

/** First documentation line of every factor of a folder, by the factor's name. */
function meanings(/** @type {string} */ folder) {
  /** @type {Map<string, string>} */
  const found = new Map();
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.factor'))) {
    const text = readFileSync(join(folder, name), 'utf8');
    for (const [, meaning, factor] of text.matchAll(/^\/\/\/ ?(.*)\n(?:\/\/\/.*\n)*factor\s+(\S+)/gm)) found.set(factor ?? '', meaning ?? '');
  }
  return found;
}

/**
 * Values of a few stocks, one line per factor.
 * @param {Record<string, string | number | null>[]} rows
 * @param {Map<string, string>} meaning
 */
function tableOf(rows, meaning) {
  const table = new Table({ head: ['factor', ...rows.map(({ symbol }) => String(symbol)), 'meaning'], style: { head: [], border: [] }, chars: { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' } });
  for (const [name, text] of meaning) {
    const values = rows.map((row) => (typeof row[name] === 'number' ? row[name].toPrecision(5) : 'missing'));
    table.push([name, ...values.map((content) => ({ content, hAlign: /** @type {const} */ ('right') })), text.split(' · ')[0] ?? '']);
  }
  return table.toString();
}

if (!existsSync(COMMAND)) {
  console.error('The program is not built yet: run npm ci (or npm run build) first.');
  process.exit(1);
}
// A copy, because a store keeps computed values beside the data.
rmSync(SCRATCH, { recursive: true, force: true });
mkdirSync(SCRATCH, { recursive: true });
const store = join(SCRATCH, 'store');
cpSync(join(ROOT, 'samples/store'), store, { recursive: true });

const factors = join(ROOT, 'factors/minute');
const out = join(SCRATCH, 'values.json');
fullband('check', factors);
fullband('compute', '--store', store, '--factors', factors, '--out', out);

/** @type {Record<string, string | number | null>[]} */
const rows = JSON.parse(readFileSync(out, 'utf8'));
const date = rows[0]?.date;
const day = rows.filter((row) => row.date === date);
console.log(`\n${day.length} stocks on ${date}; the first ${SHOWN_STOCKS}:`);
console.log(tableOf(day.slice(0, SHOWN_STOCKS), meanings(factors)));
console.error(`\nAll ${rows.length} rows: ${relative(process.cwd(), out)}\nThe factors are in factors/minute. Change one and run this again, or see what a factor does with:`);
console.error('  npx fullband explain factors/minute/late_skew_ret.factor');
