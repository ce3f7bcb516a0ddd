import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startStudio, type RunningStudio } from '../../../src/studio/server/serve.ts';
import { openBrowser, whyNoBrowser } from '../../support/browser.ts';
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
describe.skipIf(why !== null)(`what the studio keeps and asks${why === null ? '' : ` (${why})`}`, () => {
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
    writeFileSync(join(root, 'factors/other.factor'), LATE.replace('late_share', 'other_share'));
    writeFileSync(join(root, 'factors/windows.factor'), LATE.replace('late_share', 'windows_share').replaceAll('\n', '\r\n'));
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

  const onDisk = (name: string): string => readFileSync(join(root, 'factors', name), 'utf8');
  const openFile = async (page: Page, name: string): Promise<void> => {
    await page.locator('.file', { hasText: name }).click();
    await until(page, `document.querySelector('.factor-head').innerText.startsWith('${name.replace('.factor', '')}')`);
  };
  const typeAtEnd = async (page: Page, text: string): Promise<void> => {
    await page.locator('.cm-content').focus();
    await page.keyboard.press('Control+End');
    await page.keyboard.insertText(text);
  };

  test('two files that are typed in one after the other, and one whose page is closed at once', async () => {
    await look(async (page) => {
      await valuesThere(page);
      await page.locator('.file', { hasText: 'late.factor' }).click();
      await typeAtEnd(page, '# one');
      await page.locator('.file', { hasText: 'other.factor' }).click();
      await typeAtEnd(page, '# two');
      await page.waitForFunction("document.querySelector('.cm-content').innerText.includes('# two')");
      await page.goto('about:blank');
      // The page is gone, the browser is not: it sends what the page has handed over.
      await expect.poll(() => [onDisk('late.factor'), onDisk('other.factor')], { timeout: 15_000 }).toEqual([expect.stringContaining('# one'), expect.stringContaining('# two')]);
    }, [/./]);
  });

  test('a file with the line breaks of Windows keeps them, and findings stand where they belong', async () => {
    await look(async (page) => {
      await valuesThere(page);
      await openFile(page, 'windows');
      expect(await page.locator('.file', { hasText: 'windows' }).innerText()).not.toContain('●');
      const text = LATE.replace('late_share', 'windows_share');
      await replaceText(page, text.replace('/ sum(amount)', '/ sum(amout)'));
      await page.waitForSelector('.finding.error');
      await page.waitForSelector('.cm-lintRange-error');
      expect(await page.locator('.cm-lintRange-error').innerText()).toBe('amout');
      await page.locator('.finding').getByRole('button', { name: 'write amount' }).click();
      await expect.poll(() => onDisk('windows.factor'), { timeout: 5000 }).toBe(text.replaceAll('\n', '\r\n'));
      await page.reload();
      await valuesThere(page);
      await openFile(page, 'windows');
      await typeAtEnd(page, 'factor x { from minute direction -1 value sum(amout) / sum(amount) }');
      await page.waitForSelector('.cm-lintRange-error');
      expect(await page.locator('.cm-lintRange-error').innerText()).toBe('amout');
    });
  });

  test('experiments are asked for when their tab opens and after a save, not at every key', async () => {
    await look(async (page) => {
      await valuesThere(page);
      let asked = 0;
      page.on('request', (request) => {
        if (request.url().endsWith('api/experiments')) asked++;
      });
      await page.locator('.file', { hasText: 'one.yaml' }).click();
      await page.getByRole('tab', { name: 'Experiments' }).click();
      await page.waitForSelector('.experiments .entry');
      expect(asked).toBe(1);
      await page.locator('.cm-content').focus();
      await page.keyboard.press('Control+End');
      await page.keyboard.type('# a word', { delay: 40 });
      expect(asked).toBe(1);
      await expect.poll(() => asked, { timeout: 5000 }).toBe(2);
    });
  });

  test('an engine that has stopped is said to every panel that asks it', async () => {
    await look(async (page) => {
      await page.route(/engine-worker[^/]*\.js/, (route) => route.abort());
      await page.reload();
      await until(page, `document.querySelector('#panel-values .note').textContent.includes('The engine of the page has stopped')`);
      await page.getByRole('tab', { name: 'Backends' }).click();
      await until(page, `document.querySelector('#panel-doctor').textContent.includes('The engine of the page has stopped')`);
    }, [/./]);
  });
});
