/**
 * The grammar of `.factor` and `.model` files. `sourceFile` is the whole of it; headers, clauses and settings are rules
 * of their own so that a file with errors can be read piece by piece (`recovery.ts`).
 * It needs one token of lookahead, and a second one only to see the `=` of a named argument.
 */
import type { IParserErrorMessageProvider, TokenType } from 'chevrotain';
import { ExpressionParser, type Rule } from './parser-expressions.ts';
import * as t from './tokens.ts';

export class FactorLanguageParser extends ExpressionParser {
  /** @param skipValidations leaves out Chevrotain's check of the grammar itself, which costs more than all the rest of the start. */
  constructor(errorMessageProvider: IParserErrorMessageProvider, skipValidations: boolean) {
    super(errorMessageProvider, skipValidations);
    this.performSelfAnalysis();
  }

  readonly sourceFile: Rule = this.RULE('sourceFile', () => {
    this.MANY(() => {
      this.OR([
        { ALT: () => this.SUBRULE(this.useItem) },
        { ALT: () => this.SUBRULE(this.defItem) },
        { ALT: () => this.SUBRULE(this.setItem) },
        { ALT: () => this.SUBRULE(this.factorItem) },
        { ALT: () => this.SUBRULE(this.modelItem) },
      ]);
    });
  });

  readonly useItem: Rule = this.RULE('useItem', () => {
    this.CONSUME(t.Use);
    this.CONSUME(t.Text);
  });

  readonly defItem: Rule = this.RULE('defItem', () => {
    this.SUBRULE(this.defHeader);
    this.SUBRULE(this.expression);
  });

  readonly defHeader: Rule = this.RULE('defHeader', () => {
    this.CONSUME(t.Def);
    this.CONSUME(t.Identifier);
    // The language wants the parentheses; without them the tree builder reports a finding with a fix.
    this.OPTION(() => this.SUBRULE(this.parameterList));
    this.CONSUME(t.Assign);
  });

  readonly parameterList: Rule = this.RULE('parameterList', () => {
    this.CONSUME(t.LeftParenthesis);
    this.separated(this.parameter);
    this.CONSUME(t.RightParenthesis);
  });

  readonly parameter: Rule = this.RULE('parameter', () => {
    this.CONSUME(t.Identifier);
    this.OPTION(() => {
      this.CONSUME(t.Assign);
      this.SUBRULE(this.expression);
    });
  });

  readonly setItem: Rule = this.RULE('setItem', () => {
    this.SUBRULE(this.setHeader);
    this.SUBRULE(this.setMembers);
    this.CONSUME(t.RightBrace);
  });

  readonly setHeader: Rule = this.RULE('setHeader', () => this.header(t.SetWord));

  readonly setMembers: Rule = this.RULE('setMembers', () => this.separated(this.setMember));

  readonly setMember: Rule = this.RULE('setMember', () => {
    this.OR([{ ALT: () => this.CONSUME(t.Identifier) }, { ALT: () => this.CONSUME(t.Text) }]);
  });

  readonly factorItem: Rule = this.RULE('factorItem', () => {
    this.SUBRULE(this.factorHeader);
    this.MANY(() => this.SUBRULE(this.factorClause));
    this.CONSUME(t.RightBrace);
  });

  readonly factorHeader: Rule = this.RULE('factorHeader', () => this.header(t.Factor));

  readonly factorClause: Rule = this.RULE('factorClause', () => {
    this.OR([
      { ALT: () => this.SUBRULE(this.letClause) },
      { ALT: () => this.SUBRULE(this.valueClause) },
      { ALT: () => this.SUBRULE(this.fromClause) },
      { ALT: () => this.SUBRULE(this.directionClause) },
      { ALT: () => this.SUBRULE(this.unitClause) },
      { ALT: () => this.SUBRULE(this.knownClause) },
    ]);
  });

  readonly fromClause: Rule = this.RULE('fromClause', () => {
    this.CONSUME(t.From);
    this.needlessAssign();
    this.CONSUME(t.Identifier);
  });

  readonly directionClause: Rule = this.RULE('directionClause', () => {
    this.CONSUME(t.Direction);
    this.needlessAssign();
    this.OPTION2(() => this.CONSUME(t.Sign));
    this.CONSUME(t.NumberLiteral);
  });

  readonly unitClause: Rule = this.RULE('unitClause', () => this.keywordAndExpression(t.Unit));

  readonly knownClause: Rule = this.RULE('knownClause', () => {
    this.CONSUME(t.Known);
    this.needlessAssign();
    this.CONSUME(t.Time);
  });

  readonly letClause: Rule = this.RULE('letClause', () => this.binding(t.Let));

  readonly valueClause: Rule = this.RULE('valueClause', () => this.keywordAndExpression(t.Value));

  readonly modelItem: Rule = this.RULE('modelItem', () => {
    this.SUBRULE(this.modelHeader);
    this.MANY(() => this.SUBRULE(this.modelClause));
    this.CONSUME(t.RightBrace);
  });

  readonly modelHeader: Rule = this.RULE('modelHeader', () => this.header(t.Model));

  readonly modelClause: Rule = this.RULE('modelClause', () => {
    this.OR([
      { ALT: () => this.SUBRULE(this.letClause) },
      { ALT: () => this.SUBRULE(this.inputClause) },
      { ALT: () => this.SUBRULE(this.targetClause) },
      { ALT: () => this.SUBRULE(this.layerClause) },
      { ALT: () => this.SUBRULE(this.outputClause) },
      { ALT: () => this.SUBRULE(this.lossClause) },
      { ALT: () => this.SUBRULE(this.trainClause) },
    ]);
  });

  readonly inputClause: Rule = this.RULE('inputClause', () => this.binding(t.Input));
  readonly targetClause: Rule = this.RULE('targetClause', () => this.binding(t.Target));
  readonly layerClause: Rule = this.RULE('layerClause', () => this.binding(t.Layer));
  readonly outputClause: Rule = this.RULE('outputClause', () => this.binding(t.Output));
  readonly lossClause: Rule = this.RULE('lossClause', () => this.keywordAndExpression(t.Loss));

  readonly trainClause: Rule = this.RULE('trainClause', () => {
    this.CONSUME(t.Train);
    this.CONSUME(t.LeftBrace);
    this.MANY(() => this.SUBRULE(this.trainSetting));
    this.CONSUME(t.RightBrace);
  });

  readonly trainSetting: Rule = this.RULE('trainSetting', () => this.keywordAndExpression(t.Identifier));

  private header(keyword: TokenType): void {
    this.CONSUME(keyword);
    this.CONSUME(t.Identifier);
    this.CONSUME(t.LeftBrace);
  }

  private binding(keyword: TokenType): void {
    this.CONSUME(keyword);
    this.CONSUME(t.Identifier);
    this.CONSUME(t.Assign);
    this.SUBRULE(this.expression);
  }

  private keywordAndExpression(keyword: TokenType): void {
    this.CONSUME(keyword);
    this.needlessAssign();
    this.SUBRULE(this.expression);
  }

  /** `value = x` is read as `value x`, and reported. */
  private needlessAssign(): void {
    this.OPTION(() => this.CONSUME(t.Assign));
  }
}
