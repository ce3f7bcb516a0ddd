/** A studio with its built page, over a project of a few files and the sample store. */
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';
import { startStudio } from '../../../src/studio/server/serve.ts';
import { openBrowser } from '../../support/browser.ts';
import { lookAt } from '../../support/pages.ts';
import { STUDIO_PAGE } from '../../support/playground.ts';
import { ROOT } from '../../support/sources.ts';
import { editorThere, WIDE } from './site.ts';

/** A factor that every such project has, as factors/late.factor. */
export const LATE = `/// 尾盘成交占比 · Share of the day's amount in the last half-hour.
factor late_share {
  from minute
  direction -1
  value sum(amount, window=late) / sum(amount)
}
`;

const EXPERIMENT = 'data: { store: nowhere }\nfactors: [factors/late.factor]\n';

export interface StudioPage {
  /** @param expected messages on the console that belong to the test */
  look(see: (page: Page) => Promise<void>, expected?: readonly RegExp[]): Promise<void>;
  /** Text of a file of the project. */
  read(path: string): string;
  write(path: string, text: string): void;
  close(): Promise<void>;
}

/** @param files further files of the project, by path */
export async function openStudioPage(files: Readonly<Record<string, string>>): Promise<StudioPage> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'fullband-studio-')));
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  for (const [path, text] of Object.entries({ 'package.json': '{}', 'factors/late.factor': LATE, 'experiments/one.yaml': EXPERIMENT, ...files })) write(path, text);
  const stop = new AbortController();
  const studio = await startStudio({ root, store: join(ROOT, 'samples/store'), storeHint: null, command: 'npx fullband', port: 0, signal: stop.signal, page: STUDIO_PAGE });
  const browser = await openBrowser();
  return {
    look: (see, expected = []) => lookAt(browser, studio.url, WIDE, (page) => editorThere(page).then(() => see(page)), { within: studio.url, expected }),
    read: (path) => readFileSync(join(root, path), 'utf8'),
    write,
    close: async () => {
      await browser.close();
      stop.abort();
      await studio.ended;
      rmSync(root, { recursive: true, force: true });
    },
  };
}
