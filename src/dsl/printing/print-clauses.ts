/** Prints the clauses of factors and models, one to a line. */
import { all, INDENT, render } from './layout.ts';
import { writeTime } from '../numbers.ts';
import type { BlockPrinter, Unit } from './print-blocks.ts';
import { leadLimit, type ExpressionPrinter } from './print-expressions.ts';
import type { Expression, FactorClause, FactorItem, ModelClause, ModelItem, TrainSetting } from '../syntax.ts';

export class ClausePrinter {
  constructor(
    private readonly blocks: BlockPrinter,
    private readonly expressions: ExpressionPrinter,
    private readonly units: ExpressionPrinter,
  ) {}

  /** A whole factor or model, without its documentation. */
  item(item: FactorItem | ModelItem): string {
    const units = item.clauses.map((clause) => this.clauseUnit(clause));
    return this.blocks.braces(`${item.kind} ${item.name.text}`, units, item.span.end, 0);
  }

  private clauseUnit(clause: FactorClause | ModelClause): Unit {
    const { start, end } = clause.span;
    switch (clause.kind) {
      case 'from':
        return { start, leadLimit: end, end: () => end, print: () => `from ${clause.table.text}` };
      case 'direction':
        return { start, leadLimit: end, end: () => end, print: () => `direction ${signed(clause.value)}` };
      case 'known':
        return { start, leadLimit: end, end: () => end, print: () => `known ${writeTime(clause.time.minutes)}` };
      case 'unit':
        return this.expressionUnit('unit', clause.unit, start, INDENT, this.units);
      case 'value':
      case 'loss':
        return this.expressionUnit(clause.kind, clause.value, start, INDENT);
      case 'train':
        return { start, leadLimit: start, end: () => end, print: () => this.blocks.braces('train', clause.settings.map((setting) => this.settingUnit(setting)), end, INDENT) };
      default:
        return this.expressionUnit(`${clause.kind} ${clause.name.text} =`, clause.value, start, INDENT);
    }
  }

  private settingUnit(setting: TrainSetting): Unit {
    return this.expressionUnit(setting.name.text, setting.value, setting.span.start, 2 * INDENT);
  }

  private expressionUnit(head: string, expression: Expression, start: number, column: number, printer = this.expressions): Unit {
    return {
      start,
      leadLimit: leadLimit(expression),
      end: () => printer.endOf(expression),
      print: () => render(all(`${head} `, printer.print(expression)), column),
    };
  }
}

function signed(value: number): string {
  return value < 0 || Object.is(value, -0) ? `-${String(-value)}` : `+${String(value)}`;
}
