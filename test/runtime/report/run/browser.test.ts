import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser, whyNoBrowser } from '../../../support/browser.ts';
import { axeViolations, chartsOf, lookAt, type Look } from '../../../support/pages.ts';
import { madeRun } from './made-run.ts';

const why = whyNoBrowser();
describe.skipIf(why !== null)(`the page of a run in a browser${why === null ? '' : ` (${why})`}`, () => {
  let folder = '';
  let address = '';
  let browser: Browser;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fullband-run-report-'));
    await writeFile(join(folder, 'report.html'), madeRun());
    address = pathToFileURL(join(folder, 'report.html')).href;
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  });

  const looks: readonly Look[] = [
    { width: 390, colours: 'light', language: 'zh-CN' },
    { width: 1280, colours: 'dark', language: 'en' },
  ];
  test.each(looks)('$width px, $colours, $language: every chart is drawn, nothing is wider than the window, axe finds nothing', async (look) => {
    await lookAt(browser, address, look, async (page) => {
      const { all, drawn } = await chartsOf(page);
      expect(all).toBeGreaterThan(8);
      expect(drawn).toBe(all);
      expect(await page.evaluate<boolean>('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
      expect(await axeViolations(page)).toEqual([]);
      // What is opened is looked at too.
      await page.locator('details.compared summary').first().click();
      expect(await axeViolations(page)).toEqual([]);
    });
  });
});
