/** Words for every way in which the parser can fail: what was found, what was expected there, and where possible an edit. */
import { EOF, type IToken } from 'chevrotain';
import { openBefore } from './brackets.ts';
import { quote } from './characters.ts';
import type { Failure } from './failure.ts';
import type { RuleName } from './grammar.ts';
import type { Fix, Message } from './finding.ts';
import { lexical } from './messages/lexical.ts';
import { syntax } from './messages/syntax.ts';
import type { Span } from './source.ts';
import { endOf, spanOf } from './token-place.ts';
import { beginsOperand, type TokenView } from './token-view.ts';
import * as t from './tokens.ts';

export interface Explanation {
  readonly span: Span;
  readonly message: Message;
  readonly fix: Fix | null;
}

/** What was being read: tokens [from, to) of a file. */
export interface Reading {
  readonly view: TokenView;
  /** The rule by which the tokens were read. */
  readonly rule: RuleName;
  readonly from: number;
  readonly to: number;
}

/** A failure with the tokens around it. */
interface Place {
  readonly reading: Reading;
  /** Index of the token at which reading stopped; `to` if the tokens ran out. */
  readonly index: number;
  readonly actual: IToken | undefined;
  readonly previous: IToken | undefined;
  /** What was found, in words. */
  readonly found: string;
  readonly span: Span;
}

/** Says what is wrong; the one place where parser failures become messages. */
export function explainFailure(failure: Failure, reading: Reading): Explanation {
  const place = locate(failure, reading);
  switch (failure.kind) {
    case 'left-over':
      return explainLeftOver(place);
    case 'no-alternative':
      return explainOperand(place);
    case 'mismatch':
      return explainMismatch(failure, place);
  }
}

/** `found` for the token at an index, also where the file ends. */
export function describe(token: IToken | undefined): string {
  return token === undefined ? 'the end of the file' : quote(token.image);
}

function locate(failure: Failure, reading: Reading): Place {
  const { view, from, to } = reading;
  const ended = failure.actual.tokenType === EOF;
  const index = ended ? to : view.indexAt(failure.actual.startOffset);
  const actual = ended ? undefined : view.tokens[index];
  const previous = index > from ? view.tokens[index - 1] : undefined;
  const marked = actual ?? previous;
  return {
    reading,
    index,
    actual,
    previous,
    found: describe(view.tokens[index]),
    span: marked === undefined ? { start: view.text.length, end: view.text.length } : spanOf(marked),
  };
}

function explainMismatch(failure: Extract<Failure, { kind: 'mismatch' }>, place: Place): Explanation {
  const { found, span, actual } = place;
  switch (failure.expected) {
    case t.RightParenthesis:
    case t.RightBracket:
      return explainCloser(failure.rule, failure.expected === t.RightParenthesis ? ')' : ']', place);
    case t.RightBrace:
      return failure.rule === 'trainClause' && actual !== undefined ? { span, message: syntax.expectedSetting(found), fix: null } : unclosed(place, '}');
    case t.Identifier:
      return explainName(failure.rule, place);
    case t.Text:
      return { span, message: syntax.expectedPath(found), fix: quotePath(place) };
    case t.NumberLiteral:
      return { span, message: syntax.expectedDirection(found), fix: null };
    case t.Time:
      return { span, message: syntax.expectedTime(after(place), found), fix: null };
    case t.Assign:
      return explainAssign(place);
    case t.LeftBrace: {
      const dash = actual !== undefined && t.isToken(actual, t.Minus) ? 'names hold letters, digits and `_`, no `-`' : null;
      return { span, message: syntax.expectedSign('`{`', after(place), found, dash), fix: null };
    }
    default:
      return { span, message: syntax.expectedSign(failure.expected.LABEL ?? failure.expected.name, after(place), found), fix: null };
  }
}

function explainName(rule: string, place: Place): Explanation {
  const { found, span, actual, previous, reading } = place;
  if (actual !== undefined && /^[a-z]+$/.test(actual.image)) return { span, message: syntax.reservedName(actual.image), fix: null };
  if (rule === 'reference') {
    const table = reading.view.tokens[place.index - 2];
    return { span, message: syntax.expectedName(`a column of ${quote(table?.image ?? '')}`, found), fix: null };
  }
  if (rule === 'trainSetting') return { span, message: syntax.expectedSetting(found), fix: null };
  const of = rule === 'fromClause' ? 'a table' : rule === 'parameter' ? 'a parameter' : `the ${previous?.image ?? 'item'}`;
  return { span, message: syntax.expectedName(of, found), fix: null };
}

function explainAssign(place: Place): Explanation {
  const { found, span, actual } = place;
  const fix = t.isToken(actual, t.Equal) ? { title: 'write =', edits: [{ span, text: '=' }] } : null;
  return { span, message: syntax.expectedSign('`=`', after(place), found, t.isToken(actual, t.Equal) ? '`=` gives a name; `==` compares' : null), fix };
}

