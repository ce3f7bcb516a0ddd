import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startStudio, type RunningStudio } from '../../../src/studio/server/serve.ts';
import { openBrowser, whyNoBrowser } from '../../support/browser.ts';
import { axeViolations } from '../../support/pages.ts';
import { STUDIO_PAGE } from '../../support/playground.ts';
import { ROOT } from '../../support/sources.ts';
import { replaceText, until, valuesThere } from './site.ts';

const LATE = `/// 尾盘成交占比 · Share of the day's amount in the last half-hour.
factor late_share {
  from minute
  direction -1
  value sum(amount, window=late) / sum(amount)
}
`;

const why = whyNoBrowser();
describe.skipIf(why !== null)(`the page of the studio${why === null ? '' : ` (${why})`}`, () => {
  const stop = new AbortController();
  let root = '';
  let studio: RunningStudio;
  let browser: Browser;

  beforeAll(async () => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'fullband-studio-')));
    mkdirSync(join(root, 'factors'));
    mkdirSync(join(root, 'experiments'));
    writeFileSync(join(root, 'package.json'), '{}');
    writeFileSync(join(root, 'factors/late.factor'), LATE);
    writeFileSync(join(root, 'factors/of_days.factor'), '/// 反转 · Reversal.\nfactor of_days { from daily direction -1 value close / prev(close) - 1 }\n');
    writeFileSync(join(root, 'experiments/one.yaml'), 'data: { store: nowhere }\nfactors: [factors/late.factor]\n');
    studio = await startStudio({ root, store: join(ROOT, 'samples/store'), storeHint: null, command: 'npx fullband', port: 0, signal: stop.signal, page: STUDIO_PAGE });
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    stop.abort();
    await studio.ended;
    rmSync(root, { recursive: true, force: true });
  });

  /** @param expected messages on the console that belong to the test */
  async function look(see: (page: Page) => Promise<void>, expected: readonly RegExp[] = []): Promise<void> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en' });
    const page = await context.newPage();
    const wrong: string[] = [];
    page.on('console', (message) => wrong.push(message.text()));
    page.on('pageerror', (error) => wrong.push(error.message));
    page.on('request', (request) => {
      if (!request.url().startsWith(studio.url) && !request.url().startsWith('data:')) wrong.push(request.url());
    });
    try {
      await page.goto(studio.url);
      await page.waitForSelector('.cm-content');
      await see(page);
      expect(wrong.filter((message) => !expected.some((one) => one.test(message)))).toEqual([]);
    } finally {
      await context.close();
    }
  }

  test('shows the files of the project and values of the store, and axe finds nothing', async () => {
    await look(async (page) => {
      await valuesThere(page);
      expect(await page.locator('.file .name').allInnerTexts()).toEqual(['one.yaml', 'late.factor', 'of_days.factor']);
      expect(await page.locator('header select option').allInnerTexts()).toEqual(['2023-02-01', '2023-02-02']);
      for (const tab of await page.getByRole('tab').all()) {
        await tab.click();
        await page.waitForTimeout(150);
        expect(await axeViolations(page)).toEqual([]);
      }
      await page.getByRole('tab', { name: 'Experiments' }).click();
      await page.waitForSelector('.experiments .entry');
      expect(await page.locator('.experiments').innerText()).toContain('fullband run experiments/one.yaml');
      await page.locator('.file', { hasText: 'one.yaml' }).click();
      await page.locator('.cm-content').focus();
      await page.keyboard.press('Control+End');
      await page.keyboard.press('Control+ ');
      await page.waitForSelector('.cm-tooltip-autocomplete:has-text("portfolios")');
      await page.keyboard.press('Escape');
      await page.getByRole('tab', { name: 'Backends' }).click();
      await page.waitForSelector('.machine');
      expect(await page.locator('.machine').innerText()).toContain('cores');
    });
  });

  test('keeps what is typed, and never over what somebody else has written', async () => {
    await look(async (page) => {
      await valuesThere(page);
      await replaceText(page, LATE.replace('late_share', 'late_part'));
      await expect.poll(() => readFileSync(join(root, 'factors/late.factor'), 'utf8'), { timeout: 10_000 }).toContain('late_part');
      writeFileSync(join(root, 'factors/late.factor'), '# of another editor\n');
      await replaceText(page, LATE);
      await until(page, `!document.querySelector('.trouble').hidden`);
      expect(await page.locator('.trouble').innerText()).toContain('factors/late.factor was changed by another program meanwhile.');
      expect(readFileSync(join(root, 'factors/late.factor'), 'utf8')).toBe('# of another editor\n');
    }, [/409/]);
  });

  test('says what a factor over days lacks in this store, in the words of the program', async () => {
    await look(async (page) => {
      await page.locator('.file', { hasText: 'of_days' }).click();
      await until(page, `document.querySelector('#panel-values .note').textContent.includes('daily')`);
    }, [/422|404/]);
  });
});
