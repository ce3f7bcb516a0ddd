/** Questions about neighbouring tokens, as recovery asks them. */
import type { IToken } from 'chevrotain';
import { LineMap } from '../source.ts';
import { endOf } from './token-place.ts';
import * as t from './tokens.ts';

const OPERAND_STARTS = [t.Identifier, t.NumberLiteral, t.Time, t.Duration, t.True, t.False, t.Missing, t.Text];

/** Whether an expression may begin with this token, and could not continue with it. */
export function beginsOperand(token: IToken | undefined): boolean {
  return OPERAND_STARTS.some((type) => t.isToken(token, type));
}

/** Whether an expression may be complete after this token. */
export function endsOperand(token: IToken | undefined): boolean {
  return beginsOperand(token) || t.isToken(token, t.RightParenthesis) || t.isToken(token, t.RightBracket) || t.isToken(token, t.RightBrace);
}

/** The tokens of a file together with its text, for the line breaks between them. */
export class TokenView {
  private map: LineMap | null = null;

  constructor(
    readonly tokens: readonly IToken[],
    readonly text: string,
  ) {}

  get lines(): LineMap {
    this.map ??= new LineMap(this.text);
    return this.map;
  }

  is(index: number, type: Parameters<typeof t.isToken>[1]): boolean {
    return t.isToken(this.tokens[index], type);
  }

  /** Index of the first token that starts at or after an offset. */
  indexAt(offset: number): number {
    let low = 0;
    let high = this.tokens.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.tokens[middle]?.startOffset ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Whether no other token stands before this one on its line. */
  firstOnLine(index: number): boolean {
    const token = this.tokens[index];
    const previous = this.tokens[index - 1];
    if (token === undefined) return false;
    return previous === undefined || /[\r\n]/.test(this.text.slice(endOf(previous), token.startOffset));
  }
}
