import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { refusalOf } from '../../../src/studio/server/guard.ts';
import type { ProjectAnswer } from '../../../src/studio/api.ts';
import { FALLING, openStudio, type TestStudio } from './studio.ts';

let studio: TestStudio;
beforeAll(async () => {
  studio = await openStudio();
});
afterAll(() => studio.close());

const put = (data: unknown): { method: string; headers: Record<string, string>; body: string } => ({ method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify(data) });

describe('the token', () => {
  test('every address without it is refused, the page itself and everything that is asked', async () => {
    for (const path of ['/', '/index.html', '/api/project', '/api/source?path=factors/late.factor', '/reports/x/report.html', '/wrong/', `/${'a'.repeat(32)}/api/project`, `//${studio.base.slice(1)}`]) {
      const { status, body } = await studio.ask(path);
      expect(`${path} ${String(status)}`).toBe(`${path} 403`);
      expect(body.toString()).toContain('lacks the token');
    }
  });

  test('it is long, and another one each time', async () => {
    const other = await openStudio();
    expect(other.base.length).toBeGreaterThan(32);
    expect(other.base).not.toBe(studio.base);
    expect((await other.ask(studio.base)).status).toBe(403);
    await other.close();
  });

  test('with it the page and what it asks are answered', async () => {
    expect((await studio.ask(studio.base)).body.toString()).toContain('studio');
    expect((await studio.ask(`${studio.base}page.js`)).headers['content-type']).toBe('text/javascript; charset=utf-8');
    expect((await studio.ask(`${studio.base}api/project`)).status).toBe(200);
  });
});

describe('other pages', () => {
  test('a host that is not the loopback is refused: a name can be pointed at it by anybody', async () => {
    for (const host of ['evil.example', `evil.example:${String(studio.port)}`, '127.0.0.1', `127.0.0.1:${String(studio.port + 1)}`, `localhost.evil.example:${String(studio.port)}`]) {
      expect((await studio.ask(`${studio.base}api/project`, { headers: { host } })).status, host).toBe(421);
    }
    expect((await studio.ask(`${studio.base}api/project`, { headers: { host: `localhost:${String(studio.port)}` } })).status).toBe(200);
  });

  test('a request that another origin has made is refused', async () => {
    for (const origin of ['https://evil.example', 'null', `http://127.0.0.1:${String(studio.port + 1)}`, `https://127.0.0.1:${String(studio.port)}`]) {
      expect((await studio.ask(`${studio.base}api/project`, { headers: { origin } })).status, origin).toBe(403);
    }
    expect((await studio.ask(`${studio.base}api/project`, { headers: { origin: `http://127.0.0.1:${String(studio.port)}` } })).status).toBe(200);
  });

  test('a request that the browser says comes from another site is refused, but for links between pages of reports', () => {
    const caller = { method: 'GET', path: '/token/api/project', host: '127.0.0.1:80', origin: null, site: 'cross-site', mode: 'navigate' };
    expect(refusalOf(caller, 'token', 80, 'reports')?.status).toBe(403);
    expect(refusalOf({ ...caller, path: '/token/reports/x/signals/a.html' }, 'token', 80, 'reports')).toBeNull();
    expect(refusalOf({ ...caller, path: '/token/reports/x/signals/a.html', mode: 'no-cors' }, 'token', 80, 'reports')?.status).toBe(403);
    expect(refusalOf({ ...caller, site: 'none' }, 'token', 80, 'reports')).toBeNull();
    expect(refusalOf({ ...caller, site: 'same-site' }, 'token', 80, 'reports')?.status).toBe(403);
  });

  test('no answer may be framed, sniffed or read by another page, and the page runs no text as a script', async () => {
    const { headers } = await studio.ask(studio.base);
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain("'unsafe-eval'");
    expect(/script-src [^;]*'unsafe-inline'/.test(policy)).toBe(false);
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(headers['access-control-allow-origin']).toBeUndefined();
    expect(headers['cross-origin-resource-policy']).toBe('same-origin');
  });

  test('a form of another page cannot write: only JSON is taken', async () => {
    const { status } = await studio.ask(`${studio.base}api/values`, { method: 'POST', headers: { 'content-type': 'text/plain' }, body: '{}' });
    expect(status).toBe(400);
  });
});

describe('paths', () => {
  const outside = ['../outside.factor', 'factors/../../outside.factor', '/etc/passwd', 'factors\\..\\..\\outside.factor', '.git/x.factor', 'factors/./late.factor', 'factors//late.factor', '', 'factors/a\0.factor', 'secret.txt', 'package.json', 'x.yaml', 'factors/late.factor/x.factor'];

  test('only sources of the project are read', async () => {
    for (const path of outside) {
      const { status } = await studio.ask(`${studio.base}api/source?path=${encodeURIComponent(path)}`);
      expect([403, 404], path).toContain(status);
    }
    expect(await studio.json('api/source?path=factors/late.factor')).toMatchObject({ path: 'factors/late.factor', text: FALLING });
  });

  test('only sources of the project are written', async () => {
    for (const path of outside) {
      const { status } = await studio.ask(`${studio.base}api/source`, put({ path, text: FALLING, version: null }));
      expect(status, path).toBe(403);
    }
    expect(existsSync(join(studio.root, '..', 'outside.factor'))).toBe(true);
    expect(readFileSync(join(studio.root, 'package.json'), 'utf8')).toBe('{}');
  });

  test('a link that leads out of the project leads nowhere', async () => {
    symlinkSync(join(studio.root, '..'), join(studio.root, 'out'));
    symlinkSync(join(studio.root, '..', 'outside.factor'), join(studio.root, 'link.factor'));
    for (const path of ['out/outside.factor', 'link.factor', 'out/new.factor']) {
      expect((await studio.ask(`${studio.base}api/source?path=${path}`)).status, path).toBe(403);
      expect((await studio.ask(`${studio.base}api/source`, put({ path, text: 'x', version: null }))).status, path).toBe(403);
    }
    expect(readFileSync(join(studio.root, '..', 'outside.factor'), 'utf8')).toBe(FALLING);
    const { files } = (await studio.json('api/project')) as ProjectAnswer;
    expect(files.map(({ path }) => path)).toEqual(['factors/late.factor']);
    for (const path of ['link.factor', 'out/outside.factor']) expect(await studio.json('api/values', { data: { path, name: 'late_share', date: '2023-02-02', unsaved: [] } }), path).toMatchObject({ message: `${path} does not lie in the project.` });
  });

  test('files of the page are those of its folder', async () => {
    for (const path of ['../project/package.json', '%2e%2e/project/secret.txt', '..%2fproject%2fpackage.json', 'none.js', 'index.html%00.js']) {
      expect([403, 404], path).toContain((await studio.ask(`${studio.base}${path}`)).status);
    }
  });
});
