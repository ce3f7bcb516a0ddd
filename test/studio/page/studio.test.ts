import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { whyNoBrowser } from '../../support/browser.ts';
import { axeViolations } from '../../support/pages.ts';
import { LATE, openStudioPage, type StudioPage } from './open-page.ts';
import { replaceText, until, valuesThere } from './site.ts';

const why = whyNoBrowser();
describe.skipIf(why !== null)(`the page of the studio${why === null ? '' : ` (${why})`}`, () => {
  let studio: StudioPage;
  beforeAll(async () => {
    studio = await openStudioPage({ 'factors/of_days.factor': '/// 反转 · Reversal.\nfactor of_days { from daily direction -1 value close / prev(close) - 1 }\n' });
  });
  afterAll(() => studio.close());

  test('shows the files of the project and values of the store, and axe finds nothing', async () => {
    await studio.look(async (page) => {
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
    await studio.look(async (page) => {
      await valuesThere(page);
      await replaceText(page, LATE.replace('late_share', 'late_part'));
      await expect.poll(() => studio.read('factors/late.factor'), { timeout: 10_000 }).toContain('late_part');
      studio.write('factors/late.factor', '# of another editor\n');
      await replaceText(page, LATE);
      await until(page, `!document.querySelector('.trouble').hidden`);
      expect(await page.locator('.trouble').innerText()).toContain('factors/late.factor was changed by another program meanwhile.');
      expect(studio.read('factors/late.factor')).toBe('# of another editor\n');
    }, [/409/]);
  });

  test('says what a factor over days lacks in this store, in the words of the program', async () => {
    await studio.look(async (page) => {
      await page.locator('.file', { hasText: 'of_days' }).click();
      await until(page, `document.querySelector('#panel-values .note').textContent.includes('daily')`);
    }, [/422|404/]);
  });
});
