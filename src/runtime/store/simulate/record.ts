/** What a store was simulated with: a small file in it, so that a run goes on with its own days and touches no others. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DataError, systemCode } from '../data-error.ts';
import { writeWhole } from '../durable.ts';
import { listDates, listYears, partitionFiles, tableFolder, type StoreTable } from '../layout.ts';
import { lockTable } from '../lock.ts';
import { WHOLE } from '../partition-name.ts';
import { SIMULATED } from '../simulated-store.ts';
import { EVENT_TABLES } from './event-files.ts';

/** Changes with everything that changes a simulated number. */
const MODEL = 2;

/** What a market is a function of; a longer one begins with the shorter one. */
export interface MarketOptions {
  readonly stocks: number;
  readonly days: number;
  readonly seed: number;
  /** First date, ISO; the first trading day from it on is the first day. */
  readonly from: string;
  /** Median number of orders of a stock and day. */
  readonly ordersPerStock: number;
  /** Whether the hidden state drives returns. */
  readonly information: boolean;
}

const NAMES = ['stocks', 'days', 'seed', 'from', 'ordersPerStock', 'information'] as const satisfies readonly (keyof MarketOptions)[];

export function recordPath(store: string): string {
  return join(store, SIMULATED);
}

/** Notes the options of a market in its store. Throws DataError if the store holds anything else. */
export async function claimStore(store: string, options: MarketOptions): Promise<void> {
  // Of two runs that begin at once, one finds the other's note.
  const lock = await lockTable(tableFolder(store, 'daily'));
  try {
    const path = recordPath(store);
    const found = await readRecord(path);
    if (found === null) await requireEmpty(store);
    else requireSame(path, found, options);
    const text = `${JSON.stringify({ model: MODEL, ...Object.fromEntries(NAMES.map((name) => [name, options[name]])) }, null, 2)}\n`;
    if (found?.text !== text) await writeWhole(path, text);
  } finally {
    await lock.release();
  }
}

interface Found {
  readonly text: string;
  readonly values: ReadonlyMap<string, unknown>;
}

async function readRecord(path: string): Promise<Found | null> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === 'object' && parsed !== null) return { text, values: new Map(Object.entries(parsed)) };
  } catch {
    // As anything else that is no record.
  }
  throw new DataError({ file: path, found: 'no record of a simulated market', expected: 'the file that `simulate` wrote', remedy: 'Restore it, or simulate into another folder.' });
}

function requireSame(path: string, { values }: Found, options: MarketOptions): void {
  if (values.get('model') !== MODEL) {
    throw new DataError({ file: path, found: `a market of model ${String(values.get('model'))}`, expected: `model ${MODEL}, which this version of fullband simulates`, remedy: 'Simulate into another folder, or delete this store.' });
  }
  const days = values.get('days');
  const different = NAMES.filter((name) => (name === 'days' ? typeof days !== 'number' || days > options.days : values.get(name) !== options[name]));
  if (different.length === 0) return;
  const list = (valueOf: (name: (typeof NAMES)[number]) => unknown): string => different.map((name) => `${WORDS[name]} ${String(valueOf(name))}`).join(', ');
  throw new DataError({ file: path, found: `a market with ${list((name) => values.get(name))}`, expected: list((name) => options[name]), remedy: 'Simulate into another folder, or with the options of this store; more days may be added to it.' });
}

const WORDS: Readonly<Record<(typeof NAMES)[number], string>> = { stocks: 'stocks', days: 'days', seed: 'seed', from: 'first date', ordersPerStock: 'orders per stock', information: 'information' };

/** Every table that a store may hold. Values are none: they may be deleted at any time. */
const TABLES = [...EVENT_TABLES, 'order_added', 'daily', 'industry', 'index_member', 'index_daily'] as const satisfies readonly StoreTable[];

async function requireEmpty(store: string): Promise<void> {
  for (const table of TABLES) if (await holdsRows(store, table)) throw occupied(store, table);
}

async function holdsRows(store: string, table: (typeof TABLES)[number]): Promise<boolean> {
  switch (table) {
    case 'daily':
      return (await listYears(store)).length > 0;
    case 'industry':
    case 'index_member':
    case 'index_daily':
      return (await partitionFiles(store, table, WHOLE)).length > 0;
    default:
      return (await listDates(store, table)).length > 0;
  }
}

function occupied(store: string, table: string): DataError {
  return new DataError({ file: store, found: `${table} with data that was not simulated`, expected: 'an empty store, or one that `simulate` has begun', remedy: 'Simulate into another folder.' });
}
