/**
 * Keeps what the parser says about a failure as data. The wording is ours alone (`syntax-errors.ts`), so all four of
 * Chevrotain's messages are replaced here by a record of the situation.
 */
import type { IParserErrorMessageProvider, IToken, TokenType } from 'chevrotain';

export type Failure =
  /** One token was expected and another, or the end, was found. */
  | { readonly kind: 'mismatch'; readonly rule: string; readonly expected: TokenType; readonly actual: IToken; readonly previous: IToken }
  /** None of a rule's alternatives begins with the token found. */
  | { readonly kind: 'no-alternative'; readonly rule: string; readonly actual: IToken; readonly previous: IToken }
  /** The rule was read to its end and something is left over. */
  | { readonly kind: 'left-over'; readonly actual: IToken };

/** Remembers the last failure; the parser makes at most one per rule it is asked for, since its own recovery is off. */
export class FailureRecorder implements IParserErrorMessageProvider {
  private last: Failure | null = null;

  /** The failure since the last call, if any. */
  take(): Failure | null {
    const failure = this.last;
    this.last = null;
    return failure;
  }

  buildMismatchTokenMessage(options: { expected: TokenType; actual: IToken; previous: IToken; ruleName: string }): string {
    return this.keep({ kind: 'mismatch', rule: options.ruleName, expected: options.expected, actual: options.actual, previous: options.previous });
  }

  buildNotAllInputParsedMessage(options: { firstRedundant: IToken; ruleName: string }): string {
    return this.keep({ kind: 'left-over', actual: options.firstRedundant });
  }

  buildNoViableAltMessage(options: { actual: IToken[]; previous: IToken; ruleName: string }): string {
    return this.keep({ kind: 'no-alternative', rule: options.ruleName, actual: options.actual[0] ?? options.previous, previous: options.previous });
  }

  buildEarlyExitMessage(options: { actual: IToken[]; previous: IToken; ruleName: string }): string {
    return this.keep({ kind: 'no-alternative', rule: options.ruleName, actual: options.actual[0] ?? options.previous, previous: options.previous });
  }

  private keep(failure: Failure): string {
    // A failed rule is abandoned, so what comes after its first failure would only echo it.
    this.last ??= failure;
    return failure.kind;
  }
}
