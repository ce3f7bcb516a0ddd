import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pageHtml } from '../../../../src/runtime/report/page-html.ts';
import { portfolioDefinitionsHtml } from '../../../../src/runtime/report/portfolio/figure-tables.ts';
import { portfolioPage } from '../../../../src/runtime/report/portfolio/portfolio-page.ts';
import { portfoliosSection } from '../../../../src/runtime/report/portfolio/portfolios-section.ts';
import { same } from '../../../../src/runtime/report/text.ts';
import { openBrowser, whyNoBrowser } from '../../../support/browser.ts';
import { axeViolations, chartsOf, lookAt, type Look } from '../../../support/pages.ts';
import { madePortfolio, madePortfolios, PORTFOLIO_CHARTS, PUBLISHED } from './portfolio.ts';

const IS_FULL = process.env.FULLBAND_TEST === 'full';

const why = whyNoBrowser();
describe.skipIf(why !== null)(`pages of portfolios in a browser${why === null ? '' : ` (${why})`}`, () => {
  let folder = '';
  let browser: Browser;
  const addresses = { run: '', all: '' };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fullband-portfolio-report-'));
    const { html, charts } = portfoliosSection(madePortfolios(120), ['run.html', 'b', 'c', 'd', 'e']);
    await writeFile(join(folder, 'run.html'), portfolioPage(madePortfolio({ published: PUBLISHED, seed: 4, days: 250 }), { href: 'all.html', title: same('All') }));
    await writeFile(join(folder, 'all.html'), pageHtml({ title: same('Portfolios'), lead: same('Five runs.'), up: null, body: [html, portfolioDefinitionsHtml()], charts }));
    Object.assign(addresses, { run: pathToFileURL(join(folder, 'run.html')).href, all: pathToFileURL(join(folder, 'all.html')).href });
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  });

  const WIDE: Look = { width: 1280, colours: 'light', language: 'en' };
  const all: readonly Look[] = [
    { width: 390, colours: 'light', language: 'zh-CN' },
    { width: 390, colours: 'dark', language: 'en' },
    { width: 1280, colours: 'light', language: 'zh-CN' },
    { width: 1280, colours: 'dark', language: 'en' },
  ];
  // Two of them have every width, colour and language.
  const looks = IS_FULL ? all : all.filter(({ width, colours }) => (width === 390) === (colours === 'light'));

  async function isNarrow(page: Page): Promise<boolean> {
    return page.evaluate<boolean>('document.documentElement.scrollWidth <= innerWidth');
  }

  test.each(looks)('$width px, $colours, $language: every chart is drawn, nothing is wider than the window, axe finds nothing', async (one) => {
    for (const [address, count] of [[addresses.run, PORTFOLIO_CHARTS.length], [addresses.all, 5]] as const) {
      await lookAt(browser, address, one, async (page) => {
        expect(await chartsOf(page)).toEqual({ all: count, drawn: count });
        expect(await isNarrow(page)).toBe(true);
        expect(await axeViolations(page)).toEqual([]);
      });
    }
  });

  test('on a phone wide tables scroll inside their place and say so', async () => {
    await lookAt(browser, addresses.all, { ...WIDE, width: 390 }, async (page) => {
      expect(await page.evaluate(`(() => { const place = document.getElementById('scroll-portfolio-csi500-figures'); return [place.scrollWidth > place.clientWidth, place.classList.contains('more')]; })()`)).toEqual([true, true]);
      expect(await page.locator('[data-more-of="scroll-portfolio-csi500-figures"]').isVisible()).toBe(true);
    });
  });

  test('the head of a column shows the definition of its figure, and a run leads to its page', async () => {
    await lookAt(browser, addresses.all, WIDE, async (page) => {
      await page.getByRole('button', { name: 'Calmar ratio' }).first().focus();
      expect(await page.getByRole('tooltip').innerText()).toBe('Annual excess return / max drawdown of the excess.');
      await page.getByRole('link', { name: 'turnover30' }).first().click();
      await expect.poll(() => page.title()).toBe('csi500 · turnover30');
    });
  });

  test('on paper both pages are no wider than the sheet', async () => {
    for (const address of Object.values(addresses)) {
      await lookAt(browser, address, { ...WIDE, width: 703 }, async (page) => {
        await page.emulateMedia({ media: 'print' });
        await page.evaluate(`dispatchEvent(new Event('beforeprint'))`);
        expect(await isNarrow(page)).toBe(true);
      });
    }
  });
});
