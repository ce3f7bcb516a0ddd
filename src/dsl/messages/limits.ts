/** Messages about programs that are larger than fullband accepts: FB7xx. */
import type { Message } from '../finding.ts';

const error = (code: string, message: string, hint: string | null = null): Message => ({ code, severity: 'error', message, hint });

export const limits = {
  tooDeep: (limit: number) => error('FB750', `this expression is nested more than ${String(limit)} deep once lets and defs are put in`, 'split it into several factors'),
  tooLarge: (limit: number) => error('FB751', `this factor has more than ${String(limit)} steps once lets and defs are put in`, 'split it into several factors'),
} as const;
