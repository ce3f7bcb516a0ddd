import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeReport } from '../../../src/runtime/report/index.ts';
import { openBrowser, whyNoBrowser } from '../../support/browser.ts';
import { axeViolations, chartsOf, lookAt, type Look } from '../../support/pages.ts';
import { asModels, CHARTS, madeEvaluation } from './evaluation.ts';

const EVIL = '<img src=x onerror=alert(1)>$ink';
const IS_FULL = process.env.FULLBAND_TEST === 'full';

const why = whyNoBrowser();
describe.skipIf(why !== null)(`pages in a browser${why === null ? '' : ` (${why})`}`, () => {
  let folder = '';
  let browser: Browser;
  /** Addresses of the overview, a factor, one with a hostile name, the combination and a model. */
  const addresses = { overview: '', factor: '', evil: '', combination: '', model: '' };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fullband-report-'));
    const paths = await writeReport(madeEvaluation({ names: ['down_vol_perc', EVIL], days: 300 }), folder);
    const [overview = '', factor = '', evil = '', combination = ''] = paths.map((path) => pathToFileURL(path).href);
    const [, model = ''] = await writeReport(asModels(madeEvaluation({ days: 300 })), join(folder, 'models'));
    Object.assign(addresses, { overview, factor, evil, combination, model: pathToFileURL(model).href });
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  });

  const look = <T>(address: string, how: Look, see: (page: Page) => Promise<T>): Promise<T> => lookAt(browser, address, how, see);

  const WIDE: Look = { width: 1280, colours: 'light', language: 'en' };
  const all = [390, 1280].flatMap((width) => (['light', 'dark'] as const).flatMap((colours) => (['en', 'zh-CN'] as const).map((language): Look => ({ width, colours, language }))));
  // Two of them have every width, colour and language.
  const looks = IS_FULL ? all : all.filter(({ width, colours, language }) => (width === 390 ? colours === 'dark' && language === 'en' : colours === 'light' && language === 'zh-CN'));

  test.each(looks)('$width px, $colours, $language: every chart is drawn, nothing is wider than the window, axe finds nothing', async (one) => {
    // The second look of a short run leaves out pages that are made as the first two are.
    for (const address of IS_FULL || one.width === 390 ? Object.values(addresses) : [addresses.overview, addresses.factor]) {
      await look(address, one, async (page) => {
        const { all: charts, drawn } = await chartsOf(page);
        expect(drawn).toBe(charts);
        expect(drawn).toBeGreaterThan(2);
        expect(await page.evaluate('[document.documentElement.scrollWidth <= innerWidth, document.documentElement.lang]')).toEqual([true, one.language]);
        expect(await axeViolations(page)).toEqual([]);
      });
    }
  });

  test('open tables and a page whose series are switched off have no axe violation either', async () => {
    await look(addresses.combination, WIDE, async (page) => {
      await page.evaluate(`document.querySelectorAll('details').forEach((details) => { details.open = true; })`);
      await page.locator('[data-series="1"]').first().click();
      expect(await page.locator('details table').count()).toBe(17);
      expect(await axeViolations(page)).toEqual([]);
    });
  });

  test('the language switch changes words, charts, open tables and links; nothing is stored', async () => {
    await look(addresses.overview, WIDE, async (page) => {
      await page.locator('[data-table="correlations"] summary').click();
      await page.getByRole('button', { name: '中文' }).click();
      expect(await page.title()).toBe('单因子检验');
      expect(await page.locator('h2').first().innerText()).toBe('排名');
      expect(await page.locator('[data-chart="styles"] svg').textContent()).toContain('反转');
      expect(await page.locator('.warnings li').first().innerText()).toBe('3个截面的股票少于层数：<无>分层');
      expect(await page.locator('[data-table="correlations"] th').first().textContent()).toBe('信号');
      expect(await page.evaluate('localStorage.length + sessionStorage.length + document.cookie.length')).toBe(0);
      await page.getByRole('link', { name: 'down_vol_perc' }).click();
      // The page that was gone to sets its language when its script runs.
      await expect.poll(() => page.locator('html').getAttribute('lang')).toBe('zh-CN');
    });
  });

  test('the colour switch overrides the system, and charts follow', async () => {
    await look(addresses.factor, WIDE, async (page) => {
      const background = (): Promise<string> => page.evaluate('getComputedStyle(document.body).backgroundColor');
      const ink = (): Promise<string | null> => page.locator('[data-chart="rank-ic"] svg text').first().getAttribute('fill');
      const [was, inkWas] = [await background(), await ink()];
      await page.getByRole('button', { name: 'Dark' }).click();
      expect(await background()).not.toBe(was);
      expect(await ink()).not.toBe(inkWas);
      await page.getByRole('button', { name: 'Auto', exact: true }).click();
      expect(await background()).toBe(was);
    });
  });

  test('a definition is shown on focus and on hover, and goes with Escape', async () => {
    await look(addresses.factor, { ...WIDE, width: 390 }, async (page) => {
      const tip = page.getByRole('tooltip');
      await page.getByRole('button', { name: 'IC_IR' }).focus();
      expect(await tip.innerText()).toBe('RankIC mean / RankIC standard deviation, not annualised.');
      await page.keyboard.press('Escape');
      expect(await tip.isVisible()).toBe(false);
      await page.getByRole('button', { name: 'TOP turnover' }).hover();
      expect(await tip.innerText()).toContain('two-sided, at most 2');
      const box = await tip.boundingBox();
      expect(box !== null && box.x >= 0 && box.x + box.width <= 390).toBe(true);
    });
  });

  test('the ranking sorts by any column, both ways, what is missing last', async () => {
    await look(addresses.overview, WIDE, async (page) => {
      const order = (): Promise<readonly string[]> => page.locator('.ranking tbody th').allInnerTexts();
      const byIr = await order();
      expect(byIr.toSorted()).toEqual([EVIL, 'down_vol_perc', 'icir_weight']);
      await page.getByRole('button', { name: 'IC_IR', exact: true }).press('Enter');
      expect(await order()).toEqual(byIr.toReversed());
      expect(await page.locator('[aria-sort]').getAttribute('aria-sort')).toBe('ascending');
      await page.getByRole('button', { name: 'RankIC mean, published' }).click();
      expect((await order())[0]).toBe('down_vol_perc');
      await page.getByRole('button', { name: 'Signal', exact: true }).click();
      expect((await order()).slice(1)).toEqual(['down_vol_perc', 'icir_weight']);
      expect(await page.locator('.place').allInnerTexts()).toEqual(['1', '2', '3']);
    });
  });

  test('a ranking that is wider than its place scrolls inside it and says so, one that fits says nothing', async () => {
    await look(addresses.overview, { ...WIDE, width: 1300 }, async (page) => {
      const hint = page.getByText('More columns to the right');
      expect(await hint.isVisible()).toBe(true);
      const state = (): Promise<readonly boolean[]> => page.evaluate<readonly boolean[]>(`(() => { const place = document.getElementById('ranking-table'); return [place.scrollWidth > place.clientWidth, place.classList.contains('more'), document.documentElement.scrollWidth <= innerWidth]; })()`);
      expect(await state()).toEqual([true, true, true]);
      await page.evaluate(`document.getElementById('ranking-table').scrollLeft = 99999`);
      await expect.poll(() => page.evaluate(`document.getElementById('ranking-table').classList.contains('more')`)).toBe(false);
      // Fewer columns fit.
      await page.evaluate(`for (const row of document.querySelectorAll('.ranking tr')) while (row.cells.length > 4) row.deleteCell(4)`);
      await page.setViewportSize({ width: 1310, height: 800 });
      // The page's policy forbids what waits inside it.
      await expect.poll(() => page.evaluate(`document.querySelector('[data-more-of]').hidden`)).toBe(true);
    });
  });

  // Chromium refuses the eleventh file that a page saves in a row: the charts are taken in turns.
  const turns = IS_FULL ? [CHARTS.slice(0, 4), CHARTS.slice(4, 8), CHARTS.slice(8, 12), CHARTS.slice(12)] : [['months', 'layer-values', 'layer-returns']];
  test.each(turns)('the charts %s, … can be saved as SVG and PNG', async (...ids) => {
    await look(addresses.factor, WIDE, async (page) => {
      for (const id of ids) {
        const svg = (await saved(page, id, 'svg')).toString('utf8');
        expect(svg).toMatch(/^<svg [\s\S]*<\/svg>$/);
        expect(svg).toContain('down_vol_perc: ');
        expect(await page.evaluate<number>(`new DOMParser().parseFromString(${JSON.stringify(svg)}, 'image/svg+xml').querySelectorAll('parsererror').length`)).toBe(0);
        expect(svg.match(/<path/g)?.length ?? 0).toBeGreaterThan(3);
        const png = await saved(page, id, 'png');
        expect(png.subarray(1, 4).toString('latin1')).toBe('PNG');
        expect([png.readUInt32BE(16), png.length > 8000]).toEqual([1920, true]);
      }
    });
  });

  test('the Tab key reaches everything that can be used, in the order of the page', async () => {
    await look(addresses.combination, WIDE, async (page) => {
      const count = await page.evaluate<number>(`document.querySelectorAll('button, a, summary').length`);
      const reached: number[] = [];
      for (let press = 0; press < count; press++) {
        await page.keyboard.press('Tab');
        reached.push(await page.evaluate<number>(`[...document.querySelectorAll('button, a, summary')].indexOf(document.activeElement)`));
      }
      expect(reached).toEqual(Array.from({ length: count }, (_, i) => i));
    });
  });

  test('on paper a page is light, without switches, with charts no wider than the sheet', async () => {
    await look(addresses.factor, { width: 703, colours: 'dark', language: 'en' }, async (page) => {
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
      await page.evaluate(`dispatchEvent(new Event('beforeprint'))`);
      expect(await page.locator('.switches').isVisible()).toBe(false);
      expect(await page.evaluate(`document.documentElement.scrollWidth <= innerWidth`)).toBe(true);
      expect(await page.evaluate(`getComputedStyle(document.documentElement).getPropertyValue('--card')`)).toBe('#ffffff');
      expect(await page.locator('[data-chart="rank-ic"] svg').getAttribute('width')).toBe('640');
      expect((await page.pdf({ format: 'A4' })).length).toBeGreaterThan(100_000);
    });
  });

  async function saved(page: Page, id: string, kind: 'png' | 'svg'): Promise<Buffer> {
    const [download] = await Promise.all([page.waitForEvent('download'), page.locator(`[data-export="${kind}"][data-of="${id}"]`).click()]);
    expect(download.suggestedFilename()).toBe(`down_vol_perc-${id}.${kind}`);
    return readFile(await download.path());
  }
});
