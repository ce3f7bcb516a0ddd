/** What a name in an expression stands for: a parameter, a `let`, a column, or a word that is expected there. */
import { FUNCTIONS, signature } from '../catalogue/index.ts';
import { functions } from '../messages/functions.ts';
import { program } from '../messages/program.ts';
import { types } from '../messages/types.ts';
import { nearest } from '../nearest.ts';
import { EVENT, WITH_ITS_BAR } from '../session.ts';
import type { Span } from '../source.ts';
import type { Expression, NameExpression, QualifiedName } from '../syntax.ts';
import { ENUMS, TABLES, type Column, type EnumName, type Table } from '../tables.ts';
import type { Typed } from '../typed.ts';
import { checkExpression, literal } from './expression.ts';
import { write, writeNearest } from './fixes.ts';
import { formOf } from './inline.ts';
import { knownOfDay } from './known-of-day.ts';
import { letSeen, type Scope } from './scope.ts';
import type { State } from './state.ts';
import { isWindowName } from './windows.ts';

/** Value of a name, or null after a finding. `expected` says to which enum it may belong. */
export function checkName(expression: NameExpression, scope: Scope, state: State, expected: EnumName | null): Typed | null {
  const { name: { text }, span } = expression;
  const binding = scope.parameters.get(text);
  if (binding !== undefined) {
    const key = `${String(binding.meaning)} ${expected ?? ''}`;
    const kept = state.kept(key);
    return kept === undefined ? state.keep(key, checkExpression(binding.expression, binding.scope, state, expected)) : kept;
  }
  if (expected !== null && ENUMS[expected].includes(text)) return literal(text, { kind: 'enum', name: expected }, span);
  const bound = letSeen(text, scope);
  if (bound !== undefined) {
    state.usedLets.add(text);
    return bound;
  }
  const column = scope.factor.table.columns.get(text);
  if (column !== undefined) return columnValue(scope.factor.table, column, span);
  return reportUnknown(text, span, scope, state, expected);
}

/** `minute.ret`. */
export function checkQualified({ table: { text: name, span }, column, span: whole }: QualifiedName, scope: Scope, state: State): Typed | null {
  const table = TABLES.get(name);
  if (table === undefined) {
    const near = nearest(name, TABLES.keys());
    return state.report(scope, span, program.unknownTable(name, near), writeNearest(near, span));
  }
  const own = scope.factor.table.name;
  if ((table.name === 'daily') !== (own === 'daily')) return state.report(scope, whole, types.daysAndMoments(own, table.name));
  const found = table.columns.get(column.text);
  if (found !== undefined) return columnValue(table, found, whole);
  const near = nearest(column.text, table.columns.keys());
  return state.report(scope, column.span, program.unknownColumn(column.text, table.name, near, [...table.columns.keys()]), writeNearest(near, column.span));
}

/** The enum that a bare name beside this expression belongs to, if the expression is an enum column or a name for one. */
export function enumOf(expression: Expression, scope: Scope): EnumName | null {
  if (expression.kind === 'qualified') return enumOfColumn(TABLES.get(expression.table.text)?.columns.get(expression.column.text));
  if (expression.kind === 'call') {
    // What cannot be moved along rows is reported there; the name beside it is not to be blamed as well.
    const [argument] = expression.args;
    return argument === undefined || !['prev', 'next'].includes(expression.callee.text) ? null : enumOf(argument.value, scope);
  }
  if (expression.kind !== 'name') return null;
  const { text } = expression.name;
  const binding = scope.parameters.get(text);
  if (binding !== undefined) return enumOf(binding.expression, binding.scope);
  const bound = letSeen(text, scope);
  if (bound?.type.kind === 'enum') return bound.type.name;
  // A column of another table that lacks its table is reported as such; the name beside it is not to be blamed as well.
  return bound === undefined ? enumOfColumn(scope.factor.table.columns.get(text) ?? tableWith(text)?.columns.get(text)) : null;
}

