/** The studio's host: the server that the page came from. Addresses are relative to the page, which lies below the token. */
import { DEFAULT_SETTINGS } from '../../runtime/evaluate/settings.ts';
import { ROUTES, type ExperimentsAnswer, type Failure, type ProjectAnswer, type SourceFile, type TestLine, type TestResult, type ValuesAnswer } from '../api.ts';
import type { BackendProbe } from '../../runtime/engine/backend.ts';
import type { DayOfHost, FactorQuestion, Host, HostProject, MachineFact, TestProgress } from './host.ts';

/** Stocks of a day that are computed in the page. */
const STOCKS = 300;

/** What is read of the program's report about its machine: runtime/doctor.ts. */
interface MachineReport {
  readonly fullband: string;
  readonly platform: { readonly system: string; readonly cores: number; readonly memoryGiB: number };
  readonly compute: { readonly backends: readonly BackendProbe[] };
}

/** Bytes that a request may have which outlives its page; browsers take 64 KiB in all. */
const OUTLIVING = 30_000;

/** A request that the server refused, in its words. */
class Refused extends Error {
  override readonly name = 'Refused';
}

async function asked(route: string, options: RequestInit = {}): Promise<Response> {
  const answer = await fetch(new URL(route, document.baseURI), options);
  if (answer.ok) return answer;
  const { message, hint } = (await answer.json()) as Failure;
  throw new Refused(hint === null ? message : `${message} ${hint}`);
}

async function json<T>(route: string, options: RequestInit = {}): Promise<T> {
  return (await (await asked(route, options)).json()) as T;
}

function body(method: 'POST' | 'PUT', content: object): RequestInit & { readonly body: string } {
  return { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(content) };
}

export const host: Host = {
  kind: 'studio',
  async project(): Promise<HostProject> {
    const { version, name, files, store, storeHint } = await json<ProjectAnswer>(ROUTES.project);
    return { version, name, files, dates: store?.dates ?? [], storeHint, first: files.find(({ path }) => path.endsWith('.factor'))?.path ?? files[0]?.path ?? null };
  },
  save(request) {
    // The page may be closing: what was typed last must reach the server all the same.
    const put = body('PUT', request);
    return json<SourceFile>(ROUTES.source, { ...put, keepalive: new Blob([put.body]).size < OUTLIVING });
  },
  async day(date): Promise<DayOfHost> {
    const answer = await asked(`${ROUTES.day}?${new URLSearchParams({ date, stocks: String(STOCKS) }).toString()}`);
    return { day: { form: 'plain', bytes: new Uint8Array(await answer.arrayBuffer()) }, adjustments: new Map() };
  },
  values: (question) => json<ValuesAnswer>(ROUTES.values, body('POST', question)),
  test: testOnServer,
  experiments: () => json<ExperimentsAnswer>(ROUTES.experiments),
  async machine(): Promise<readonly MachineFact[]> {
    return factsOf(await json<MachineReport>(ROUTES.doctor));
  },
};

async function testOnServer(question: FactorQuestion, tell: TestProgress): Promise<TestResult> {
  const answer = await asked(ROUTES.test, body('POST', { ...question, horizon: DEFAULT_SETTINGS.horizon, layers: DEFAULT_SETTINGS.layers }));
  for await (const line of linesOf(answer)) {
    if (line.kind === 'result') return line.result;
    if (line.kind === 'failure') throw new Refused(line.failure.message);
    tell(line.note, line.done, line.total);
  }
  throw new Refused('The studio has ended.');
}

async function* linesOf(answer: Response): AsyncGenerator<TestLine, void> {
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (reader === undefined) return;
  let rest = '';
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    const lines = (rest + chunk.value).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line !== '') yield JSON.parse(line) as TestLine;
  }
}

function factsOf({ fullband, platform: { system, cores, memoryGiB }, compute }: MachineReport): readonly MachineFact[] {
  const backends = compute.backends.map(({ name, runs, device, reason, fix }): MachineFact => [name, [runs ? device : 'does not run', reason, fix].filter((part) => part !== null && part !== '').join(' · ')]);
  return [['fullband', fullband], ['system', `${system}, ${String(cores)} cores, ${String(memoryGiB)} GiB`], ...backends];
}
