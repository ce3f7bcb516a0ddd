/** Looking at pages in a browser, for tests. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { expect } from 'vitest';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const axe = readFile(AXE, 'utf8');

export interface Look {
  readonly width: number;
  readonly colours: 'light' | 'dark';
  readonly language: 'en' | 'zh-CN';
}

export interface LookRules {
  /** Addresses that the page may ask; files and data of its own are always allowed. */
  readonly within?: string;
  /** Messages and requests that belong to the test. */
  readonly expected?: readonly RegExp[];
  /** Before the page is opened. */
  readonly prepare?: (context: BrowserContext) => Promise<void>;
}

/** Opens a page, lets a test look at it, and fails for whatever went wrong meanwhile: messages on the console, errors, dialogs, requests that leave it. */
export async function lookAt<T>(browser: Browser, address: string, { width, colours, language }: Look, see: (page: Page) => Promise<T>, { within = 'file:', expected = [], prepare }: LookRules = {}): Promise<T> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: colours, locale: language, bypassCSP: false });
  await prepare?.(context);
  const page = await context.newPage();
  const wrong: string[] = [];
  page.on('console', (message) => wrong.push(message.text()));
  page.on('pageerror', (error) => wrong.push(error.message));
  page.on('dialog', (dialog) => wrong.push(dialog.message()));
  page.on('request', (request) => {
    if (![within, 'file:', 'blob:', 'data:'].some((start) => request.url().startsWith(start))) wrong.push(request.url());
  });
  try {
    await page.goto(address);
    const seen = await see(page);
    expect(wrong.filter((message) => !expected.some((one) => one.test(message)))).toEqual([]);
    return seen;
  } finally {
    await context.close();
  }
}

/** Every element that axe objects to. Pages may run no script from outside, so axe comes in through the debugger, which no policy of the page stops. */
export async function axeViolations(page: Page): Promise<readonly string[]> {
  if (!(await page.evaluate<boolean>(`'axe' in globalThis`))) await page.evaluate(await axe);
  const { violations } = await page.evaluate<Pick<AxeResults, 'violations'>>('axe.run({ resultTypes: ["violations"] })');
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
}

/** How many charts a page has, and how many of them are drawn. */
export async function chartsOf(page: Page): Promise<{ readonly all: number; readonly drawn: number }> {
  const [all, drawn] = await page.evaluate<[number, number]>(`[
    document.querySelectorAll('[data-chart]').length,
    [...document.querySelectorAll('[data-chart]')].filter((plot) => plot.querySelectorAll('svg path, svg circle').length > 3 && plot.querySelectorAll('svg text').length > 3).length,
  ]`);
  return { all, drawn };
}
