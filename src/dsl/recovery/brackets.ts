/** Which bracket closes which, also where some are missing. */
import type { IToken, TokenType } from 'chevrotain';
import * as t from '../parsing/tokens.ts';

const CLOSERS: ReadonlyMap<TokenType, TokenType> = new Map([
  [t.LeftParenthesis, t.RightParenthesis],
  [t.LeftBracket, t.RightBracket],
  [t.LeftBrace, t.RightBrace],
]);

const OPENERS: ReadonlyMap<TokenType, TokenType> = new Map([...CLOSERS].map(([opener, closer]) => [closer, opener]));

export const isOpener = (token: IToken): boolean => CLOSERS.has(token.tokenType);
export const isCloser = (token: IToken): boolean => OPENERS.has(token.tokenType);

interface Opened<T> {
  readonly type: TokenType;
  readonly value: T;
}

/** What is open inside one pair of braces, or outside all of them. */
interface Level<T> {
  /** The opening brace; undefined outside all. */
  readonly brace: Opened<T> | undefined;
  readonly inside: Opened<T>[];
  /** How many of each kind are inside, so that a closer without an opener costs no search. */
  parentheses: number;
  brackets: number;
}

/** Open brackets while tokens are read from left to right. Braces are stronger: `}` closes its `{` over parentheses that were left open. */
export class BracketStack<T> {
  private levels: Level<T>[] = [newLevel<T>(undefined)];

  /** Whether nothing is open. */
  get isEmpty(): boolean {
    return this.levels.length === 1 && this.top.inside.length === 0;
  }

  /** What was kept with the innermost open bracket. */
  get innermost(): T | undefined {
    return (this.top.inside.at(-1) ?? this.top.brace)?.value;
  }

  push(token: IToken, value: T): void {
    const opened = { type: token.tokenType, value };
    if (token.tokenType === t.LeftBrace) this.levels.push(newLevel(opened));
    else {
      this.top.inside.push(opened);
      count(this.top, opened.type, 1);
    }
  }

  /** What was kept with the bracket that this token closes; undefined if it closes none. Brackets left open inside are forgotten. */
  close(token: IToken): T | undefined {
    const wanted = OPENERS.get(token.tokenType);
    if (wanted === t.LeftBrace) return this.levels.length > 1 ? this.levels.pop()?.brace?.value : undefined;
    const { top } = this;
    if (wanted === undefined || (wanted === t.LeftBracket ? top.brackets : top.parentheses) === 0) return undefined;
    for (let opened = top.inside.pop(); opened !== undefined; opened = top.inside.pop()) {
      count(top, opened.type, -1);
      if (opened.type === wanted) return opened.value;
    }
    return undefined;
  }

  clear(): void {
    this.levels = [newLevel<T>(undefined)];
  }

  private get top(): Level<T> {
    const level = this.levels.at(-1);
    if (level === undefined) throw new Error('the level outside all braces is never closed');
    return level;
  }
}

function newLevel<T>(brace: Opened<T> | undefined): Level<T> {
  return { brace, inside: [], parentheses: 0, brackets: 0 };
}

function count<T>(level: Level<T>, type: TokenType, change: number): void {
  if (type === t.LeftBracket) level.brackets += change;
  else level.parentheses += change;
}

/** For every token of a range the index of the bracket that closes it; -1 for what is no bracket or is never closed. */
export function closersOf(tokens: readonly IToken[], from: number, to: number): readonly number[] {
  const closers = new Array<number>(to - from).fill(-1);
  const stack = new BracketStack<number>();
  for (let i = from; i < to; i++) {
    const token = tokens[i];
    if (token === undefined) break;
    if (isOpener(token)) stack.push(token, i);
    else if (isCloser(token)) {
      const opener = stack.close(token);
      if (opener !== undefined) closers[opener - from] = i;
    }
  }
  return closers;
}

/** Index of the innermost bracket that is open before a token; -1 if none is. */
export function openBefore(tokens: readonly IToken[], from: number, to: number): number {
  const stack = new BracketStack<number>();
  for (let i = from; i < to; i++) {
    const token = tokens[i];
    if (token === undefined) break;
    if (isOpener(token)) stack.push(token, i);
    else if (isCloser(token)) stack.close(token);
  }
  return stack.innermost ?? -1;
}
