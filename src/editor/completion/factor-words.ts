/** What an expression of a factor or def may go on with. */
import { FUNCTIONS, signature } from '../../dsl/catalogue/index.ts';
import { formOf } from '../../dsl/check/inline.ts';
import { valueText } from '../../dsl/check/describe.ts';
import { WINDOW_NAMES } from '../../dsl/check/windows.ts';
import * as t from '../../dsl/parsing/tokens.ts';
import { enumsOf, parameterFor, type FactorNames } from '../../dsl/resolution/factor-names.ts';
import { roleOf } from '../../dsl/resolution/parameter-roles.ts';
import type { LetClause } from '../../dsl/syntax.ts';
import { ENUMS, TABLES, type EnumName, type Table } from '../../dsl/tables.ts';
import { checkItem } from '../item-types.ts';
import { columnText, enumText, itemText, keyText, operatorText, tableText, windowText } from '../markdown.ts';
import { slotsOf } from '../signatures.ts';
import { columnDetail, valueDetail } from '../value-text.ts';
import type { Checked } from '../workspace.ts';
import { argumentNames } from './argument-names.ts';
import { RANK, type Candidate } from './candidate.ts';
import type { Probe } from './probe.ts';
import { isOfTable, needsDays, sampleCalls, USUAL_DAYS } from './samples.ts';

/** Lengths of windows of days that are common: a week, a month, a quarter of a year. */
const USUAL_WINDOWS = [5, USUAL_DAYS, 60];

/** Tables whose columns bare names of the item are of: the factor's own, or those with which a def makes sense. */
function tablesOf(probe: Probe, checked: Checked): readonly Table[] {
  const { item } = probe;
  if (item.kind === 'def') return checkItem(item, checked).tables;
  const from = item.kind === 'factor' ? item.clauses.find((clause) => clause.kind === 'from') : undefined;
  return [TABLES.get(from?.table.text ?? '') ?? []].flat();
}

export function factorWords(probe: Probe, checked: Checked): readonly Candidate[] {
  const tables = tablesOf(probe, checked);
  const { target } = probe;
  if (target.kind === 'column') return columnsOf(TABLES.get(target.table), probe);
  if (target.kind === 'table') return tablesWith(target.column, probe);
  if (target.kind === 'argument-name') return argumentNames(probe, checked, tables[0] ?? null);
  if (target.kind === 'callee') return [...defs(probe, checked), ...functions(probe, tables)].map((each) => ({ ...each, text: each.label }));
  const names = namesSeen(probe, checked, tables);
  const expected = expectedWords(probe, checked, names, tables[0] ?? null);
  if (expected !== null) return expected;
  return [
    ...enumNames(probe, names),
    ...locals(names, probe, checked),
    ...columns(tables, probe),
    ...argumentNames(probe, checked, tables[0] ?? null),
    ...defs(probe, checked),
    ...functions(probe, tables),
    ...otherTables(tables),
    ...t.OPERAND_WORDS.map(t.wordOf).map((label): Candidate => ({ label, kind: 'keyword', rank: RANK.other })),
  ];
}

function ranked(rank: number, fits: boolean): number {
  return fits ? rank : rank + RANK.misfit;
}

/** What names mean at the place. */
function namesSeen({ item, way }: Probe, { file }: Checked, tables: readonly Table[]): FactorNames {
  const [outermost] = way;
  const clauses = item.kind === 'factor' ? item.clauses : [];
  const own = clauses.findIndex((clause) => (clause.kind === 'let' || clause.kind === 'value') && clause.value === outermost);
  const lets = clauses.filter((clause, i): clause is LetClause => clause.kind === 'let' && (own < 0 || i < own));
  const above = new Map(lets.map((clause) => [clause.name.text, clause]));
  const factor = item.kind === 'factor' && file !== null ? { item, file } : null;
  const def = item.kind === 'def' && file !== null ? { item, file } : null;
  return { table: tables.length === 1 ? (tables[0] ?? null) : null, factor, above, lets: above, def };
}

/** The words of a window or of keys; null where a value is wanted. */
function expectedWords(probe: Probe, { file }: Checked, names: FactorNames, table: Table | null): readonly Candidate[] | null {
  const { parent, way } = probe;
  if (parent?.kind !== 'call') return null;
  const node = way.at(-1);
  const at = parent.args.findIndex(({ value }) => value === node);
  const argument = parent.args[at];
  const def = file?.defs.get(parent.callee.text);
  const parameter = def === undefined || argument === undefined ? undefined : parameterFor(def.item, argument.name, at);
  const role = def !== undefined && parameter !== undefined ? roleOf(def, parameter) : argument?.name?.text;
  if (role === 'window') return [...windows(table), ...locals(names, probe, null)];
  if (role === 'by' || role === 'key') return [...keys(parent.callee.text, table), ...locals(names, probe, null)];
  return typeof role === 'string' || role === undefined ? null : enumCandidates(role);
}

function windows(table: Table | null): readonly Candidate[] {
  const days = USUAL_WINDOWS.map((count): Candidate => ({ label: `${String(count)}d`, kind: 'window', detail: `the last ${String(count)} trading days`, rank: RANK.word }));
  if (table?.name === 'daily') return days;
  return WINDOW_NAMES.map((label): Candidate => ({ label, kind: 'window', detail: windowText(label), documentation: windowText(label), text: label === 'half_hour' ? 'half_hour(${1:1})' : label, rank: RANK.word }));
}

