/**
 * The words and signs of the language.
 * Only `and or not true false missing` are reserved; every other keyword is also a name.
 */
import { createToken, Lexer, type IToken, type TokenType } from 'chevrotain';

const NAME = /[_\p{ID_Start}]\p{ID_Continue}*/uy;
/** Whatever begins like a number and runs on: longer than a real number only if something is wrong with it. */
const NUMBER_RUN = /\.?[0-9](?:[eE][+-](?=[0-9])|[\p{ID_Continue}:：]|\.(?!\.))*[%％]?/uy;
/** Characters that begin no token; a run of them outside ASCII makes one token. */
const UNREADABLE = /[^\0-\x7f\s_\p{ID_Start}！-～“”‘’≤≥≠×÷−–—∧∨¬、]+|[^]/uy;

/** The lexer finds patterns by a token's first character; characters above 255 share one entry per 256. */
const ABOVE_ASCII = [...Array.from({ length: 128 }, (_, i) => 128 + i), ...Array.from({ length: 255 }, (_, page) => (page + 1) * 256)];
const ANY_CHARACTER = [...Array.from({ length: 128 }, (_, code) => code), ...ABOVE_ASCII];
const ASCII_LETTERS = Array.from('_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ');

/** Chevrotain drops the unicode flag of a regular expression, so patterns that need it are matched by a function. */
function unicode(pattern: RegExp): (text: string, offset: number) => RegExpExecArray | null {
  return (text, offset) => {
    pattern.lastIndex = offset;
    return pattern.exec(text);
  };
}

export const Identifier = createToken({
  name: 'Identifier',
  label: 'a name',
  pattern: unicode(NAME),
  start_chars_hint: [...ASCII_LETTERS, ...ABOVE_ASCII],
  line_breaks: false,
});

/** A word with a meaning where the grammar expects it, and a name everywhere else. */
function keyword(name: string, word = name.toLowerCase()): TokenType {
  return createToken({ name, label: `\`${word}\``, pattern: word, longer_alt: Identifier, categories: [Identifier] });
}

function reserved(name: string, categories: TokenType[] = []): TokenType {
  const word = name.toLowerCase();
  return createToken({ name, label: `\`${word}\``, pattern: word, longer_alt: Identifier, categories });
}

/** What several token types have in common: grammar rules name the category where any of them will do. */
function category(name: string, label: string): TokenType {
  return createToken({ name, label, pattern: Lexer.NA });
}

function sign(name: string, text: string, categories: TokenType[] = []): TokenType {
  return createToken({ name, label: `\`${text}\``, pattern: text, categories });
}

export const Use = keyword('Use');
export const Def = keyword('Def');
export const SetWord = keyword('SetWord', 'set');
export const Factor = keyword('Factor');
export const Model = keyword('Model');
export const From = keyword('From');
export const Direction = keyword('Direction');
export const Unit = keyword('Unit');
export const Known = keyword('Known');
export const Let = keyword('Let');
export const Value = keyword('Value');
export const Input = keyword('Input');
export const Target = keyword('Target');
export const Layer = keyword('Layer');
export const Output = keyword('Output');
export const Loss = keyword('Loss');
export const Train = keyword('Train');

export const True = reserved('True');
export const False = reserved('False');
export const Missing = reserved('Missing');

