/** Names in quotes, as languages without names for windows and enums write them: `window="late"`, `side == "buy"`. */
import type { IToken } from 'chevrotain';
import * as t from './tokens.ts';

/** Whether a token is one after which a name, a window or a time may be meant: `=`, or a comparison for equality. */
export function isComparedOrNamed(token: IToken | undefined): boolean {
  return t.isToken(token, t.Assign) || t.isToken(token, t.Equal) || t.isToken(token, t.NotEqual);
}

/** What text in quotes names if the quotes are taken away: a name, a call, a time or a range of times; null if it names nothing. */
export function unquotedName(image: string): string | null {
  const inner = image.slice(1, -1).trim();
  return /^(?:[_\p{ID_Start}]\p{ID_Continue}*(?:\([1-8]\))?|\d\d:\d\d(?:\.\.\d\d:\d\d)?)$/u.test(inner) ? inner : null;
}
