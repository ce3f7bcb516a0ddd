/** What the names in the expressions of factors and defs stand for. */
import { findOperator, FUNCTIONS } from '../catalogue/index.ts';
import { isWindowName } from '../check/windows.ts';
import type { Declared } from '../project.ts';
import type { Argument, BinaryExpression, CallExpression, DefItem, Expression, FactorItem, LetClause, Name, Parameter } from '../syntax.ts';
import { ENUMS, TABLES, type EnumName, type Table } from '../tables.ts';
import { itemMeaning, type ColumnMeaning, type Meaning } from './meaning.ts';
import { roleOf } from './parameter-roles.ts';
import { UNKNOWN, type Places } from './places.ts';

/** What the place of an expression asks for. */
export type Expectation = 'value' | 'window' | 'key' | readonly EnumName[];

/** The names an expression sees. */
export interface FactorNames {
  /** Where columns are looked up; null in a def, which reads those of its caller. */
  readonly table: Table | null;
  readonly factor: Declared<FactorItem> | null;
  /** Lets that stand above, by name. */
  readonly above: ReadonlyMap<string, LetClause>;
  /** All lets of the factor. */
  readonly lets: ReadonlyMap<string, LetClause>;
  readonly def: Declared<DefItem> | null;
}

function isEnumName(name: string): name is EnumName {
  return Object.hasOwn(ENUMS, name);
}

const EVERY_ENUM: readonly EnumName[] = Object.keys(ENUMS).filter(isEnumName);

/** Puts the names of an expression into the places. */
export function nameExpression(expression: Expression, expected: Expectation, scope: FactorNames, places: Places): void {
  switch (expression.kind) {
    case 'name':
      places.use(expression.name, meaningOf(expression.name.text, expected, scope, places));
      break;
    case 'qualified':
      nameQualified(expression.table, expression.column, places);
      break;
    case 'call':
      nameCall(expression, expected, scope, places);
      break;
    case 'binary':
      nameBinary(expression, scope, places);
      break;
    case 'unary':
      nameExpression(expression.operand, 'value', scope, places);
      break;
    case 'list':
      for (const item of expression.items) nameExpression(item, expected, scope, places);
      return;
    default:
  }
}

function nameQualified(table: Name, column: Name, places: Places): void {
  const found = TABLES.get(table.text);
  const of = found?.columns.get(column.text);
  places.use(table, found === undefined ? UNKNOWN : { kind: 'table', table: found });
  places.use(column, found === undefined || of === undefined ? UNKNOWN : { kind: 'column', column: of, tables: [found] });
}

function nameBinary({ operator, left, right }: BinaryExpression, scope: FactorNames, places: Places): void {
  const compares = findOperator(operator)?.group === 'comparison';
  nameExpression(left, compares ? (enumsOf(right, scope) ?? 'value') : 'value', scope, places);
  nameExpression(right, compares ? (enumsOf(left, scope) ?? 'value') : 'value', scope, places);
}

function nameCall(call: CallExpression, expected: Expectation, scope: FactorNames, places: Places): void {
  const { callee, args } = call;
  const { file } = places;
  const def = file.defs.get(callee.text);
  if (def !== undefined) {
    places.use(callee, { kind: 'def', declared: def });
    nameDefArguments(def, args, scope, places);
    return;
  }
  const operator = FUNCTIONS.find(({ name }) => name === callee.text);
  const isWindow = expected === 'window' && isWindowName(callee.text);
  places.use(callee, isWindow ? { kind: 'window', name: callee.text } : operator === undefined ? UNKNOWN : { kind: 'operator', operator });
  const names = operator === undefined ? [] : [...operator.arguments, ...operator.parameters].map(({ name }) => name).concat(operator.named);
  for (const { name, value } of args) {
    if (name !== null) places.use(name, operator !== undefined && names.includes(name.text) ? { kind: 'named-argument', callee: operator, name: name.text } : UNKNOWN);
    const wants = name?.text === 'window' ? 'window' : name?.text === 'by' ? 'key' : 'value';
    nameExpression(value, wants, scope, places);
  }
}

