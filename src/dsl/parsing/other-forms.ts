/** Forms of other languages that read almost like this one: what they are written as here. */
import type { Fix, Message } from '../finding.ts';
import { syntax } from '../messages/syntax.ts';
import { operatorCalled } from '../other-names.ts';
import type { Span } from '../source.ts';
import { quote } from './characters.ts';

/** Longer texts are not searched: nobody would see the form in them either. */
const LONGEST = 2000;

const NAME = '(?<![\\p{ID_Continue}.])[_\\p{ID_Start}]\\p{ID_Continue}*';
const METHOD = new RegExp(`(${NAME})\\s*\\.\\s*([_\\p{ID_Start}]\\p{ID_Continue}*)\\s*\\(([^()]*)\\)`, 'u');
/** What follows `ret.rolling(20)`. */
const REDUCED = /^\s*\.\s*([_\p{ID_Start}]\p{ID_Continue}*)\s*\(\s*\)/u;
const TABLE_CLAUSE = /(?<!\p{ID_Continue})from\s+([_\p{ID_Start}]\p{ID_Continue}*)/gu;
const IS_MISSING = new RegExp(`(${NAME}(?:\\.\\p{ID_Continue}+)?(?:\\([^()]*\\))?)\\s+is\\s+(not\\s+)?(?:missing|null|none|nan|na)(?!\\p{ID_Continue})`, 'iu');
const TIME_IN = /(where\s*=\s*)?(?<![\p{ID_Continue}.])((?:\p{ID_Continue}+\.)?time)\s+(?:not\s+)?in\s+(\d\d?:\d\d)\s*\.\.\s*(\d\d?:\d\d)/u;
const WORD_IF = /(?<=[\p{ID_Continue})\]%]\s+)if(?=[\s(])/gu;
const WORD_ELSE = /^else(?!\p{ID_Continue})/u;

/** Part of a text in another language's form. */
interface OtherForm extends Span {
  /** What to write for it; null if that is not certain. */
  readonly instead: string | null;
  readonly hint: string;
}

/** What is said about a form of another language in a text of the source; null if there is none. @param of the text to look at, such as an argument */
export function foreignForm(text: string, of: Span): { readonly span: Span; readonly message: Message; readonly fix: Fix | null } | null {
  if (of.end - of.start > LONGEST) return null;
  const part = text.slice(of.start, of.end);
  const form = method(part, () => isOverDays(text, of.start)) ?? isMissing(part) ?? timeIn(part) ?? conditional(part);
  if (form === null) return null;
  const span = { start: of.start + form.start, end: of.start + form.end };
  const fix = form.instead === null ? null : { title: `write ${form.instead.replace(/\s+/g, ' ')}`, edits: [{ span, text: form.instead }] };
  return { span, message: syntax.foreignForm(quote(part.slice(form.start, form.end)), form.hint), fix };
}

function writing(start: number, end: number, instead: string): OtherForm {
  return { start, end, instead, hint: `write ${quote(instead)}` };
}

/** Whether the last `from` before a place names days. */
function isOverDays(text: string, place: number): boolean {
  return [...text.slice(Math.max(0, place - LONGEST), place).matchAll(TABLE_CLAUSE)].at(-1)?.[1] === 'daily';
}

/** `ret.rolling(20).mean()`, whose table is not known here but by the look of it. */
function rolling(series: string, method: string, args: string, form: Span, after: string, overDays: boolean): OtherForm {
  if (!overDays) return { ...form, instead: null, hint: 'nothing rolls over rows inside the day: a reduction runs over a part of it, as in `mean(x, window=late)`' };
  if (method !== 'rolling') return { ...form, instead: null, hint: `no operator weighs days by their age or begins with the first of them; over the last days write ${quote(`mean(${series}, window=20d)`)}` };
  const [chained = '', name] = REDUCED.exec(after) ?? [];
  const days = /^[1-9]\d{0,2}$/.test(args) ? args : null;
  if (name !== undefined && days !== null) return writing(form.start, form.end + chained.length, `${operatorCalled(name) ?? name}(${series}, window=${days}d)`);
  return { ...form, instead: null, hint: `reductions take a window of days themselves: ${quote(`${operatorCalled(name ?? '') ?? name ?? 'mean'}(${series}, window=${days ?? '20'}d)`)}` };
}

/** `close.shift(1)`. */
function method(text: string, isDays: () => boolean): OtherForm | null {
  const found = METHOD.exec(text);
  if (found === null) return null;
  const [whole, series = '', name = '', written = ''] = found;
  const end = found.index + whole.length;
  const args = written.trim();
  if (/^(?:rolling|expanding|ewm|resample)$/i.test(name)) return rolling(series, name.toLowerCase(), args, { start: found.index, end }, text.slice(end), isDays());
  const operator = operatorCalled(name) ?? name;
  const shift = /^(-?)([1-9]\d{0,5})$/.exec(args);
  if (operator === 'prev' && (args === '' || shift !== null)) {
    const [, sign = '', rows = '1'] = shift ?? [];
    return writing(found.index, end, `${sign === '-' ? 'next' : 'prev'}(${series}${rows === '1' ? '' : `, ${rows}`})`);
  }
  if (args === '') return writing(found.index, end, `${operator}(${series})`);
  return { start: found.index, end, instead: null, hint: `a series has no methods: write ${quote(`${operator}(${series}, …)`)}` };
}

/** `ret is not missing`. */
function isMissing(text: string): OtherForm | null {
  const found = IS_MISSING.exec(text);
  if (found === null) return null;
  const [whole, operand = '', not] = found;
  return writing(found.index, found.index + whole.length, not === undefined ? `is_missing(${operand})` : `(not is_missing(${operand}))`);
}

/** `where=time in 09:30..10:00`. */
function timeIn(text: string): OtherForm | null {
  const found = TIME_IN.exec(text);
  if (found === null) return null;
  const [whole, where, time = '', from = '', to = ''] = found;
  const start = found.index;
  const end = start + whole.length;
  const isWhole = where !== undefined && start === 0 && end === text.length && !/\snot\s/.test(whole);
  if (isWhole) return writing(start, end, `window=${from}..${to}`);
  return { start: start + (where?.length ?? 0), end, instead: null, hint: `a part of the day is a window, as in \`window=${from}..${to}\`; in a condition write \`${time} > ${from} and ${time} <= ${to}\`` };
}

/** `volume if ret > 0 else 0`. */
function conditional(text: string): OtherForm | null {
  for (const { index } of text.matchAll(WORD_IF)) {
    const start = operandStart(text, index);
    const otherwise = endOfOperand(text, index + 2, true);
    if (!WORD_ELSE.test(text.slice(otherwise))) continue;
    const end = endOfOperand(text, otherwise + 4, false);
    const [then, condition, alternative] = [text.slice(start, index), text.slice(index + 2, otherwise), text.slice(otherwise + 4, end)].map((part) => part.trim());
    if (then === '' || condition === '' || alternative === '') continue;
    return writing(start, end, `if(${condition ?? ''}, ${then ?? ''}, ${alternative ?? ''})`);
  }
  return null;
}

/** Where what stands before a place begins: after the bracket, comma or `=` before it. */
function operandStart(text: string, before: number): number {
  let depth = 0;
  let at = before - 1;
  for (; at >= 0; at--) {
    const c = text.charAt(at);
    if (c === ')' || c === ']') depth++;
    else if (c === '(' || c === '[') {
      if (depth-- === 0) break;
    } else if (depth === 0 && (c === ',' || isAssign(text, at))) break;
  }
  for (at++; /\s/.test(text.charAt(at)); at++);
  return at;
}

function isAssign(text: string, at: number): boolean {
  return text.charAt(at) === '=' && text.charAt(at + 1) !== '=' && !/[=<>!]/.test(text.charAt(at - 1));
}

/** Where what stands after a place ends: before the bracket or comma that closes it, or before `else`. */
function endOfOperand(text: string, after: number, untilElse: boolean): number {
  let depth = 0;
  let at = after;
  for (; at < text.length; at++) {
    const c = text.charAt(at);
    if (c === '(' || c === '[') depth++;
    else if (c === ')' || c === ']') {
      if (depth-- === 0) break;
    } else if (depth === 0 && c === ',') break;
    else if (depth === 0 && untilElse && /\s/.test(text.charAt(at - 1)) && WORD_ELSE.test(text.slice(at, at + 5))) return at;
  }
  while (at > after && /\s/.test(text.charAt(at - 1))) at--;
  return at;
}