function enumOfColumn(column: Column | undefined): EnumName | null {
  return column?.type.kind === 'enum' ? column.type.name : null;
}

/** Another table that has the column and may be read beside a factor's own: days and moments of one day do not meet. */
function tableBeside(own: Table, column: string): Table | undefined {
  const found = tableWith(column);
  return (found?.name === 'daily') === (own.name === 'daily') ? found : undefined;
}

function tableWith(column: string): Table | undefined {
  return [...TABLES.values()].find((table) => table.columns.has(column));
}

function columnValue(table: Table, column: Column, span: Span): Typed {
  const known = table.name === 'daily' ? knownOfDay(column.name) : table.name === 'minute' ? WITH_ITS_BAR : EVENT;
  return { kind: 'column', table: table.name, column: column.name, type: column.type, rows: { kind: 'table', table: table.name }, known, span };
}

function reportUnknown(name: string, span: Span, scope: Scope, state: State, expected: EnumName | null): null {
  const { file, factor, calls } = scope;
  const def = calls.at(-1);
  if (def !== undefined && factor.declared.has(name)) return state.report(scope, span, program.letInDef(name, def.name.text));
  if (def === undefined && factor.declared.has(name)) return state.report(scope, span, program.letBelow(name));
  // What follows compares with every name there is; past the last finding that is shown it would be for nothing.
  if (state.isFull) return null;
  if (expected !== null) {
    const values = ENUMS[expected];
    const near = nearest(name, values);
    return state.report(scope, span, program.unknownEnum(name, expected.replace('_', ' '), values, near), writeNearest(near, span));
  }
  const called = file.defs.get(name);
  if (called !== undefined) {
    const callable = called.item.parameters.every((parameter) => parameter.defaultValue !== null);
    return state.report(scope, span, program.useNeedsParentheses(name, 'a def', formOf(called)), callable ? write(`${name}()`, span) : null);
  }
  const takes = factor.table.name === 'daily' ? FUNCTIONS.find(({ keys }) => keys?.includes(name) === true) : undefined;
  if (takes !== undefined) {
    const column = takes.keyColumns?.get(name) ?? null;
    return state.report(scope, span, functions.keyAsValue(name, takes.name, column), writeNearest(column, span));
  }
  const operator = FUNCTIONS.find((entry) => entry.name === name);
  if (operator !== undefined) return state.report(scope, span, program.useNeedsParentheses(name, 'an operator', signature(operator)));
  if (file.factors.has(name)) return state.report(scope, span, program.factorAsValue(name));
  if (factor.incomplete) return null;
  const [firstColumn] = TABLES.get(name)?.columns.keys() ?? [];
  if (firstColumn !== undefined) return state.report(scope, span, program.tableAsValue(name, firstColumn));
  const misplaced = misplacedWord(name);
  if (misplaced !== null) return state.report(scope, span, misplaced);
  const elsewhere = tableBeside(factor.table, name);
  const own = def === undefined ? factor.declared : scope.parameters.keys();
  const near = elsewhere === undefined ? nearest(name, [...factor.table.columns.keys(), ...own]) : `${elsewhere.name}.${name}`;
  // The let that was probably meant is not unused.
  if (def === undefined && near !== null) state.usedLets.add(near);
  return state.report(scope, span, program.unknownName(name, factor.table.name, def?.name.text ?? null, near, [...factor.table.columns.keys()]), writeNearest(near, span));
}

/** A word that means something, but not here. */
function misplacedWord(name: string): ReturnType<typeof program.misplacedEnum> | null {
  const kinds: readonly EnumName[] = ['side', 'order_type'];
  const kind = kinds.find((each) => ENUMS[each].includes(name));
  if (kind !== undefined) return program.misplacedEnum(name, kind === 'side' ? 'side' : 'type');
  return isWindowName(name) ? program.misplacedWindow(name) : null;
}
