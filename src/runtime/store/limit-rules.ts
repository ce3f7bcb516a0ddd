/** How far a price may move in a day, by board and date. */

export type Board = 'main' | 'chinext' | 'star' | 'bse';

export interface LimitRule {
  readonly board: Board;
  /** First day of the rule; it ends where the board's next begins. */
  readonly since: string;
  /** Per cent of the last close, up and down. */
  readonly percent: number;
  /** The same for a stock under special treatment (ST). */
  readonly st: number;
  /** Trading days without a limit, of a stock that is listed under the rule. */
  readonly free: number;
}

/**
 * Symbols of the boards' stocks, as regular expressions; no two fit one symbol. Whatever fits none has no rule: indices, funds, bonds and B shares have
 * other limits or steps of price. The exchange matters: 000001.SZ is a stock, 000001.SH an index.
 */
export const BOARDS: readonly { readonly board: Board; readonly symbols: string }[] = [
  { board: 'bse', symbols: '(43|8[378]|92)\\d{4}\\.BJ' },
  { board: 'star', symbols: '68[89]\\d{3}\\.SH' },
  { board: 'chinext', symbols: '30\\d{4}\\.SZ' },
  { board: 'main', symbols: '60\\d{4}\\.SH|00[0-4]\\d{3}\\.SZ' },
];

/** Oldest first within a board. Before its first rule a board knows no limit. */
export const LIMIT_RULES: readonly LimitRule[] = [
  { board: 'main', since: '1996-12-16', percent: 10, st: 10, free: 1 },
  { board: 'main', since: '1998-04-22', percent: 10, st: 5, free: 1 },
  // Since the registration system reached the main board. Before it the first day had limits of its own, 44 % up and 36 % down.
  { board: 'main', since: '2023-04-10', percent: 10, st: 5, free: 5 },
  { board: 'chinext', since: '2009-10-30', percent: 10, st: 5, free: 1 },
  { board: 'chinext', since: '2020-08-24', percent: 20, st: 20, free: 5 },
  { board: 'star', since: '2019-07-22', percent: 20, st: 20, free: 5 },
  { board: 'bse', since: '2021-11-15', percent: 30, st: 30, free: 1 },
];
