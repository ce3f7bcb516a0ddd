import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { whyNoBrowser } from '../../support/browser.ts';
import { axeViolations, type Look } from '../../support/pages.ts';
import { openSite, replaceText, until, valuesThere, WIDE, type Site } from './site.ts';

const IS_FULL = process.env['FULLBAND_TEST'] === 'full';

const why = whyNoBrowser();
describe.skipIf(why !== null)(`looks of the page${why === null ? '' : ` (${why})`}`, () => {
  let site: Site;
  beforeAll(async () => {
    site = await openSite();
  });
  afterAll(() => site.close());

  const all = [390, 1280].flatMap((width) => (['light', 'dark'] as const).flatMap((colours) => (['en', 'zh-CN'] as const).map((language): Look => ({ width, colours, language }))));
  // Two of them have every width, colour and language.
  const looks = IS_FULL ? all : all.filter(({ width, colours, language }) => (width === 390 ? colours === 'dark' && language === 'en' : colours === 'light' && language === 'zh-CN'));

  test.each(looks)('$width px, $colours, $language: axe finds nothing in any tab, nothing is wider than the window', async (look) => {
    await site.look(look, async (page) => {
      await valuesThere(page);
      const tabs = await page.getByRole('tab').count();
      expect(tabs).toBe(6);
      for (let i = 0; i < tabs; i++) {
        await page.getByRole('tab').nth(i).click();
        if (i === 4) {
          await page.locator('#panel-test button').click();
          await page.waitForSelector('#panel-test dd');
        }
        await page.waitForTimeout(150);
        expect(await axeViolations(page), `tab ${String(i)}`).toEqual([]);
        expect(await page.evaluate('[document.documentElement.scrollWidth <= innerWidth, document.documentElement.lang]'), `tab ${String(i)}`).toEqual([true, look.language]);
      }
    });
  });

  test.each(['light', 'dark'] as const)('with findings and an open completion axe finds nothing either: %s', async (colours) => {
    await site.look({ ...WIDE, colours }, async (page) => {
      await valuesThere(page);
      await replaceText(page, 'factor x { from minute direction -1 value sum(amout) / sum(amount) }');
      await page.waitForSelector('.finding');
      expect(await axeViolations(page)).toEqual([]);
      await page.keyboard.press('Control+Home');
      await page.keyboard.press('Control+ ');
      await page.waitForSelector('.cm-tooltip-autocomplete');
      expect(await axeViolations(page)).toEqual([]);
    });
  });

  test('the switches change language and colours, which stay for the next visit', async () => {
    await site.look(WIDE, async (page) => {
      await valuesThere(page);
      const ground = 'getComputedStyle(document.body).backgroundColor';
      expect(await page.evaluate(ground)).toBe('rgb(246, 247, 249)');
      await page.getByRole('button', { name: 'Dark' }).click();
      expect(await page.evaluate(ground)).toBe('rgb(20, 23, 27)');
      await page.getByRole('button', { name: '中' }).click();
      expect(await page.getByRole('tab').first().innerText()).toBe('因子值');
      await valuesThere(page);
      await page.reload();
      await valuesThere(page);
      expect(await page.evaluate(`[${ground}, document.documentElement.lang]`)).toEqual(['rgb(20, 23, 27)', 'zh-CN']);
    });
  });

  test('everything can be reached and done by keys alone', async () => {
    await site.look(WIDE, async (page) => {
      await valuesThere(page);
      const focused = (): Promise<string> => page.evaluate<string>(`(document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent).trim().slice(0, 40)`);
      const seen: string[] = [];
      for (let i = 0; i < 60 && seen.at(-1) !== 'Values'; i++) {
        await page.keyboard.press('Tab');
        seen.push(await focused());
      }
      for (const name of ['Skip to the text', 'Dark', 'Format', 'Share', 'Text of the factor', 'Values']) expect(seen).toContain(name);
      // Along the tabs and into the table.
      await page.keyboard.press('ArrowRight');
      expect(await focused()).toBe('One stock');
      await page.keyboard.press('ArrowLeft');
      // Back into the text: a mistake, the next finding, its fix.
      await page.locator('.cm-content').focus();
      await page.keyboard.press('Control+a');
      await page.keyboard.insertText('factor x {\n  from minute\n  direction -1\n  value sum(amout) / sum(volume) / 3\n  unit CNY/share\n}\n');
      await page.waitForSelector('.finding');
      await page.keyboard.press('Control+Home');
      await page.keyboard.press('F8');
      await page.keyboard.press('Control+.');
      await until(page, `!document.querySelector('.cm-content').innerText.includes('amout')`);
      // The focus leaves the text as it came.
      await page.keyboard.press('Tab');
      expect(await page.evaluate(`document.activeElement.closest('.cm-editor') === null`)).toBe(true);
    });
  });
});
