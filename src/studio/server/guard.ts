/**
 * Who may ask. The server listens on the loopback only, but every page that a browser shows can send requests there: so an address without the token is not answered, nor
 * is a request that names another host (a name that somebody has pointed at the loopback) or that a page of another origin has made.
 */
import { timingSafeEqual } from 'node:crypto';

/** What a request says about where it comes from; null for what it does not say. */
export interface Caller {
  readonly method: string;
  /** Path of the address, as it was sent. */
  readonly path: string;
  readonly host: string | null;
  readonly origin: string | null;
  /** `Sec-Fetch-Site` and `Sec-Fetch-Mode`, which browsers add and pages cannot change. */
  readonly site: string | null;
  readonly mode: string | null;
}

export interface Refusal {
  readonly status: 403 | 421;
  readonly message: string;
}

/** Names under which the loopback is asked for. */
const NAMES = ['127.0.0.1', 'localhost'] as const;

/** Null for a request that may be answered. @param openPages paths below the token whose pages run in a sandbox, so that links between them come from no origin */
export function refusalOf(caller: Caller, token: string, port: number, openPages: string): Refusal | null {
  const hosts = NAMES.map((name) => `${name}:${String(port)}`);
  if (caller.host === null || !hosts.includes(caller.host)) return { status: 421, message: 'The studio answers under its own address only.' };
  const [, first = '', ...rest] = caller.path.split('/');
  if (!isSame(first, token)) return { status: 403, message: 'This address lacks the token. Open the address that fullband studio has printed.' };
  const followsLink = caller.method === 'GET' && caller.mode === 'navigate' && rest.join('/').startsWith(`${openPages}/`);
  if (caller.origin !== null && caller.origin !== `http://${caller.host}`) return { status: 403, message: 'The studio answers its own page only.' };
  if (caller.site !== null && caller.site !== 'same-origin' && caller.site !== 'none' && !followsLink) return { status: 403, message: 'The studio answers its own page only.' };
  return null;
}

/** Compares in a time that does not depend on how much is right. */
function isSame(text: string, token: string): boolean {
  const [a, b] = [Buffer.from(text), Buffer.from(token)];
  return a.length === b.length && timingSafeEqual(a, b);
}
