/** Types of expressions: names, literals, operators. Calls are in `call.ts`. */
import { operatorNamed } from '../catalogue/index.ts';
import { limits } from '../messages/limits.ts';
import { program } from '../messages/program.ts';
import { types } from '../messages/types.ts';
import { nearest } from '../nearest.ts';
import { ALWAYS } from '../session.ts';
import type { Span } from '../source.ts';
import type { BinaryExpression, Expression, NameExpression, QualifiedName } from '../syntax.ts';
import { ENUMS, TABLES, type Column, type EnumName, type Table } from '../tables.ts';
import type { ElementType, Typed, TypedLiteral } from '../typed.ts';
import { apply } from './apply.ts';
import { checkCall } from './call.ts';
import { ONE } from './rows.ts';
import { DEPTH_LIMIT, SIZE_LIMIT, type Scope, type Session } from './scope.ts';

const WHOLE_ROW = { floor: 0, lag: 0 };

export function literal(value: TypedLiteral['value'], type: ElementType, span: Span): TypedLiteral {
  return { kind: 'literal', value, type, rows: ONE, known: ALWAYS, span };
}

export function bareNumber(value: number | null, span: Span): TypedLiteral {
  return literal(value, { kind: 'number', unit: 'bare' }, span);
}

/** Counts a typed step against the limits; null (with a finding) if one is broken. */
export function counted(value: Typed, args: readonly Typed[], scope: Scope, session: Session): Typed | null {
  const broken = session.note(value, args);
  if (broken === 'deep') return session.report(scope, value.span, limits.tooDeep(DEPTH_LIMIT));
  if (broken === 'large') return session.report(scope, value.span, limits.tooLarge(SIZE_LIMIT));
  return value;
}

/** Type of an expression, or null after a finding. `expected` says which enum a bare name may belong to. */
export function checkExpression(expression: Expression, scope: Scope, session: Session, expected: EnumName | null = null): Typed | null {
  switch (expression.kind) {
    case 'number':
      return bareNumber(expression.value, expression.span);
    case 'boolean':
      return literal(expression.value, { kind: 'boolean' }, expression.span);
    case 'missing':
      return bareNumber(null, expression.span);
    case 'time':
      return literal(expression.minutes, { kind: 'time' }, expression.span);
    case 'time-range':
      return session.report(scope, expression.span, types.timeAlone());
    case 'duration':
      return session.report(scope, expression.span, types.modelOnly('a duration'));
    case 'list':
      return session.report(scope, expression.span, types.modelOnly('a list'));
    case 'name':
      return checkName(expression, scope, session, expected);
    case 'qualified':
      return checkQualified(expression, scope, session);
    case 'unary': {
      const operand = checkExpression(expression.operand, scope, session);
      if (operand === null) return null;
      return apply(operatorNamed(expression.operator === 'not' ? 'not' : 'negate'), { args: [operand] }, expression.span, scope, session);
    }
    case 'binary':
      return checkBinary(expression, scope, session);
    case 'call':
      return checkCall(expression, scope, session);
    case 'error':
      return null;
  }
}

function columnValue(table: Table, column: Column, span: Span): Typed {
  const known = WHOLE_ROW;
  return { kind: 'column', table: table.name, column: column.name, type: column.type, rows: { kind: 'table', table: table.name }, known, span };
}

function enumValue(name: string, of: EnumName, span: Span): Typed | null {
  return ENUMS[of].includes(name) ? literal(name, { kind: 'enum', name: of }, span) : null;
}

/** Marks a parameter of the def being inlined as used. */
export function useParameter(name: string, scope: Scope, session: Session): void {
  const def = scope.calls[scope.calls.length - 1];
  if (def === undefined) return;
  const used = session.usedParameters.get(def) ?? new Set<string>();
  used.add(name);
  session.usedParameters.set(def, used);
}

function checkName(expression: NameExpression, scope: Scope, session: Session, expected: EnumName | null): Typed | null {
  const name = expression.name.text;
  const binding = scope.parameters.get(name);
  if (binding !== undefined) {
    useParameter(name, scope, session);
    return checkExpression(binding.expression, binding.scope, session, expected);
  }
  if (expected !== null) {
    const value = enumValue(name, expected, expression.span);
    if (value !== null) return value;
  }
  const bound = scope.lets.get(name);
  if (bound !== undefined) {
    session.used.add(name);
    return bound;
  }
  const column = scope.table.columns.get(name);
  if (column !== undefined) return counted(columnValue(scope.table, column, expression.span), [], scope, session);
  return unknownName(name, expression.span, scope, session, expected);
}