function keys(callee: string, table: Table | null): readonly Candidate[] {
  const ofOperator = FUNCTIONS.find(({ name }) => name === callee)?.keys;
  const names = ofOperator ?? (table?.name === 'daily' ? [] : ['minute', ...(table?.keys ?? [...TABLES.values()].flatMap((each) => each.keys))]);
  return names.map((label) => ({ label, kind: 'key', detail: keyText(label), rank: RANK.word }));
}

/** Names of the enum of what they are compared with. */
function enumNames({ parent, way }: Probe, names: FactorNames): readonly Candidate[] {
  if (parent?.kind !== 'binary') return [];
  const other = parent.left === way.at(-1) ? parent.right : parent.left;
  return enumCandidates(enumsOf(other, names) ?? []);
}

function enumCandidates(enums: readonly EnumName[]): readonly Candidate[] {
  return [...new Set(enums.flatMap((each) => ENUMS[each]))].map((label) => ({ label, kind: 'enum', detail: enumText(label), rank: RANK.word }));
}

/** Lets above and parameters. @param checked null where no value is wanted, so that nothing is asked of the checker */
function locals({ above, def }: FactorNames, probe: Probe, checked: Checked | null): readonly Candidate[] {
  const parameters = (def?.item.parameters ?? []).map(({ name }): Candidate => ({ label: name.text, kind: 'parameter', detail: `parameter of ${def?.item.name.text ?? ''}`, rank: RANK.local }));
  if (checked === null) return parameters;
  const { typed } = checkItem(probe.item, checked);
  const lets = [...above.values()].map(({ name, value }): Candidate => {
    const type = typed.get(value);
    const fits = probe.fits(probe.name(name.text));
    return { label: name.text, kind: 'let', detail: type === undefined || type === null ? 'let' : valueDetail(type), documentation: type === undefined || type === null ? '' : valueText(type), rank: ranked(RANK.local, fits) };
  });
  return [...lets, ...parameters];
}

function columns(tables: readonly Table[], probe: Probe): readonly Candidate[] {
  return tables.flatMap((table) => [...table.columns.values()].map((column): Candidate => ({ label: column.name, kind: 'column', detail: columnDetail(column, table), documentation: columnText(column), rank: ranked(RANK.column, probe.fits(probe.name(column.name))) })));
}

/** Columns after `minute.`. */
function columnsOf(table: Table | undefined, probe: Probe): readonly Candidate[] {
  const { span } = probe;
  return [...(table?.columns.values() ?? [])].map((column): Candidate => {
    const fits = table !== undefined && probe.fits({ kind: 'qualified', table: { text: table.name, span }, column: { text: column.name, span }, span });
    return { label: column.name, kind: 'column', detail: table === undefined ? '' : columnDetail(column, table), documentation: columnText(column), rank: ranked(RANK.column, fits) };
  });
}

/** Tables before `.ret`. */
function tablesWith(column: string, probe: Probe): readonly Candidate[] {
  const { span } = probe;
  return [...TABLES.values()].map((table): Candidate => {
    const fits = probe.fits({ kind: 'qualified', table: { text: table.name, span }, column: { text: column, span }, span });
    return { label: table.name, kind: 'table', detail: table.summary, documentation: tableText(table), rank: ranked(RANK.word, fits) };
  });
}

/** Other tables whose columns may stand beside the own ones: days and moments of one day do not meet. */
function otherTables(tables: readonly Table[]): readonly Candidate[] {
  const [own] = tables;
  const others = [...TABLES.values()].filter((table) => own !== undefined && table !== own && table.name !== 'daily' && own.name !== 'daily');
  return others.map((table) => ({ label: `${table.name}.`, kind: 'table', detail: table.summary, documentation: tableText(table), rank: RANK.other }));
}

function defs(probe: Probe, { file }: Checked): readonly Candidate[] {
  return [...(file?.defs.values() ?? [])].flatMap((def): readonly Candidate[] => {
    const { item } = def;
    if (probe.item.kind === 'def' && probe.item.name.text === item.name.text) return [];
    const { span } = probe;
    const required = item.parameters.filter(({ defaultValue }) => defaultValue === null);
    const fits = probe.fits(probe.call(item.name.text, required.map(() => ({ kind: 'error', span }))));
    const slots = required.map(({ name }, i) => `\${${String(i + 1)}:${name.text}}`);
    return [{ label: item.name.text, kind: 'def', detail: formOf(def), documentation: itemText(item), text: `${item.name.text}(${slots.join(', ')})`, rank: ranked(RANK.def, fits) }];
  });
}

function functions(probe: Probe, tables: readonly Table[]): readonly Candidate[] {
  const [table = null] = tables;
  const { target, span } = probe;
  return FUNCTIONS.filter((operator) => isOfTable(operator, table)).map((operator): Candidate => {
    const written = target.kind === 'callee' ? [{ ...target.call, callee: { text: operator.name, span } }] : table === null ? [] : sampleCalls(operator, table, span);
    const fits = written.length === 0 || written.some((call) => probe.fits(call));
    const required = slotsOf({ kind: 'operator', operator }).filter(({ isOptional }) => !isOptional);
    const slots = [...required.map(({ name }, i) => `\${${String(i + 1)}:${name}}`), ...(needsDays(operator, table) ? [`window=\${${String(required.length + 1)}:${String(USUAL_DAYS)}d}`] : [])];
    return { label: operator.name, kind: 'operator', detail: signature(operator), documentation: operatorText(operator), text: `${operator.name}(${slots.join(', ')})`, rank: ranked(RANK.function, fits) };
  });
}
