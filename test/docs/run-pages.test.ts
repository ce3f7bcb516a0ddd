import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
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

describe.skipIf(process.platform === 'win32')('commands of the documentation', () => {
  test.each(RUN)('those of %s do and say what it shows', async (page) => {
    const clone = cloneIn(folder);
    await furnish(page, clone, stores);
    const { ran, faults }: Outcome = await runPage(page, { clone, stores });
    expect(faults).toEqual([]);
    expect(ran.length).toBeGreaterThan(0);
  }, 300_000);

  test('there are many of them, and most are run', () => {
    const run = COMMANDS.filter(({ page, command }) => whyUnrun(page, command, true) === null);
    expect(run.length).toBeGreaterThan(40);
    expect(run.length).toBeGreaterThan(COMMANDS.length / 2);
  });

  test('every entry of the table of those that are not run has a command', () => {
    expect(UNRUN.filter((entry) => !COMMANDS.some(({ page, command }) => entry.page.test(page) && entry.command.test(command))).map(({ command }) => command.source)).toEqual([]);
  });
});
