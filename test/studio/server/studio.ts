/** A running studio of a project of its own, asked as a browser would ask it. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startStudio } from '../../../src/studio/server/serve.ts';
import { ROOT } from '../../support/sources.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

export interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface TestStudio {
  readonly root: string;
  readonly url: string;
  /** Path with the token and a slash at its end. */
  readonly base: string;
  readonly port: number;
  /** Sends a request whose path is not put right by anybody: `ask('/TOKEN/../x')` asks just that. */
  ask(path: string, asked?: Asked): Promise<Answer>;
  json(path: string, asked?: Asked & { readonly data?: unknown }): Promise<unknown>;
  close(): Promise<void>;
}

export const FALLING = `/// 尾盘成交占比 · Share of the day's amount that is traded in the last half hour.
factor late_share {
  from minute
  direction -1
  value sum(amount, window=late) / sum(amount)
}
`;

export async function openStudio({ store = join(ROOT, 'samples/store') }: { readonly store?: string | null } = {}): Promise<TestStudio> {
  const folder = mkdtempSync(join(tmpdir(), 'studio-'));
  const root = join(folder, 'project');
  const page = join(folder, 'page');
  mkdirSync(join(root, 'factors'), { recursive: true });
  mkdirSync(join(root, 'experiments'));
  mkdirSync(page);
  writeFileSync(join(root, 'package.json'), '{}');
  writeFileSync(join(root, 'factors/late.factor'), FALLING);
  writeFileSync(join(root, 'secret.txt'), 'not for pages');
  writeFileSync(join(folder, 'outside.factor'), FALLING);
  writeFileSync(join(page, 'index.html'), '<!doctype html><title>studio</title>');
  writeFileSync(join(page, 'page.js'), 'export {};');
  if (store === null) cpSync(join(ROOT, 'factors/lib'), join(root, 'factors/lib'), { recursive: true });
  const stop = new AbortController();
  const { url, ended } = await startStudio({ root, store, storeHint: store === null ? 'Make one.' : null, command: 'npx fullband', port: 0, signal: stop.signal, page });
  const { port: portText, pathname: base } = new URL(url);
  const port = Number(portText);
  const ask: TestStudio['ask'] = (path, { method = 'GET', headers = {}, body } = {}) =>
    new Promise((resolve, reject) => {
      const sent = request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(parts) }));
        answer.on('error', reject);
      });
      sent.on('error', reject);
      sent.end(body);
    });
  return {
    root, url, base, port, ask,
    json: async (path, { data, ...asked } = {}) => {
      const { body } = await ask(`${base}${path}`, data === undefined ? asked : { method: 'POST', ...asked, headers: { 'content-type': 'application/json', ...asked.headers }, body: JSON.stringify(data) });
      return JSON.parse(body.toString()) as unknown;
    },
    close: async () => {
      stop.abort();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
