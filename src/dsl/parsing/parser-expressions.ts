/**
 * The grammar of expressions. An expression is operands with operators between them; `precedence.ts` holds the table of
 * how they bind and `tree-expressions.ts` applies it. So long chains are loops and only brackets nest.
 *
 * The grammar takes in a little more than the language, so that a common slip costs one clear finding and not the
 * rest of the line: chained comparisons, `=` for `==`, a `+` before an operand, a missing or doubled comma. The tree
 * builder reports them.
 */
import { CstParser, type CstNode, type IParserErrorMessageProvider, type ParserMethod } from 'chevrotain';
import { VOCABULARY } from './lexer.ts';
import * as t from './tokens.ts';

export type Rule = ParserMethod<[], CstNode>;

export class ExpressionParser extends CstParser {
  constructor(errorMessageProvider: IParserErrorMessageProvider, skipValidations: boolean) {
    super(VOCABULARY, { maxLookahead: 1, recoveryEnabled: false, nodeLocationTracking: 'none', errorMessageProvider, skipValidations });
  }

  readonly expression: Rule = this.RULE('expression', () => {
    this.SUBRULE(this.operand);
    this.MANY(() => {
      this.CONSUME(t.BinaryOperator);
      this.SUBRULE2(this.operand);
    });
  });

  readonly operand: Rule = this.RULE('operand', () => {
    this.MANY(() => this.CONSUME(t.PrefixOperator));
    this.OR([
      { ALT: () => this.CONSUME(t.NumberLiteral) },
      { ALT: () => this.SUBRULE(this.reference) },
      { ALT: () => this.SUBRULE(this.group) },
      { ALT: () => this.SUBRULE(this.time) },
      { ALT: () => this.CONSUME(t.Duration) },
      { ALT: () => this.CONSUME(t.True) },
      { ALT: () => this.CONSUME(t.False) },
      { ALT: () => this.CONSUME(t.Missing) },
      { ALT: () => this.SUBRULE(this.list) },
    ]);
  });

  readonly group: Rule = this.RULE('group', () => {
    this.CONSUME(t.LeftParenthesis);
    this.SUBRULE(this.expression);
    this.CONSUME(t.RightParenthesis);
  });

  readonly time: Rule = this.RULE('time', () => {
    this.CONSUME(t.Time);
    this.OPTION(() => {
      this.CONSUME(t.Dots);
      this.CONSUME2(t.Time);
    });
  });

  /** A name, `table.column`, or a call. */
  readonly reference: Rule = this.RULE('reference', () => {
    this.CONSUME(t.Identifier);
    this.OPTION(() => {
      this.OR([
        {
          ALT: () => {
            this.CONSUME(t.Dot);
            this.CONSUME2(t.Identifier);
          },
        },
        {
          ALT: () => {
            this.CONSUME(t.LeftParenthesis);
            this.separated(this.argument);
            this.CONSUME(t.RightParenthesis);
          },
        },
      ]);
    });
  });

  readonly argument: Rule = this.RULE('argument', () => {
    this.OPTION({
      // The only place that needs a second token of lookahead.
      GATE: () => t.isToken(this.LA(2), t.Assign),
      DEF: () => {
        this.CONSUME(t.Identifier);
        this.CONSUME(t.Assign);
      },
    });
    this.SUBRULE(this.expression);
  });

  readonly list: Rule = this.RULE('list', () => {
    this.CONSUME(t.LeftBracket);
    this.separated(this.expression);
    this.CONSUME(t.RightBracket);
  });

  /** Elements and commas in any order; the tree builder reports where one is missing. At most once in a rule. */
  protected separated(element: Rule): void {
    this.MANY8(() => {
      this.OR8([{ ALT: () => this.CONSUME8(t.Comma) }, { ALT: () => this.SUBRULE8(element) }]);
    });
  }
}
