/** Words for every way in which the parser can fail: what was found, what was expected there, and where possible an edit. */
import type { IToken } from 'chevrotain';
import { isCloser } from './brackets.ts';
import { quote } from '../parsing/characters.ts';
import { afterExpression, explainCloser, explainOperand, unclosed } from './expression-errors.ts';
import { after, locate, type Explanation, type Place, type Reading } from './failure-place.ts';
import type { Failure } from '../parsing/failure.ts';
import type { Fix } from '../finding.ts';
import { lexical } from '../messages/lexical.ts';
import { syntax } from '../messages/syntax.ts';
import { foreignForm } from '../parsing/other-forms.ts';
import { endOf, spanOf } from '../parsing/token-place.ts';
import * as t from '../parsing/tokens.ts';

/** Says what is wrong; the one place where parser failures become messages. */
export function explainFailure(failure: Failure, reading: Reading): Explanation {
  const place = locate(failure, reading);
  const foreign = explainForeign(place);
  if (foreign !== null) return foreign;
  switch (failure.kind) {
    case 'left-over':
      return explainLeftOver(place);
    case 'no-alternative':
      return explainOperand(place);
    case 'mismatch':
      return explainMismatch(failure, place);
  }
}

/** A form of another language at which reading stopped. */
function explainForeign({ index, reading: { view, from, to, rule } }: Place): Explanation | null {
  // The keyword of a clause is no part of its expression.
  const start = view.tokens[rule === 'factorClause' || rule === 'modelClause' ? from + 1 : from]?.startOffset;
  const last = view.tokens[to - 1];
  const stopped = view.tokens[Math.min(index, to - 1)]?.startOffset;
  if (start === undefined || last === undefined || stopped === undefined) return null;
  const found = foreignForm(view.text, { start, end: endOf(last) });
  return found !== null && found.span.start <= stopped && stopped <= found.span.end ? found : null;
}

function explainMismatch(failure: Extract<Failure, { kind: 'mismatch' }>, place: Place): Explanation {
  const { found, span, actual } = place;
  switch (failure.expected) {
    case t.RightParenthesis:
    case t.RightBracket:
      if (failure.rule === 'parameterList' && isNoParameter(place)) return explainName('parameter', place);
      return explainCloser(failure.expected === t.RightParenthesis ? ')' : ']', place);
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

/** Something other than a name where a parameter begins; brackets that close there are missing their openers. */
function isNoParameter({ actual, previous }: Place): boolean {
  return actual !== undefined && !isCloser(actual) && !t.isToken(previous, t.Identifier);
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
