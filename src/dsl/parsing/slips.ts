/** What the signs of other languages and keyboards stand for, so that one wrong sign costs one finding. */
import type { TokenType } from 'chevrotain';
import * as t from './tokens.ts';

/** What a sign means here: `type` null means nothing at all, so it is left out. */
export interface Meaning {
  readonly type: TokenType | null;
  /** How the language writes it. */
  readonly text: string;
  readonly fullWidth: boolean;
}

const SIGNS: ReadonlyMap<string, TokenType> = new Map([
  ['(', t.LeftParenthesis], [')', t.RightParenthesis], ['[', t.LeftBracket], [']', t.RightBracket], ['{', t.LeftBrace], ['}', t.RightBrace],
  [',', t.Comma], ['.', t.Dot], ['..', t.Dots], ['=', t.Assign], ['==', t.Equal], ['!=', t.NotEqual],
  ['<', t.Less], ['<=', t.LessEqual], ['>', t.Greater], ['>=', t.GreaterEqual],
  ['+', t.Plus], ['-', t.Minus], ['*', t.Star], ['/', t.Slash], ['^', t.Caret], ['and', t.And], ['or', t.Or], ['not', t.Not],
]);

const FOREIGN: ReadonlyMap<string, string> = new Map([
  ['&&', 'and'], ['&', 'and'], ['∧', 'and'], ['||', 'or'], ['|', 'or'], ['∨', 'or'], ['!', 'not'], ['¬', 'not'],
  ['===', '=='], ['!==', '!='], ['<>', '!='], ['≠', '!='], ['=<', '<='], ['≤', '<='], ['=>', '>='], ['≥', '>='],
  ['**', '^'], ['×', '*'], ['÷', '/'], ['−', '-'], ['–', '-'], ['—', '-'], ['、', ','],
]);

const FULL_WIDTH_OFFSET = 0xfee0;

/** What a `Slip` token stands for; null if it stands for nothing that the language has. */
export function meaningOf(image: string): Meaning | null {
  if (image === ';' || image === '；') return { type: null, text: '', fullWidth: false };
  if (image.startsWith('...')) return { type: t.Dots, text: '..', fullWidth: false };
  const code = image.charCodeAt(0);
  const fullWidth = image.length === 1 && code >= 0xff01 && code <= 0xff5e;
  const ascii = fullWidth ? String.fromCharCode(code - FULL_WIDTH_OFFSET) : image;
  const text = FOREIGN.get(ascii) ?? ascii;
  const type = SIGNS.get(text);
  return type === undefined ? null : { type, text, fullWidth };
}
