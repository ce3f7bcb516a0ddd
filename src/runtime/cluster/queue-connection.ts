/** Connections to Redis, which outlive its restarts. */
import { Redis } from 'ioredis';
import { DataError, firstLine } from '../store/data-error.ts';
import { fullbandVersion } from '../version.ts';

/** Longest wait between two attempts to reach a Redis that is gone. */
const MOST_RETRY_MS = 1_000;
/** A Redis that does not answer for so long at the start is taken for absent. */
const FIRST_ANSWER_MS = 5_000;

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

/** Connects, and stays connected: what is asked while Redis is away is answered when it is back. Throws DataError if it does not answer now. */
export async function connectQueue(url: string, onTrouble: (text: string) => void = () => undefined): Promise<Redis> {
  requireQueueUrl(url);
  const connection = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: null, retryStrategy: (times) => Math.min(MOST_RETRY_MS, 50 * times) });
  let answered = false;
  let lastSaid = '';
  let refusal: unknown = null;
  connection.on('error', (error: unknown) => {
    refusal = error;
    const text = firstLine(error);
    if (answered && text !== lastSaid) onTrouble(`${shownUrl(url)} is away (${text}); waiting for it`);
    lastSaid = text;
  });
  connection.on('ready', () => {
    if (answered && lastSaid !== '') onTrouble(`${shownUrl(url)} is back`);
    lastSaid = '';
  });
  const timer = new Promise<'late'>((resolve) => setTimeout(resolve, FIRST_ANSWER_MS, 'late').unref());
  const ping = connection.connect().then(() => connection.ping());
  ping.catch(() => undefined);
  const outcome = await Promise.race([ping.then(() => 'ready' as const, () => 'refused' as const), timer]);
  if (outcome !== 'ready') {
    connection.disconnect();
    throw new DataError({
      file: null,
      found: `no Redis at ${shownUrl(url)}${refusal === null ? '' : ` (${firstLine(refusal)})`}`,
      expected: 'one that answers',
      remedy: 'Start it (`redis-server --appendonly yes`), or correct --queue.',
    });
  }
  answered = true;
  return connection;
}
