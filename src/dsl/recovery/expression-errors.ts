/** Words for failures inside expressions: operands and operators that are missing, brackets that do not close. */
import type { IToken } from 'chevrotain';
import { closersOf, isCloser, openBefore } from './brackets.ts';
import { after, describe, type Explanation, type Place } from './failure-place.ts';
import type { Message } from '../finding.ts';
import { syntax } from '../messages/syntax.ts';
import { indexing } from '../parsing/indexing.ts';
import { isComparedOrNamed, unquotedName } from '../parsing/quoted-names.ts';
import { endOf, spanBetween, spanOf } from '../parsing/token-place.ts';
import { beginsOperand, type TokenView } from '../parsing/token-view.ts';
import * as t from '../parsing/tokens.ts';

/** A bracket is missing, or something stands inside the brackets that does not belong there. */
export function explainCloser(closer: string, place: Place): Explanation {
  const { actual, previous, found, span } = place;
  if (actual === undefined || isCloser(actual)) return unclosed(place, closer);
  if (t.isToken(previous, t.Comma) || t.isToken(previous, t.LeftParenthesis) || t.isToken(previous, t.LeftBracket) || t.isToken(actual, t.Text)) return explainOperand(place);
  if (t.isToken(actual, t.Comma)) return { span, message: syntax.unexpectedAfterExpression(found, 'parentheses hold one expression; a list is written `[a, b]`'), fix: null };
  return afterExpression(place);
}

/** A bracket that is open where reading stopped, with its closer as the fix. */
export function unclosed(place: Place, closer: string): Explanation {
  const { reading, previous, span, found } = place;
  const opener = reading.view.tokens[openBefore(reading.view.tokens, reading.from, place.index)];
  const end = previous === undefined ? span.end : endOf(previous);
  const fix = { title: `add ${closer}`, edits: [{ span: { start: end, end }, text: closer }] };
  return { span, message: unclosedMessage(reading.view, opener, closer, found), fix };
}

/** The message about a bracket that is never closed, which says where it was opened. */
export function unclosedMessage(view: TokenView, opener: IToken | undefined, closer: string, found: string): Message {
  const position = view.lines.position(opener?.startOffset ?? 0);
  return syntax.unclosed(opener?.image ?? '', position.line, position.column, closer, found);
}

/** No operand where one is needed. */
export function explainOperand(place: Place): Explanation {
  const { actual, previous, found, span } = place;
  if (t.isToken(actual, t.RightParenthesis) && t.isToken(previous, t.LeftParenthesis)) return { span, message: syntax.emptyParentheses(), fix: null };
  const unquoted = t.isToken(actual, t.Text) && isComparedOrNamed(previous) ? unquotedName(actual?.image ?? '') : null;
  if (unquoted !== null) return { span, message: syntax.quotedName(found, unquoted), fix: { title: `write ${unquoted}`, edits: [{ span, text: unquoted }] } };
  const hint = t.isToken(actual, t.Text) ? 'text in quotes stands only after `use` and in a set' : null;
  return { span, message: syntax.expectedExpression(after(place), found, hint), fix: null };
}

/** What other languages write so; null if nothing comes to mind. */
function operatorHint({ actual, previous, index, reading: { view } }: Place): string | null {
  const [series, dot] = [view.tokens[index - 3], view.tokens[index - 2]];
  if (t.isToken(actual, t.LeftParenthesis) && t.isToken(dot, t.Dot) && series !== undefined) return `a series has no methods: write \`${previous?.image ?? ''}(${series.image})\``;
  return previous?.image === 'if' ? 'a choice is written `if(condition, a, b)`' : null;
}

/** An index in brackets, up to where they close. */
function explainIndex(open: IToken, { reading, index, previous }: Place): Explanation {
  const { view, from, to } = reading;
  const close = view.tokens[closersOf(view.tokens, index, to)[0] ?? -1];
  const span = close === undefined ? spanOf(open) : spanBetween(open, close);
  const first = view.tokens[from];
  return indexing(view.text, { start: first?.startOffset ?? 0, end: previous === undefined ? span.start : endOf(previous) }, span);
}

/** Something follows a complete expression. */
export function afterExpression(place: Place): Explanation {
  const { actual, previous, found, span } = place;
  const remove = { title: `remove ${actual?.image ?? ''}`, edits: [{ span, text: '' }] };
  if (actual !== undefined && isCloser(actual)) return { span, message: syntax.nothingToClose(actual.image), fix: remove };
  if (actual !== undefined && t.isToken(actual, t.LeftBracket)) return explainIndex(actual, place);
  if (beginsOperand(actual) || t.isToken(actual, t.LeftParenthesis) || t.isToken(actual, t.Not)) {
    const word = (actual?.image ?? '').toLowerCase();
    const shouted = word === 'and' || word === 'or';
    const fix = shouted ? { title: `write ${word}`, edits: [{ span, text: word }] } : null;
    return { span, message: syntax.missingOperator(describe(previous), found, shouted ? `write \`${word}\`` : operatorHint(place)), fix };
  }
  if (t.isToken(actual, t.Dot)) return { span, message: syntax.unexpectedAfterExpression(found, 'a column of another table is written `table.column`'), fix: null };
  if (t.isToken(actual, t.Dots)) return { span, message: syntax.unexpectedAfterExpression(found, 'a range runs between two times, as `09:30..10:00`'), fix: null };
  if (t.isToken(actual, t.Comma)) {
    // Before something else the comma may have been meant as an operator.
    const fix = place.index + 1 === place.reading.to ? remove : null;
    return { span, message: syntax.unexpectedAfterExpression(found, 'commas stand between arguments, members and elements only'), fix };
  }
  return { span, message: syntax.unexpectedAfterExpression(found, null), fix: null };
}
