// The main job in a minute, on the sample market that comes with the project: check the factors of factors/minute, compute them for every stock
// and day, and show a part of the table with the spread of each factor. Run it with `npm run quickstart`, after `npm ci`.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import Table from 'cli-table3';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const COMMAND = join(ROOT, 'dist/cli/main.js');
const SCRATCH = join(ROOT, '.fullband/quickstart');
const SHOWN_STOCKS = 3;
/** Bars of a histogram, from nothing to the fullest bin. */
const LEVELS = ' ▁▂▃▄▅▆▇█';
const BINS = 10;
/** Columns of a terminal that take the meanings too. */
const WIDE = 138;

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

/** Five decimals, so that points stand below each other and the smallest factor has three digits. */
function numberText(/** @type {number} */ value) {
  return Math.abs(value) < 1000 ? value.toFixed(5) : value.toPrecision(8);
}

/**
 * How many values lie in each tenth of the way from the least to the most.
 * @param {number[]} values at least one
 */
function histogram(values) {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const counts = Array.from({ length: BINS }, () => 0);
  for (const value of values) counts[most === least ? 0 : Math.min(BINS - 1, Math.floor((BINS * (value - least)) / (most - least)))]++;
  const fullest = Math.max(...counts);
  // A bin that holds a value is never drawn as empty.
  return counts.map((count) => LEVELS[Math.ceil((count / fullest) * (LEVELS.length - 1))]).join('');
}

/**
 * One line per factor: values of a few stocks, and how those of all stocks are spread.
 * @param {Record<string, string | number | null>[]} day
 * @param {Map<string, string>} meaning
 * @param {number} columns of the terminal; a line that it would break goes without its meaning
 */
function tableOf(day, meaning, columns) {
  const shown = day.slice(0, SHOWN_STOCKS);
  const explained = columns >= WIDE ? ['meaning'] : [];
  const table = new Table({
    head: ['factor', ...shown.map(({ symbol }) => String(symbol)), 'least', 'spread', 'most', ...explained],
    style: { head: [], border: [] },
    chars: { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' },
  });
  const right = (/** @type {string} */ content) => ({ content, hAlign: /** @type {const} */ ('right') });
  for (const [name, text] of meaning) {
    const values = day.flatMap((row) => (typeof row[name] === 'number' ? [row[name]] : []));
    const own = shown.map((row) => (typeof row[name] === 'number' ? numberText(row[name]) : 'missing'));
    const spread = values.length === 0 ? ['', '', ''] : [right(numberText(Math.min(...values))), histogram(values), right(numberText(Math.max(...values)))];
    table.push([name, ...own.map(right), ...spread, ...explained.map(() => text.split(' · ')[0] ?? '')]);
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
console.log(`\n${date}: values of ${SHOWN_STOCKS} stocks, and how those of all ${day.length} are spread from the least to the most`);
console.log(tableOf(day, meanings(factors), process.stdout.columns || Infinity));
console.error(`
All ${rows.length} rows: ${relative(process.cwd(), out)}
What next:
  npx fullband explain factors/minute/late_skew_ret.factor    # what the compiler makes of a factor
  npx fullband init ../my-factors                             # a project of your own
README.md goes on from here; docs/store.md says how to bring in market data of your own.`);