function nameDefArguments(def: Declared<DefItem>, args: readonly Argument[], scope: FactorNames, places: Places): void {
  let positional = 0;
  for (const { name, value } of args) {
    const parameter = parameterFor(def.item, name, name === null ? positional++ : 0);
    if (name !== null) places.use(name, parameter === undefined ? UNKNOWN : { kind: 'parameter', declared: def, parameter });
    nameExpression(value, parameter === undefined ? 'value' : roleOf(def, parameter), scope, places);
  }
}

/** The parameter that an argument is for; undefined if it is for none. */
export function parameterFor({ parameters }: DefItem, name: Name | null, position: number): Parameter | undefined {
  return name === null ? parameters[position] : parameters.find((each) => each.name.text === name.text);
}

function meaningOf(name: string, expected: Expectation, scope: FactorNames, places: Places): Meaning {
  const { def, factor } = scope;
  const parameter = def?.item.parameters.find((each) => each.name.text === name);
  if (def !== null && parameter !== undefined) return { kind: 'parameter', declared: def, parameter };
  if (expected === 'window' && isWindowName(name)) return { kind: 'window', name };
  if (expected === 'key') return { kind: 'key', name };
  if (typeof expected !== 'string') {
    const enums = expected.filter((each) => ENUMS[each].includes(name));
    if (enums.length > 0) return { kind: 'enum', name, enums };
  }
  const above = scope.above.get(name);
  if (factor !== null && above !== undefined) return { kind: 'let', declared: factor, clause: above };
  const column = columnOf(name, scope);
  if (column !== null) return column;
  const below = scope.lets.get(name);
  if (factor !== null && below !== undefined) return { kind: 'let', declared: factor, clause: below };
  // Neither is a value, but it is what the name means.
  const item = itemMeaning(name, places.file);
  if (item !== null) return item;
  const operator = FUNCTIONS.find((entry) => entry.name === name);
  return operator === undefined ? UNKNOWN : { kind: 'operator', operator };
}

/** The column that a bare name stands for; null if it stands for none. */
export function columnOf(name: string, { table }: FactorNames): ColumnMeaning | null {
  const tables = (table === null ? [...TABLES.values()] : [table]).filter(({ columns }) => columns.has(name));
  const column = tables[0]?.columns.get(name);
  return column === undefined ? null : { kind: 'column', column, tables };
}

/** The enums that a bare name beside an expression may be of; null if it is none that has any. */
export function enumsOf(expression: Expression, scope: FactorNames): readonly EnumName[] | null {
  if (expression.kind === 'qualified') return enumOfColumns([TABLES.get(expression.table.text)], expression.column.text);
  if (expression.kind === 'call') {
    const [argument] = expression.args;
    return argument === undefined || !['prev', 'next'].includes(expression.callee.text) ? null : enumsOf(argument.value, scope);
  }
  if (expression.kind !== 'name') return null;
  const { text } = expression.name;
  // What a parameter stands for its caller says.
  if (scope.def?.item.parameters.some(({ name }) => name.text === text) === true) return EVERY_ENUM;
  const bound = scope.above.get(text);
  if (bound !== undefined) return enumsOf(bound.value, { ...scope, above: before(bound, scope.above) });
  return enumOfColumns(columnOf(text, scope)?.tables ?? [], text);
}

/** Lets that stand above another one. */
function before(clause: LetClause, lets: FactorNames['above']): FactorNames['above'] {
  return new Map([...lets].filter(([, each]) => each.span.start < clause.span.start));
}

function enumOfColumns(tables: readonly (Table | undefined)[], column: string): readonly EnumName[] | null {
  const enums = tables.flatMap((table) => {
    const type = table?.columns.get(column)?.type;
    return type?.kind === 'enum' ? [type.name] : [];
  });
  return enums.length === 0 ? null : [...new Set(enums)];
}
