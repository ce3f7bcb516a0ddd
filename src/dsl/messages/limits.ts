/** Messages about programs that are larger than fullband accepts: FB7xx. */
import type { Message } from '../finding.ts';

const error = (code: string, message: string, hint: string): Message => ({ code, severity: 'error', message, hint });

export const limits = {
  tooDeep: (limit: number) => error('FB750', `this expression is nested more than ${limit.toLocaleString('en')} deep once lets and defs are put in`, 'split it into several factors'),
  tooLarge: (limit: number) => error('FB751', `this factor has more than ${limit.toLocaleString('en')} steps once lets and defs are put in`, 'split it into several factors'),
  tooManyCalls: (limit: number) => error('FB752', `defs call one another more than ${String(limit)} deep`, 'put some of them together'),
  tooManyPooled: (limit: number) => error('FB753', `more than ${limit.toLocaleString('en')} series are pooled here once lets and defs are put in`, 'pool fewer of them'),
} as const;
