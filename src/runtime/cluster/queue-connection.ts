/** Connections to Redis, which outlive its restarts. */
import { Redis } from 'ioredis';
import { DataError, firstLine } from '../store/data-error.ts';
import { fullbandVersion } from '../version.ts';

/** Longest wait between two attempts to reach a Redis that is gone. */
const MOST_RETRY_MS = 1_000;
/** What accepts a connection and does not answer for so long is no Redis. */
const ANSWER_MS = 5_000;

/** Tasks of one version of fullband are no work for another, which may compute other numbers. */
export function queueName(): string {
  return `fullband-${fullbandVersion()}`;
}

/** Throws DataError for a text that is no address of a Redis. */
export function requireQueueUrl(url: string): void {
  let parsed: URL | null = null;
  try {
    parsed = new URL(url);
  } catch {
    // Said below.
  }
  if (parsed !== null && ['redis:', 'rediss:'].includes(parsed.protocol) && parsed.hostname !== '') return;
  throw new DataError({ file: null, found: `the queue ${url === '' ? '(empty)' : url}`, expected: 'the address of a Redis, such as redis://localhost:6379', remedy: 'Correct --queue.' });
}

/** The address without its password, for messages. */
export function shownUrl(url: string): string {
  const parsed = new URL(url);
  if (parsed.password !== '') parsed.password = '…';
  return decodeURI(parsed.href).replace(/\/$/, '');
}

export interface ConnectOptions {
  /** How long a Redis that does not answer is waited for; 0: not at all. */
  readonly patienceMs: number;
  /** Told of Redis going and coming back. */
  readonly onTrouble?: (text: string) => void;
  /** Ends the wait for the first answer. */
  readonly signal?: AbortSignal;
}

/** Connects, and stays connected: what is asked while Redis is away is answered when it is back. Throws DataError if it does not answer in time, and the signal's reason. */
export async function connectQueue(url: string, { patienceMs, onTrouble, signal }: ConnectOptions = { patienceMs: 0 }): Promise<Redis> {
  requireQueueUrl(url);
  const deadline = performance.now() + patienceMs;
  let answered = false;
  const state: { trouble: string | null } = { trouble: null };
  const retryStrategy = (times: number): number | null => (answered || performance.now() < deadline ? Math.min(MOST_RETRY_MS, 50 * times) : null);
  const connection = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: null, connectTimeout: ANSWER_MS, retryStrategy });
  connection.on('error', (error: unknown) => {
    const text = firstLine(error);
    if (text !== state.trouble && (answered || patienceMs > 0)) onTrouble?.(`${shownUrl(url)} ${answered ? 'is away' : 'does not answer'} (${text}); waiting for it`);
    state.trouble = text;
  });
  connection.on('ready', () => {
    if (state.trouble !== null) onTrouble?.(`${shownUrl(url)} is back`);
    state.trouble = null;
  });
  // It counts as reached when it answers: something else may listen there.
  const ready = new Promise<boolean>((resolve) => {
    connection.once('end', () => { resolve(false); });
    connection.once('ready', () => { resolve(true); });
    setTimeout(resolve, patienceMs + ANSWER_MS, false).unref();
    signal?.addEventListener('abort', () => { resolve(false); });
  });
  // Its failure is the end of the connection, unless it is tried again.
  connection.connect().catch(() => undefined);
  if (!(await ready)) {
    connection.disconnect();
    signal?.throwIfAborted();
    throw new DataError({ file: null, found: `no Redis at ${shownUrl(url)}${state.trouble === null ? '' : ` (${state.trouble})`}`, expected: 'one that answers', remedy: 'Start it (`redis-server --appendonly yes`), or correct --queue.' });
  }
  answered = true;
  return connection;
}