/** A bracket is missing, or something stands inside the brackets that does not belong there. */
function explainCloser(rule: string, closer: string, place: Place): Explanation {
  const { actual, previous, found, span } = place;
  if (actual === undefined || t.isToken(actual, t.RightParenthesis) || t.isToken(actual, t.RightBracket) || t.isToken(actual, t.RightBrace)) return unclosed(place, closer);
  if (rule === 'parameterList') return t.isToken(previous, t.Identifier) ? unclosed(place, closer) : explainName('parameter', place);
  if (t.isToken(previous, t.Comma) || t.isToken(previous, t.LeftParenthesis) || t.isToken(previous, t.LeftBracket) || t.isToken(actual, t.Text)) return explainOperand(place);
  if (t.isToken(actual, t.Comma)) return { span, message: syntax.unexpectedAfterExpression(found, 'parentheses hold one expression; a list is written `[a, b]`'), fix: null };
  return afterExpression(place);
}

function unclosed(place: Place, closer: string): Explanation {
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
function explainOperand(place: Place): Explanation {
  const { actual, previous, found, span } = place;
  if (t.isToken(actual, t.RightParenthesis) && t.isToken(previous, t.LeftParenthesis)) return { span, message: syntax.emptyParentheses(), fix: null };
  const hint = t.isToken(actual, t.Text) ? 'text in quotes stands only after `use` and in a set' : null;
  return { span, message: syntax.expectedExpression(after(place), found, hint), fix: null };
}

/** Something follows what was complete. */
function explainLeftOver(place: Place): Explanation {
  const { reading, found, span } = place;
  if (reading.rule === 'setMembers') return { span, message: syntax.unexpectedInSet(found), fix: null };
  const word = reading.rule === 'factorClause' || reading.rule === 'modelClause' ? reading.view.tokens[reading.from] : undefined;
  if (t.isToken(word, t.From) || t.isToken(word, t.Direction) || t.isToken(word, t.Known) || t.isToken(word, t.Train)) {
    return { span, message: syntax.afterClause(word?.image ?? '', found), fix: null };
  }
  return afterExpression(place);
}

function afterExpression(place: Place): Explanation {
  const { actual, previous, found, span } = place;
  const remove = { title: `remove ${actual?.image ?? ''}`, edits: [{ span, text: '' }] };
  if (t.isToken(actual, t.RightParenthesis) || t.isToken(actual, t.RightBracket) || t.isToken(actual, t.RightBrace)) {
    return { span, message: syntax.nothingToClose(actual?.image ?? ''), fix: remove };
  }
  if (t.isToken(actual, t.LeftBracket)) return { span, message: syntax.indexing(describe(previous)), fix: null };
  if (beginsOperand(actual) || t.isToken(actual, t.LeftParenthesis) || t.isToken(actual, t.Not)) {
    const word = (actual?.image ?? '').toLowerCase();
    const shouted = word === 'and' || word === 'or';
    const fix = shouted ? { title: `write ${word}`, edits: [{ span, text: word }] } : null;
    return { span, message: syntax.missingOperator(describe(previous), found, shouted ? `write \`${word}\`` : null), fix };
  }
  if (t.isToken(actual, t.Dot)) return { span, message: syntax.unexpectedAfterExpression(found, 'a column of another table is written `table.column`'), fix: null };
  if (t.isToken(actual, t.Dots)) return { span, message: syntax.unexpectedAfterExpression(found, 'a range runs between two times, as `09:30..10:00`'), fix: null };
  if (t.isToken(actual, t.Comma)) return { span, message: syntax.unexpectedAfterExpression(found, 'commas stand between arguments, members and elements only'), fix: remove };
  return { span, message: syntax.unexpectedAfterExpression(found, null), fix: null };
}

function after(place: Place): string {
  return place.previous === undefined ? 'at the beginning' : `after ${describe(place.previous)}`;
}

/** Puts quotes around the rest of the line, if a path was written without them. */
function quotePath(place: Place): Fix | null {
  const { actual, index, reading } = place;
  if (actual === undefined || reading.view.firstOnLine(index)) return null;
  let last = index;
  while (last + 1 < reading.to && !reading.view.firstOnLine(last + 1)) last++;
  const end = reading.view.tokens[last];
  if (end === undefined) return null;
  const span = { start: actual.startOffset, end: endOf(end) };
  return { title: 'put the path in quotes', edits: [{ span, text: `"${reading.view.text.slice(span.start, span.end)}"` }] };
}

/** Explains brackets that are nested beyond the limit. */
export function explainDepth(token: IToken, limit: number): Explanation {
  return { span: spanOf(token), message: lexical.nestedTooDeep(limit), fix: null };
}
