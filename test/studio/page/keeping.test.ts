import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { whyNoBrowser } from '../../support/browser.ts';
import { LATE, openStudioPage, type StudioPage } from './open-page.ts';
import { replaceText, until, valuesThere } from './site.ts';

const why = whyNoBrowser();
describe.skipIf(why !== null)(`what the studio keeps and asks${why === null ? '' : ` (${why})`}`, () => {
  let studio: StudioPage;
  beforeAll(async () => {
    studio = await openStudioPage({ 'factors/other.factor': LATE.replace('late_share', 'other_share'), 'factors/windows.factor': LATE.replace('late_share', 'windows_share').replaceAll('\n', '\r\n') });
  });
  afterAll(() => studio.close());

  const onDisk = (name: string): string => studio.read(`factors/${name}`);
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
    await studio.look(async (page) => {
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
    await studio.look(async (page) => {
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
    await studio.look(async (page) => {
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
    await studio.look(async (page) => {
      await page.route(/engine-worker[^/]*\.js/, (route) => route.abort());
      await page.reload();
      await until(page, `document.querySelector('#panel-values .note').textContent.includes('The engine of the page has stopped')`);
      await page.getByRole('tab', { name: 'Backends' }).click();
      await until(page, `document.querySelector('#panel-doctor').textContent.includes('The engine of the page has stopped')`);
    }, [/./]);
  });
});
