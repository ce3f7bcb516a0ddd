/** From text to tokens the parser can read: signs from elsewhere are replaced by what they stand for, the unreadable is left out; each gives a finding. */
import type { IToken, TokenType } from 'chevrotain';
import { finding, type Finding, type Fix, type Message } from '../finding.ts';
import { tokenize } from './lexer.ts';
import { LIMITS } from '../limits.ts';
import { lexical } from '../messages/lexical.ts';
import { syntax } from '../messages/syntax.ts';
import { explainNumber, readDuration, readNumber, readTime } from '../numbers.ts';
import { meaningOf, type Meaning } from './slips.ts';
import type { Span } from '../source.ts';
import type { Comment } from '../syntax.ts';
import { codePointName, quote, quoteCharacter } from './characters.ts';
import { isComparedOrNamed, unquotedName } from './quoted-names.ts';
import { spanOf } from './token-place.ts';
import * as t from './tokens.ts';

export interface Scan {
  /** What the parser reads, in source order. */
  readonly tokens: readonly IToken[];
  readonly comments: readonly Comment[];
  readonly findings: readonly Finding[];
  /** Offsets, ascending, where text was lost or is only a guess: grammar findings about the same clause would be echoes of it. */
  readonly damage: readonly number[];
  /** Offsets of tokens that were reported here and then read as something else. */
  readonly replaced: ReadonlySet<number>;
}

/** Splits a text into tokens and comments and reports what is wrong with single tokens. */
export function scan(text: string, path: string): Scan {
  const raw = tokenize(text);
  const tokens: IToken[] = [];
  const findings: Finding[] = [];
  const damage: number[] = [];
  const replaced = new Set<number>();
  const report = (span: Span, message: Message, fix: Fix | null): void => {
    // One more than is shown says that there are more.
    if (findings.length <= LIMITS.findings) findings.push(finding(path, span, message, fix));
  };

  const unreadable: Span[] = [];
  for (const token of raw.tokens) {
    const meaning = token.tokenType === t.Slip ? meaningOf(token.image) : null;
    if (meaning !== null) {
      reportSlip(text, token, meaning, report);
      if (meaning.type === null) damage.push(token.startOffset);
      else {
        replaced.add(token.startOffset);
        tokens.push(retyped(token, meaning.type));
      }
    } else if (token.tokenType === t.Unreadable || token.tokenType === t.Slip) {
      addRun(unreadable, spanOf(token));
    } else {
      if (token.tokenType === t.UnterminatedText || token.tokenType === t.MalformedNumber) damage.push(token.startOffset);
      if (token.tokenType === t.OtherQuotedText) replaced.add(token.startOffset);
      checkToken(token, tokens.at(-1), report);
      tokens.push(token);
    }
  }
  for (const span of unreadable) {
    reportUnreadable(text, span, report);
    damage.push(span.start);
  }
  const comments = raw.comments.map((comment) => readComment(comment, report));
  // What stands in a foreign comment may have been meant as code.
  for (const comment of comments) if (!isOwnComment(comment.text)) damage.push(comment.span.start);
  damage.sort((a, b) => a - b);
  return { tokens, comments, findings, damage, replaced };
}

type Report = (span: Span, message: Message, fix: Fix | null) => void;

/** Adds a span to a list in which spans that touch are one. */
function addRun(runs: Span[], span: Span): void {
  const last = runs.at(-1);
  if (last?.end === span.start) runs[runs.length - 1] = { start: last.start, end: span.end };
  else runs.push(span);
}

/** The same token under another type. */
export function retyped(token: IToken, type: TokenType): IToken {
  return { ...token, tokenType: type, tokenTypeIdx: type.tokenTypeIdx ?? token.tokenTypeIdx };
}

function replace(span: Span, text: string): Fix {
  return { title: `write ${text}`, edits: [{ span, text }] };
}

/** Clauses without `=`, and how they are written. */
const CLAUSES: Readonly<Record<string, string>> = { from: 'from minute', direction: 'direction -1', unit: 'unit CNY', known: 'known 10:00', value: 'value mean(ret)' };
const CLAUSE_WORD = /(?:^|[\s{}])(from|direction|unit|known|value)\s*$/;

function reportUnreadable(text: string, span: Span, report: Report): void {
  const character = String.fromCodePoint(text.codePointAt(span.start) ?? 0);
  const rest = Array.from(text.slice(span.start, Math.min(span.end, span.start + 8))).length;
  const message = lexical.unreadableCharacter(quoteCharacter(character), codePointName(character), hintFor(character, text, span.start, rest));
  report(span, message, { title: 'remove it', edits: [{ span, text: '' }] });
}

