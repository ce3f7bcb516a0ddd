import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { whyNoBrowser } from '../../support/browser.ts';
import { fragmentFor } from './fragment.ts';
import { openSite, replaceText, valuesThere, WIDE, type Site } from './site.ts';

const FULL = process.env['FULLBAND_TEST'] === 'full';
const RUN = 'globalThis.ran = true';

/** Texts that would do something if any part of them became a script. */
const TEXTS = [
  ['names of objects', '/// x\nfactor constructor { from minute direction -1 let __proto__ = amount let toString = sum(__proto__) value toString / sum(volume * close) }'],
  ['a name and a comment that end a line', `/// x\u2028${RUN}//\n# ');${RUN};//\nfactor prototype { from minute direction -1 value sum(amount) / sum(volume * close) # */ ${RUN} /*\n}`],
  ['documentation with markup', `/// <img src=x onerror="${RUN}"> · <script>${RUN}</script> \`</code><img src=x onerror=${RUN}>\`\nfactor hasOwnProperty { from minute direction -1 value sum(amount) / sum(volume * close) }`],
  ['a text in a use', `use "');${RUN};//.factor"\nuse "\${${RUN}}"\nfactor f { from minute direction -1 value 1 }`],
  ['numbers', '/// x\nfactor numbers { from minute direction -1 value sum(amount) / sum(volume * close) + 1e308 * 1e-308 + 0.1e-5 }'],
  ['what is no language at all', `');${RUN};//\n</script><script>${RUN}</script>\n{{constructor.constructor('${RUN}')()}}\n\`\${${RUN}}\``],
] as const;

const why = whyNoBrowser();
describe.skipIf(why !== null)(`hostile texts in the page${why === null ? '' : ` (${why})`}`, () => {
  let site: Site;
  beforeAll(async () => {
    site = await openSite();
  });
  afterAll(() => site.close());

  // A short run takes one text from a link and the next as it is typed.
  const ways = TEXTS.flatMap(([what, text], i) => (['from a link', 'typed'] as const).filter((_, at) => FULL || at === i % 2).map((way) => ({ what, text, way })));

  test.each(ways)('$what, $way: nothing of it runs, in any tab', async ({ text, way }) => {
    await site.look(WIDE, async (page) => {
      if (way === 'typed') {
        await valuesThere(page);
        await replaceText(page, text);
      }
      await page.waitForTimeout(400);
      for (const tab of await page.getByRole('tab').all()) {
        await tab.click();
        await page.waitForTimeout(60);
      }
      expect(await page.evaluate(`[globalThis.ran === undefined, document.querySelectorAll('img, script:not([src])').length]`)).toEqual([true, 0]);
    }, way === 'typed' ? '' : fragmentFor('minute/x.factor', text));
  });

  test('the page may make no function from text, and says so of the backend that needs it', async () => {
    await site.look(WIDE, async (page) => {
      await valuesThere(page);
      const policy = await page.evaluate<string>(`document.querySelector('meta[http-equiv="Content-Security-Policy"]').content`);
      expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval';");
      expect(policy).not.toContain("'unsafe-eval'");
      await page.getByRole('tab', { name: 'Backends' }).click();
      await page.waitForSelector('.backends');
      const entries = await page.locator('.backends li').allInnerTexts();
      expect(entries.map((entry) => entry.replace(/\s+/g, ' '))).toEqual([
        expect.stringMatching(/^webgpu ?(does not run|runs)/),
        expect.stringMatching(/^webasm ?in use WebAssembly with SIMD, on one core/),
        expect.stringMatching(/^cpu ?does not run the page forbids that text becomes a program/),
        expect.stringMatching(/^reference ?runs float64 in JavaScript/),
      ]);
    });
  });
});
