import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { whyNoBrowser } from '../../support/browser.ts';
import { PLAYGROUND } from '../../support/playground.ts';

const MOST_BYTES = 2.5e6;

function files(): readonly string[] {
  return readdirSync(PLAYGROUND, { recursive: true, encoding: 'utf8' }).map((path) => join(PLAYGROUND, path)).filter((path) => statSync(path).isFile());
}

// Without a browser the playground is not built.
describe.skipIf(whyNoBrowser() !== null && !existsSync(PLAYGROUND))('files of the playground', () => {
  test('are 2.5 MB at most, compressed one by one', () => {
    const bytes = files().reduce((total, path) => total + gzipSync(readFileSync(path)).length, 0);
    expect(bytes).toBeLessThan(MOST_BYTES);
    expect(bytes).toBeGreaterThan(MOST_BYTES / 5);
  });

  test('name each other by relative addresses, and no other place', () => {
    const page = readFileSync(join(PLAYGROUND, 'index.html'), 'utf8');
    const addresses = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address ?? '');
    expect(addresses.length).toBeGreaterThan(1);
    expect(addresses.filter((address) => !address.startsWith('./') && !address.startsWith('data:'))).toEqual([]);
  });
});