function hintFor(character: string, text: string, at: number, count: number): string | null {
  const clause = character === ':' ? CLAUSE_WORD.exec(text.slice(Math.max(0, at - 20), at))?.[1] : undefined;
  if (clause !== undefined) return `nothing stands between \`${clause}\` and what it says, as in \`${CLAUSES[clause] ?? clause}\``;
  if (character === '$') return 'a column is written by its name alone, as `close`';
  if (character === ':' && text.charAt(at + 1) === '=') return 'a name is given with `=` alone';
  if (character === '%') return 'a percentage is written without a space, as `30%`; there is no remainder operator';
  if (character === '?' || character === ':') return 'a choice is written `if(condition, a, b)`; arguments are named with `=`';
  if (character === '@') return 'names are made of letters, digits and `_`';
  if (character >= '０' && character <= '９') return 'write digits as 0 to 9';
  return count > 1 ? 'remove these characters' : null;
}

function reportSlip(text: string, token: IToken, meaning: Meaning, report: Report): void {
  const span = spanOf(token);
  if (meaning.type === null) {
    report(span, lexical.needlessSeparator(token.image), { title: 'remove it', edits: [{ span, text: '' }] });
    return;
  }
  const message = meaning.fullWidth ? lexical.fullWidth(token.image, meaning.text) : lexical.foreignOperator(token.image, meaning.text);
  const word = /^[a-z]/.test(meaning.text);
  const before = word && /\S/.test(text.charAt(span.start - 1)) ? ' ' : '';
  const after = word && /\S/.test(text.charAt(span.end)) ? ' ' : '';
  report(span, message, { title: `write ${meaning.text}`, edits: [{ span, text: before + meaning.text + after }] });
}

function checkToken(token: IToken, previous: IToken | undefined, report: Report): void {
  const span = spanOf(token);
  switch (token.tokenType) {
    case t.MalformedNumber:
      reportNumber(token.image, span, previous !== undefined && BEFORE_NAMES.has(previous.tokenType), report);
      break;
    case t.PlainNumber:
      if (readNumber(token.image) === null) report(span, lexical.numberTooLarge(token.image), null);
      break;
    case t.Duration:
      if (readDuration(token.image) === null) report(span, lexical.numberTooLarge(token.image), null);
      break;
    case t.Time:
      if (readTime(token.image) === null) report(span, lexical.invalidTime(token.image), null);
      else if (token.image.includes('：')) report(span, lexical.fullWidth('：', ':'), replace(span, token.image.replace('：', ':')));
      break;
    case t.UnterminatedText:
      report(span, lexical.unterminatedText(), { title: 'close the text', edits: [{ span: { start: span.end, end: span.end }, text: '"' }] });
      break;
    case t.OtherQuotedText: {
      const unquoted = isComparedOrNamed(previous) ? unquotedName(token.image) : null;
      if (unquoted !== null) {
        report(span, syntax.quotedName(quote(token.image), unquoted), replace(span, unquoted));
        break;
      }
      const quotes = [token.image.charAt(0), token.image.charAt(token.image.length - 1)];
      report(span, lexical.wrongQuotes(quotes[0] === quotes[1] ? (quotes[0] ?? '') : quotes.join(' and ')), replace(span, `"${token.image.slice(1, -1)}"`));
      break;
    }
    default:
  }
}

/** Keywords that a name follows. */
const BEFORE_NAMES: ReadonlySet<TokenType> = new Set([t.Def, t.SetWord, t.Factor, t.Model, t.Let, t.Input, t.Target, t.Layer, t.Output]);

function reportNumber(image: string, span: Span, isName: boolean, report: Report): void {
  const fault = explainNumber(image);
  switch (fault.kind) {
    case 'number':
      report(span, lexical.malformedNumber(image, fault.replacement), replace(span, fault.replacement));
      break;
    case 'duration':
      report(span, lexical.durationUnit(image, fault.replacement), fault.replacement === null ? null : replace(span, fault.replacement));
      break;
    case 'time':
      report(span, lexical.invalidTime(image), null);
      break;
    case 'product':
      if (isName) {
        report(span, lexical.notANumber(image, 'a name does not begin with a digit'), null);
        break;
      }
      report(span, lexical.notANumber(image, `to multiply write \`${fault.number} * ${fault.name}\`; a name does not begin with a digit`), replace(span, `${fault.number} * ${fault.name}`));
      break;
    case 'unknown':
      report(span, lexical.notANumber(image, 'numbers are written as `12`, `0.5`, `1e-4` or `30%`; a name does not begin with a digit'), null);
  }
}

function isOwnComment(text: string): boolean {
  return text.startsWith('#') || text.startsWith('///');
}

function readComment(token: IToken, report: Report): Comment {
  const span = spanOf(token);
  const opening = /^(#|\/\/\/|＃|\/\/|\/\*)/.exec(token.image)?.[0] ?? '#';
  if (opening === '//' || opening === '＃') {
    report(span, lexical.foreignComment(opening), { title: 'begin it with #', edits: [{ span: { start: span.start, end: span.start + opening.length }, text: '#' }] });
  } else if (opening === '/*') {
    report(span, lexical.foreignComment(opening), null);
  }
  const text = token.image.trimEnd();
  return { text, span: { start: span.start, end: span.start + text.length } };
}
