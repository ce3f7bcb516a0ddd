/** The lexer: from text to tokens and comments. */
import { createToken, Lexer, type IToken, type TokenType } from 'chevrotain';
import * as t from './tokens.ts';

const WhiteSpace = createToken({ name: 'WhiteSpace', pattern: /[\s\uFEFF]+/, group: Lexer.SKIPPED, line_breaks: true });
/** Comments of other languages are read as comments too, and reported; one that is never closed ends with its line. */
const CommentText = createToken({ name: 'CommentText', pattern: /[#＃][^\r\n]*|\/\/[^\r\n]*|\/\*[\s\S]*?\*\/|\/\*[^\r\n]*/, group: 'comments', line_breaks: true });

/** Token types in the order in which the lexer tries them: longer signs before the signs they begin with. */
export const VOCABULARY: TokenType[] = [
  WhiteSpace, CommentText,
  t.Use, t.Def, t.SetWord, t.Factor, t.Model,
  t.From, t.Direction, t.Unit, t.Known, t.Let, t.Value, t.Input, t.Target, t.Layer, t.Output, t.Loss, t.Train,
  t.And, t.Or, t.Not, t.True, t.False, t.Missing, t.Identifier,
  t.Time, t.Duration, t.PlainNumber, t.MalformedNumber, t.NumberLiteral,
  t.QuotedText, t.OtherQuotedText, t.UnterminatedText, t.Text,
  t.Slip,
  t.LeftBrace, t.RightBrace, t.LeftParenthesis, t.RightParenthesis, t.LeftBracket, t.RightBracket, t.Comma, t.Dots, t.Dot,
  t.Equal, t.NotEqual, t.LessEqual, t.GreaterEqual, t.Less, t.Greater, t.Assign, t.Plus, t.Minus, t.Star, t.Slash, t.Caret,
  t.BinaryOperator, t.PrefixOperator, t.Sign,
  t.Unreadable,
];

let lexer: Lexer | null = null;

/** Tokens and comments of a text, in source order. Every character belongs to a token, a comment or white space. */
export function tokenize(text: string): { readonly tokens: readonly IToken[]; readonly comments: readonly IToken[] } {
  lexer ??= new Lexer(VOCABULARY, { positionTracking: 'onlyOffset', ensureOptimizations: true, skipValidations: true });
  const { tokens, groups, errors } = lexer.tokenize(text);
  const [lost] = errors;
  if (lost !== undefined) throw new Error(`the lexer left the character at offset ${String(lost.offset)} without a token`);
  return { tokens, comments: groups['comments'] ?? [] };
}