function unknownName(name: string, span: Span, scope: Scope, session: Session, expected: EnumName | null): null {
  // A let that failed was reported where it stands.
  if (session.used.has(`failed:${name}`)) return null;
  const { file, table, hiddenLets, lets } = scope;
  if (expected !== null) {
    const values = ENUMS[expected];
    return session.report(scope, span, program.unknownEnum(name, expected.replace('_', ' '), values, nearest(name, values)));
  }
  if (hiddenLets.has(name)) return session.report(scope, span, program.letInDef(name, scope.calls[scope.calls.length - 1]?.name.text ?? ''));
  if (file.defs.has(name)) return session.report(scope, span, program.useNeedsParentheses(name));
  if (file.factors.has(name)) return session.report(scope, span, program.factorAsValue(name));
  const near = nearest(name, [...table.columns.keys(), ...lets.keys(), ...scope.parameters.keys()]);
  const fix = near === null ? null : { title: `write ${near}`, edits: [{ span, text: near }] };
  return session.report(scope, span, program.unknownName(name, table.name, near), fix);
}

function checkQualified(expression: QualifiedName, scope: Scope, session: Session): Typed | null {
  const table = TABLES.get(expression.table.text);
  if (table === undefined) {
    const near = nearest(expression.table.text, [...TABLES.keys()]);
    return session.report(scope, expression.table.span, program.unknownTable(expression.table.text, near));
  }
  const column = table.columns.get(expression.column.text);
  if (column === undefined) {
    const near = nearest(expression.column.text, [...table.columns.keys()]);
    const fix = near === null ? null : { title: `write ${near}`, edits: [{ span: expression.column.span, text: near }] };
    return session.report(scope, expression.column.span, program.unknownColumn(expression.column.text, table.name, near), fix);
  }
  return counted(columnValue(table, column, expression.span), [], scope, session);
}

/** The enum that a bare name beside this expression belongs to, if the expression is an enum column or a name bound to one. */
function enumOf(expression: Expression, scope: Scope): EnumName | null {
  if (expression.kind === 'qualified') {
    const type = TABLES.get(expression.table.text)?.columns.get(expression.column.text)?.type;
    return type?.kind === 'enum' ? type.name : null;
  }
  if (expression.kind !== 'name') return null;
  const binding = scope.parameters.get(expression.name.text);
  if (binding !== undefined) return enumOf(binding.expression, binding.scope);
  const type = scope.lets.get(expression.name.text)?.type ?? scope.table.columns.get(expression.name.text)?.type;
  return type?.kind === 'enum' ? type.name : null;
}

function checkBinary(expression: BinaryExpression, scope: Scope, session: Session): Typed | null {
  const equality = expression.operator === '==' || expression.operator === '!=';
  const left = checkExpression(expression.left, scope, session, equality ? enumOf(expression.right, scope) : null);
  const right = checkExpression(expression.right, scope, session, equality ? enumOf(expression.left, scope) : null);
  if (left === null || right === null) return null;
  const entry = operatorNamed(expression.operator);
  const folded = foldLiterals(expression, left, right);
  if (folded !== null) return folded;
  return apply(entry, { args: [left, right] }, expression.span, scope, session);
}

/** Arithmetic of written numbers is a written number, so `x^(1/2)` has a literal exponent. */
function foldLiterals(expression: BinaryExpression, left: Typed, right: Typed): Typed | null {
  if (left.kind !== 'literal' || right.kind !== 'literal') return null;
  if (typeof left.value !== 'number' || typeof right.value !== 'number') return null;
  if (left.type.kind !== 'number' || right.type.kind !== 'number') return null;
  const entry = operatorNamed(expression.operator);
  if (entry.result !== 'number' || entry.meaning.kind !== 'element') return null;
  const value = entry.meaning.of([left.value, right.value], []);
  return bareNumber(Number.isNaN(value) ? null : value, expression.span);
}
