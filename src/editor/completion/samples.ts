/** Calls of an operator with arguments that it would take, to find out whether it can stand somewhere at all. */
import type { Operator } from '../../dsl/catalogue/operator.ts';
import type { Span } from '../../dsl/source.ts';
import type { Argument, Expression } from '../../dsl/syntax.ts';
import type { Table } from '../../dsl/tables.ts';
import { unitText } from '../../dsl/units.ts';

/** A window of days, for what needs one. */
export const USUAL_DAYS = 20;

/** Whether an operator can have a place among the rows of a table. */
export function isOfTable(operator: Operator, table: Table | null): boolean {
  return table === null || table.name === 'daily' || operator.group !== 'across stocks';
}

/** Named arguments that an operator takes with the rows of a table: over days nothing is grouped but stocks. */
export function namedOf(operator: Operator, table: Table | null): readonly string[] {
  return operator.named.filter((name) => name !== 'by' || operator.keys !== undefined || table?.name !== 'daily');
}

export function needsDays(operator: Operator, table: Table | null): boolean {
  return table?.name === 'daily' && operator.group === 'reduction';
}

/** One call for each unit that columns of the table have. */
export function sampleCalls(operator: Operator, table: Table, span: Span): readonly Expression[] {
  const columns = [...table.columns.values()].filter(({ type }) => type.kind === 'number');
  const byUnit = new Map(columns.map(({ name, type }) => [type.kind === 'number' ? unitText(type.unit) : '', name]));
  return [...byUnit.values()].map((column) => sampleCall(operator, table, column, span));
}

function sampleCall(operator: Operator, table: Table, column: string, span: Span): Expression {
  const number: Expression = { kind: 'qualified', table: { text: table.name, span }, column: { text: column, span }, span };
  const condition: Expression = { kind: 'binary', operator: '>', operatorSpan: span, left: number, right: literal(0, span), span };
  const args = operator.arguments.map(({ accepts }): Argument => ({ name: null, value: accepts === 'boolean' ? condition : number, span }));
  const literals = operator.parameters.flatMap(({ form, range, default: usual }): readonly Argument[] => (usual === null ? [{ name: null, value: literal(form === 'share' ? 0.5 : range[0], span), span }] : []));
  const days: Expression = { kind: 'duration', count: USUAL_DAYS, unit: 'd', span };
  const named: readonly Argument[] = needsDays(operator, table) ? [{ name: { text: 'window', span }, value: days, span }] : [];
  return { kind: 'call', callee: { text: operator.name, span }, args: [...args, ...literals, ...named], span };
}

function literal(value: number, span: Span): Expression {
  return { kind: 'number', value, text: String(value), span };
}
