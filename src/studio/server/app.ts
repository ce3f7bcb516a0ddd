/** What the studio answers: the page, and what the page asks. Every answer is made by a function of the program; here are addresses and forms alone. */
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { Hono, type Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { examine } from '../../runtime/doctor.ts';
import { fullbandVersion } from '../../runtime/version.ts';
import { ROUTES, type ProjectAnswer, type TestLine } from '../api.ts';
import { pagePolicy, REPORT_POLICY } from '../page-policy.ts';
import { experimentsOf } from './experiments.ts';
import { failureOf, RequestError } from './failure.ts';
import { refusalOf } from './guard.ts';
import { pageFile } from './page-files.ts';
import type { ProjectFolder } from './project-folder.ts';
import { quickTest } from './quick-test.ts';
import type { ReportFolders } from './report-folders.ts';
import { readSaveRequest, readTestRequest, readValuesRequest } from './requests.ts';
import type { OpenStore } from './open-store.ts';
import type { UnderWay } from './under-way.ts';
import { valuesOf } from './values.ts';

export interface Studio {
  readonly token: string;
  /** Known once it listens. */
  readonly port: () => number;
  readonly project: ProjectFolder;
  /** Null where none was found; `storeHint` says how to get one. */
  readonly store: OpenStore | null;
  readonly storeHint: string | null;
  /** How the user calls fullband. */
  readonly command: string;
  readonly reports: ReportFolders;
  /** Folder of the built page. */
  readonly page: string;
  /** Fires when the studio ends. */
  readonly signal: AbortSignal;
  /** Computations, which end some time after that. */
  readonly underWay: UnderWay;
}

/** Requests are texts of sources and names; a source has at most a megabyte. */
const MOST_BYTES = 16 * 2 ** 20;

export function studioApp(studio: Studio): Hono {
  const { token, project, reports, page, underWay } = studio;
  const app = new Hono();
  app.onError((error, c) => failed(c, error));
  app.notFound((c) => failed(c, new RequestError(404, 'No such page.')));
  app.use(async (c, next) => {
    const { headers, method, url } = c.req.raw;
    const refusal = refusalOf({ method, path: new URL(url).pathname, host: headers.get('host'), origin: headers.get('origin'), site: headers.get('sec-fetch-site'), mode: headers.get('sec-fetch-mode') }, token, studio.port(), ROUTES.reports);
    if (refusal !== null) return secured(c.text(`${refusal.message}\n`, refusal.status));
    await next();
    secured(c.res);
    return undefined;
  });
  app.use(bodyLimit({ maxSize: MOST_BYTES, onError: (c) => failed(c, new RequestError(413, 'The request is too large.')) }));

  const at = (route: string): string => `/${token}/${route}`;
  app.get(at(ROUTES.project), async (c) => c.json(await projectAnswer(studio)));
  app.get(at(ROUTES.source), (c) => c.json(project.read(c.req.query('path') ?? '')));
  app.put(at(ROUTES.source), async (c) => c.json(await project.save(readSaveRequest(await json(c)))));
  app.get(at(ROUTES.day), async (c) => bytes(await requireStore(studio).day(c.req.query('date') ?? '', c.req.query('stocks') ?? '')));
  app.post(at(ROUTES.values), async (c) => {
    const request = readValuesRequest(await json(c));
    const { trials } = requireStore(studio);
    return c.json(await underWay.do(() => valuesOf(project, trials, request, either(c, studio))));
  });
  app.post(at(ROUTES.test), async (c) => {
    const request = readTestRequest(await json(c));
    const { trials } = requireStore(studio);
    return lines((tell, signal) => underWay.do(() => quickTest(request, { project, trials, reports, signal, tell })).then((result) => tell({ kind: 'result', result })), studio.signal);
  });
  app.get(at(ROUTES.experiments), async (c) => c.json(await experimentsOf(project, reports, studio.command)));
  app.get(at(ROUTES.doctor), async (c) => c.json(await examine()));
  app.get(at(`${ROUTES.reports}/:ticket/:path{.+}`), (c) => {
    const { ticket = '', path = '' } = c.req.param() as { ticket?: string; path?: string };
    const file = reports.file(ticket, path);
    c.header('Content-Security-Policy', REPORT_POLICY);
    c.header('Content-Type', file.type);
    if (!file.type.startsWith('text/')) c.header('Content-Disposition', `attachment; filename*=UTF-8''${encodeURIComponent(basename(file.path))}`);
    return c.body(Readable.toWeb(createReadStream(file.path)) as ReadableStream<Uint8Array>);
  });
  app.get(`/${token}`, (c) => c.redirect(`/${token}/`, 308));
  app.get(`/${token}/:path{.*}`, async (c) => {
    const file = await pageFile(page, c.req.param('path'));
    c.header('Content-Security-Policy', pagePolicy(true));
    c.header('Content-Type', file.type);
    if (file.isFixed) c.header('Cache-Control', 'private, max-age=31536000, immutable');
    return c.body(file.bytes);
  });
  return app;
}

async function projectAnswer({ project, store, storeHint }: Studio): Promise<ProjectAnswer> {
  return { version: fullbandVersion(), name: basename(project.root), ...project.files(), store: store === null ? null : await store.summary(), storeHint };
}

function requireStore({ store, storeHint }: Studio): OpenStore {
  if (store === null) throw new RequestError(404, 'No store is open.', storeHint);
  return store;
}

/** The body as JSON. Other types are refused: forms of foreign pages can send them unasked. */
async function json(c: Context): Promise<unknown> {
  if (c.req.header('content-type')?.split(';')[0]?.trim() !== 'application/json') throw new RequestError(400, 'The request is no application/json.');
  try {
    return await c.req.json<unknown>();
  } catch {
    throw new RequestError(400, 'The request is no JSON.');
  }
}

/** Ends with the request or the studio. */
function either(c: Context, { signal }: Studio): AbortSignal {
  return AbortSignal.any([c.req.raw.signal, signal]);
}

function bytes(content: Uint8Array<ArrayBuffer>): Response {
  return new Response(content, { headers: { 'content-type': 'application/octet-stream' } });
}

/** An answer that grows line by line; the work ends when nobody reads on. */
function lines(work: (tell: (line: TestLine) => void, signal: AbortSignal) => Promise<void>, ends: AbortSignal): Response {
  const left = new AbortController();
  const signal = AbortSignal.any([left.signal, ends]);
  const body = new ReadableStream<Uint8Array>({
    start: async (controller) => {
      const encoder = new TextEncoder();
      const tell = (line: TestLine): void => {
        if (!signal.aborted) controller.enqueue(encoder.encode(`${JSON.stringify(line)}\n`));
      };
      try {
        await work(tell, signal);
      } catch (error) {
        tell({ kind: 'failure', failure: failureOf(error).failure });
      }
      if (!left.signal.aborted) controller.close();
    },
    cancel: () => left.abort(),
  });
  return new Response(body, { headers: { 'content-type': 'application/x-ndjson; charset=utf-8' } });
}

function failed(c: Context, error: unknown): Response {
  const { status, failure } = failureOf(error);
  return secured(c.json(failure, status as 400));
}

/** Headers that every answer has. */
function secured(response: Response): Response {
  const { headers } = response;
  headers.set('X-Content-Type-Options', 'nosniff');
  headers.set('Referrer-Policy', 'no-referrer');
  headers.set('Cross-Origin-Opener-Policy', 'same-origin');
  headers.set('Cross-Origin-Resource-Policy', 'same-origin');
  if (!headers.has('Cache-Control')) headers.set('Cache-Control', 'no-store');
  if (!headers.has('Content-Security-Policy')) headers.set('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'");
  return response;
}
