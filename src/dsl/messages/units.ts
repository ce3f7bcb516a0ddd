/** Messages of the checker about units: FB4xx. */
import type { Message } from '../finding.ts';

const error = (code: string, message: string, hint: string): Message => ({ code, severity: 'error', message, hint });

/** `1` is how a unit clause writes a plain number. */
const words = (unit: string): string => (unit === '1' ? 'a plain number' : unit);

export const units = {
  unlike: (operation: string, left: string, right: string) =>
    error('FB400', `cannot ${operation} ${words(left)} and ${words(right)}`, 'bring both to one unit: divide each by its mean, or price * volume is CNY'),
  bareAdded: (operation: string, unit: string) =>
    error('FB401', `cannot ${operation} a bare number and ${unit}`, 'a bare number is added to plain numbers only; divide by something of the same unit first'),
  /** @param instead what is certainly a plain number */
  plainNeeded: (callee: string, unit: string, instead: string | null) =>
    error('FB402', `${callee} needs a plain number, found ${unit}`, instead === null ? 'divide by something of the same unit, such as its mean' : `write ${callee}(${instead})`),
  plainNeededOverDays: (callee: string, unit: string, found: string) =>
    error('FB407', `${callee} needs a plain number, found ${unit}`, `rank(${found}) orders the stocks of a day as its ${callee} would; a ratio needs no unit, as in ${callee}(x / mean(x, window=20d))`),
  exponent: (unit: string) => error('FB403', `a value in ${unit} is raised to a literal power only`, 'write the exponent as a number, or make the base a plain number'),
  exponentUnit: (unit: string) => error('FB404', `an exponent is a plain number, found ${unit}`, 'divide by something of the same unit'),
  value: (factor: string, found: string, expected: string) =>
    error(
      'FB405',
      `the value of ${factor} is ${found === '1' ? '' : 'in '}${words(found)}, expected ${words(expected)}`,
      expected === '1' ? `make it a plain number (divide by a like value), or say: unit ${found}` : found === '1' ? 'remove the clause unit, or say: unit 1' : `say: unit ${found}`,
    ),
  badUnit: (found: string) => error('FB406', `${found} is no unit`, 'a unit is made of CNY, share and 1, for example CNY/share'),
} as const;
