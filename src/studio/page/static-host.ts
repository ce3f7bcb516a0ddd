/** The playground's host: examples and a simulated market that were built into the page. Nothing is asked of anybody but the place the page came from. */
import type { SourceFile } from '../api.ts';
import type { DayOfHost, Host, HostProject } from './host.ts';
import { forget, keep, kept } from './kept.ts';

/** What the build wrote beside the days. */
interface MarketFile {
  readonly version: string;
  readonly symbols: readonly string[];
  readonly dates: readonly string[];
  /** By date: stocks whose shares have become more, and what of them. */
  readonly adjustments: Readonly<Record<string, readonly (readonly [stock: number, factor: number])[]>>;
}

const EXAMPLES: Readonly<Record<string, string>> = import.meta.glob<string>('../../../factors/minute/*.factor', { query: '?raw', import: 'default', eager: true });
const FOLDER = '../../../factors/';
const FIRST = 'minute/bigorder_ret.factor';
/** Names of texts that the reader changed, among what the browser keeps. */
const CHANGED = 'text:';

function examples(): readonly SourceFile[] {
  return Object.entries(EXAMPLES).map(([file, text]) => {
    const path = file.slice(FOLDER.length);
    return { path, text: kept(CHANGED + path) ?? text, version: '' };
  });
}

/** The text that an example came with; null of a file of the reader's. */
export function originalText(path: string): string | null {
  return EXAMPLES[FOLDER + path] ?? null;
}

async function fetched(path: string): Promise<Response> {
  const answer = await fetch(new URL(path, document.baseURI));
  if (!answer.ok) throw new Error(`${path}: ${String(answer.status)} ${answer.statusText}`);
  return answer;
}

let market: Promise<MarketFile> | null = null;

function openMarket(): Promise<MarketFile> {
  market ??= fetched('market/market.json').then(async (answer) => (await answer.json()) as MarketFile);
  return market;
}

export const host: Host = {
  kind: 'playground',
  async project(): Promise<HostProject> {
    const { version, dates } = await openMarket();
    return { version, name: null, files: examples(), dates, storeHint: null, first: FIRST };
  },
  save({ path, text }) {
    if (text === originalText(path)) forget(CHANGED + path);
    else keep(CHANGED + path, text);
    return Promise.resolve({ path, text, version: '' });
  },
  async day(date): Promise<DayOfHost> {
    const { symbols, adjustments } = await openMarket();
    const bytes = new Uint8Array(await (await fetched(`market/${date}.bin`)).arrayBuffer());
    return { day: { form: 'packed', bytes, symbols }, adjustments: new Map((adjustments[date] ?? []).map(([stock, factor]) => [symbols[stock] ?? '', factor])) };
  },
  values: null,
  test: null,
  experiments: null,
  machine: null,
};