export const NumberLiteral = category('NumberLiteral', 'a number');
/** Something like a number that is none: `.5`, `12abc`, `09:30:15`. It stands where the number would. */
export const MalformedNumber = createToken({
  name: 'MalformedNumber',
  pattern: unicode(NUMBER_RUN),
  start_chars_hint: Array.from('.0123456789'),
  line_breaks: false,
  categories: [NumberLiteral],
});
export const PlainNumber = createToken({
  name: 'PlainNumber',
  pattern: /[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?%?/,
  longer_alt: MalformedNumber,
  categories: [NumberLiteral],
});
export const Time = createToken({ name: 'Time', label: 'a time such as `09:30`', pattern: /[0-9]+[:：][0-9]+/, longer_alt: MalformedNumber });
export const Duration = createToken({ name: 'Duration', label: 'a duration such as `5d`', pattern: /[0-9]+(?:d|w|mo)/, longer_alt: MalformedNumber });

export const Text = category('Text', 'text in double quotes');
export const QuotedText = createToken({ name: 'QuotedText', pattern: /"[^"\r\n]*"/, categories: [Text] });
/** Text in quotes of another kind, read as if they were double quotes. */
export const OtherQuotedText = createToken({
  name: 'OtherQuotedText',
  pattern: /'[^'"\r\n]*'|[“”＂][^“”＂"\r\n]*[“”＂"]|"[^"”\r\n]*”|[‘’][^‘’\r\n]*[‘’]/,
  categories: [Text],
});
export const UnterminatedText = createToken({ name: 'UnterminatedText', pattern: /["'“”＂‘’][^\r\n]*/, categories: [Text] });

export const LeftBrace = sign('LeftBrace', '{');
export const RightBrace = sign('RightBrace', '}');
export const LeftParenthesis = sign('LeftParenthesis', '(');
export const RightParenthesis = sign('RightParenthesis', ')');
export const LeftBracket = sign('LeftBracket', '[');
export const RightBracket = sign('RightBracket', ']');
export const Comma = sign('Comma', ',');
export const Dots = sign('Dots', '..');
export const Dot = sign('Dot', '.');

/** What may stand between two operands, and what may stand before one; `precedence.ts` says how they bind. */
export const BinaryOperator = category('BinaryOperator', 'an operator');
export const PrefixOperator = category('PrefixOperator', '`-` or `not`');

export const And = reserved('And', [BinaryOperator]);
export const Or = reserved('Or', [BinaryOperator]);
export const Not = reserved('Not', [PrefixOperator]);
export const Equal = sign('Equal', '==', [BinaryOperator]);
export const NotEqual = sign('NotEqual', '!=', [BinaryOperator]);
export const LessEqual = sign('LessEqual', '<=', [BinaryOperator]);
export const GreaterEqual = sign('GreaterEqual', '>=', [BinaryOperator]);
export const Less = sign('Less', '<', [BinaryOperator]);
export const Greater = sign('Greater', '>', [BinaryOperator]);
/** Between two operands `=` is read as the comparison that was meant, and reported. */
export const Assign = sign('Assign', '=', [BinaryOperator]);
export const Sign = category('Sign', '`+` or `-`');
/** Before an operand `+` says nothing; it is read over and reported. */
export const Plus = sign('Plus', '+', [BinaryOperator, PrefixOperator, Sign]);
export const Minus = sign('Minus', '-', [BinaryOperator, PrefixOperator, Sign]);
export const Star = sign('Star', '*', [BinaryOperator]);
export const Slash = sign('Slash', '/', [BinaryOperator]);
export const Caret = sign('Caret', '^', [BinaryOperator]);

/** Signs of other languages and other keyboards; `slips.ts` says what each of them stands for. */
export const Slip = createToken({
  name: 'Slip',
  pattern: /&&?|\|\|?|!==|!(?!=)|===|=>|=<|<>|\*\*|\.\.\.+|[;≤≥≠×÷−–—∧∨¬、！-／；-＠［-｀｛-～]/,
});
export const Unreadable = createToken({ name: 'Unreadable', pattern: unicode(UNREADABLE), start_chars_hint: ANY_CHARACTER, line_breaks: true });

/** Words that are never names: those that join two operands, and those that begin one or are one. */
export const JOINING_WORDS: readonly TokenType[] = [And, Or];
export const OPERAND_WORDS: readonly TokenType[] = [Not, True, False, Missing];
export const RESERVED: readonly TokenType[] = [...JOINING_WORDS, ...OPERAND_WORDS];

/** Every clause keyword of a factor and of a model, in the order in which users meet them. */
export const FACTOR_CLAUSES: readonly TokenType[] = [From, Direction, Unit, Known, Let, Value];
export const MODEL_CLAUSES: readonly TokenType[] = [Input, Target, Layer, Let, Output, Loss, Train];
/** Clauses whose keyword is followed by a name and `=`. */
export const BINDINGS: readonly TokenType[] = [Let, Input, Target, Layer, Output];
export const ITEM_KEYWORDS: readonly TokenType[] = [Use, Def, SetWord, Factor, Model];

/** Whether a token is of a type or of a category's types. */
export function isToken(token: IToken | undefined, type: TokenType): boolean {
  if (token === undefined) return false;
  return token.tokenType === type || type.categoryMatchesMap?.[token.tokenTypeIdx] === true;
}

/** How a keyword is written. */
export function wordOf(keyword: TokenType): string {
  return typeof keyword.PATTERN === 'string' ? keyword.PATTERN : keyword.name;
}
