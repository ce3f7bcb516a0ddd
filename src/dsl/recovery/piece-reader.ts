/** Reads one piece of a broken file by one rule of the grammar, and reports at most one finding for it. */
import type { CstNode, IToken } from 'chevrotain';
import type { Piece } from './clause-pieces.ts';
import { readRule, type RuleName } from '../parsing/grammar.ts';
import { LIMITS, tooDeepAt } from '../limits.ts';
import { lexical } from '../messages/lexical.ts';
import type { Explanation } from './failure-place.ts';
import { explainDepth, explainFailure } from './syntax-errors.ts';
import type { Span } from '../source.ts';
import type { Scan } from '../parsing/scan.ts';
import { endOf, spanBetween } from '../parsing/token-place.ts';
import { TokenView } from '../parsing/token-view.ts';
import { TreeBuilder } from '../parsing/tree-builder.ts';
import type { Report } from '../parsing/tree-expressions.ts';

export class PieceReader {
  readonly view: TokenView;
  readonly builder: TreeBuilder;
  /** Whether the piece read last is damaged: what the builder finds in it may be an echo. */
  private muted = false;

  /** @param enough says when so much was reported that the rest need not be read */
  constructor(
    private readonly scanned: Scan,
    text: string,
    private readonly report: Report,
    readonly enough: () => boolean,
  ) {
    this.view = new TokenView(scanned.tokens, text);
    this.builder = new TreeBuilder(text, (span, message, fix) => {
      if (!this.muted) report(span, message, fix);
    });
  }

  /**
   * The concrete tree of a piece, or null if it could not be read.
   * @param tokens what to read in place of the piece's own tokens, after a repair that was reported already
   */
  read(rule: RuleName, piece: Piece, tokens?: readonly IToken[]): CstNode | null {
    this.muted = this.isDamaged(piece);
    const written = tokens ?? this.view.tokens.slice(piece.from, piece.to);
    const deep = written[tooDeepAt(written)];
    if (deep !== undefined) {
      this.explain(piece, explainDepth(deep, LIMITS.nesting));
      return null;
    }
    if (piece.to - piece.from > LIMITS.clauseTokens) {
      this.explain(piece, { span: this.spanOf(piece), message: lexical.clauseTooLong(LIMITS.clauseTokens), fix: null });
      return null;
    }
    const outcome = readRule(rule, written);
    if (outcome.failure === null) return outcome.node;
    if (tokens === undefined) this.explain(piece, explainFailure(outcome.failure, { view: this.view, rule, from: piece.from, to: piece.to }));
    return null;
  }

  /** Reports something about a piece, unless it is only the echo of what was reported when the text was scanned. */
  explain(piece: Piece, found: Explanation): void {
    if (!this.isDamaged(piece) && !this.scanned.replaced.has(found.span.start)) this.report(found.span, found.message, found.fix);
  }

  /** From the first to the last token of a piece, which holds at least one. */
  spanOf(piece: Piece): Span {
    const first = this.view.tokens[piece.from];
    const last = this.view.tokens[piece.to - 1];
    return first === undefined || last === undefined ? { start: this.view.text.length, end: this.view.text.length } : spanBetween(first, last);
  }

  /** Whether text was lost between the start of a piece and the start of the next, or directly before it on its line. */
  isDamaged(piece: Piece): boolean {
    const { damage } = this.scanned;
    const start = this.view.tokens[piece.from]?.startOffset ?? 0;
    const end = this.view.tokens[piece.to]?.startOffset ?? this.view.text.length;
    const at = lowerBound(damage, start);
    if ((damage[at] ?? Infinity) <= end) return true;
    const before = damage[at - 1];
    const previous = this.view.tokens[piece.from - 1];
    return before !== undefined && (previous === undefined || endOf(previous) <= before) && !/[\r\n]/.test(this.view.text.slice(before, start));
  }
}

/** Index of the first of ascending numbers that is not below a limit. */
function lowerBound(ascending: readonly number[], limit: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? 0) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
