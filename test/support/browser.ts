/** A browser for tests of pages: Debian's Chromium. */
import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const CHROMIUM = '/usr/bin/chromium';
const FLAGS = ['--headless', '--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** Null, or why no browser can be opened, to be given to `skip`. Under FULLBAND_TEST=full it throws instead: there nothing may be left out. */
export function whyNoBrowser(): string | null {
  if (existsSync(CHROMIUM)) return null;
  const reason = `no ${CHROMIUM} (Debian: apt-get install chromium fonts-noto-cjk)`;
  if (process.env.FULLBAND_TEST === 'full') throw new Error(reason);
  return reason;
}

export async function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
}
