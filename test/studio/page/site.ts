/** The playground as somebody's host of files serves it, and pages that look at it. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { openBrowser } from '../../support/browser.ts';
import { lookAt, type Look } from '../../support/pages.ts';
import { PLAYGROUND } from '../../support/playground.ts';

const TYPES: Readonly<Record<string, string>> = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json', '.bin': 'application/octet-stream' };
/** Below the root of a host, as project pages are. */
const BELOW = '/some/project/';

export interface Site {
  readonly address: string;
  /** Opens the page, waits for values, lets a test look, and fails for messages on the console, errors, dialogs, and requests that leave the site. */
  look<T>(look: Look, see: (page: Page) => Promise<T>, fragment?: string): Promise<T>;
  close(): Promise<void>;
}

export async function openSite(): Promise<Site> {
  const server = await served();
  const browser = await openBrowser();
  const address = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}${BELOW}`;
  return {
    address,
    look: (look, see, fragment = '') =>
      lookAt(browser, `${address}${fragment}`, look, (page) => editorThere(page).then(() => see(page)), {
        within: address,
        prepare: (context) => context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: new URL(address).origin }),
      }),
    close: async () => {
      await browser.close();
      server.closeAllConnections();
      server.close();
    },
  };
}

export const WIDE: Look = { width: 1280, colours: 'light', language: 'en' };

/** The page has begun. */
export async function editorThere(page: Page): Promise<void> {
  await page.waitForSelector('.cm-content');
}

/** The values of the text as it is now have come. */
export async function valuesThere(page: Page): Promise<void> {
  await page.waitForSelector('.status[data-final="true"]');
}

/** Waits until an expression is true in the page. Its policy forbids what waiting in the page would need. */
export async function until(page: Page, expression: string): Promise<void> {
  await expect.poll(() => page.evaluate<unknown>(`Boolean(${expression})`), { timeout: 20_000, interval: 20, message: expression }).toBe(true);
}

/** Types a text in the place of the one that is there. */
export async function replaceText(page: Page, text: string): Promise<void> {
  await page.locator('.cm-content').focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(text);
}

function served(): Promise<Server> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://site');
    const path = pathname.startsWith(BELOW) ? join(PLAYGROUND, decodeURIComponent(pathname.slice(BELOW.length))) : '';
    const file = path !== '' && existsSync(path) && statSync(path).isDirectory() ? join(path, 'index.html') : path;
    if (file === '' || !existsSync(file)) response.writeHead(404).end();
    else response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'text/plain' }).end(readFileSync(file));
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
}
