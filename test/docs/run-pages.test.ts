import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { sql } from '../runtime/store/support.ts';
import { cloneIn, furnish } from './clone.ts';
import { runPage, type Outcome } from './page-session.ts';
import { codeBlocks, PAGES, pageText } from './pages.ts';
import { shellLines } from './shell-lines.ts';
import { SimulatedStores } from './simulated-store.ts';
import { UNRUN, whyUnrun } from './unrun.ts';

const folder = mkdtempSync(join(tmpdir(), 'fullband-docs-'));
const stores = new SimulatedStores(folder);
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const COMMANDS = PAGES.flatMap((page) =>
  codeBlocks(pageText(page))
    .filter(({ language }) => language === 'sh' || language === 'console')
    .flatMap(shellLines)
    .map(({ command, line }) => ({ page, command, line })),
);

/** That page is run in a copy of the sources, by add-an-operator.test.ts. */
const ELSEWHERE = 'docs/add-an-operator.md';
const RUN = [...new Set(COMMANDS.filter(({ page, command }) => page !== ELSEWHERE && whyUnrun(page, command) === null).map(({ page }) => page))];

const clones = new Map<string, string>();

describe.skipIf(process.platform === 'win32')('commands of the documentation', () => {
  test.each(RUN)('those of %s do and say what it shows', async (page) => {
    const clone = cloneIn(folder);
    clones.set(page, clone);
    await furnish(page, clone, stores);
    const { ran, faults }: Outcome = await runPage(page, { clone, stores });
    expect(faults).toEqual([]);
    expect(ran.length).toBeGreaterThan(0);
  }, 300_000);

  test('every recipe has a value of nearly every stock and day', async () => {
    const values = join(dirname(clones.get('docs/recipes.md') ?? ''), 'recipes/recipes.parquet');
    const recipes = codeBlocks(pageText('docs/recipes.md')).filter(({ language }) => language === 'factor').map(({ file }) => /(\w+)\.factor$/.exec(file ?? '')?.[1] ?? '');
    expect(recipes).toHaveLength(20);
    const [row] = await sql(`SELECT ${recipes.map((name) => `count("${name}") / count(*) AS "${name}"`).join(', ')} FROM '${values}'`);
    expect(recipes.filter((name) => !(Number(row?.[name]) > 0.9))).toEqual([]);
  });

  test('there are many of them, and most are run', () => {
    const run = COMMANDS.filter(({ page, command }) => whyUnrun(page, command, true) === null);
    expect(run.length).toBeGreaterThan(40);
    expect(run.length).toBeGreaterThan(COMMANDS.length / 2);
  });

  test('every entry of the table of those that are not run has a command', () => {
    expect(UNRUN.filter((entry) => !COMMANDS.some(({ page, command }) => entry.page.test(page) && entry.command.test(command))).map(({ command }) => command.source)).toEqual([]);
  });
});
