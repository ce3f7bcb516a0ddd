/** Codes of the messages that the language has. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../support/sources.ts';

const MESSAGES = join(ROOT, 'src/dsl/messages');

export interface MessageCode {
  /** `FB250`. */
  readonly code: string;
  /** `program.unknownName`. */
  readonly message: string;
}

/** One entry for each message function, found in the sources. */
export function messageCodes(): readonly MessageCode[] {
  return readdirSync(MESSAGES).flatMap((file) => {
    const text = readFileSync(join(MESSAGES, file), 'utf8');
    // A message is a property whose function ends in error('FB…') or warning('FB…'), perhaps on a later line.
    return [...text.matchAll(/^ {2}(\w+): \([^\n]*?=>\s*(?:error|warning)\(\s*'(FB\d{3})'/gm)].map(([, name = '', code = '']) => ({
      code,
      message: `${file.replace('.ts', '')}.${name}`,
    }));
  });
}

/** How often the sources write a code: the check that `messageCodes` overlooks none. */
export function codesWritten(): readonly string[] {
  return readdirSync(MESSAGES).flatMap((file) => [...readFileSync(join(MESSAGES, file), 'utf8').matchAll(/'(FB\d{3})'/g)].map(([, code = '']) => code));
}
