/**
 * Which written expressions mean the same. Chains such as `def b(x) = a(x * 1) + a(x * 1)` would double at each step if
 * every call were typed anew, so calls and arguments are compared by what they say, names put in.
 */
import type { Expression } from '../syntax.ts';
import { letSeen, type Scope } from './scope.ts';
import type { State } from './state.ts';

/** A number that two expressions share if they say the same wherever they stand in the factor being checked. */
export function meaningOf(expression: Expression, scope: Scope, state: State): number {
  if (expression.kind === 'name') {
    const binding = scope.parameters.get(expression.name.text);
    if (binding !== undefined) return binding.meaning;
  }
  // What is too deep to be read is too deep to be typed, and nothing else means the same.
  if (!state.enter()) return state.intern(`only ${String(state.identity(expression))}`);
  const meaning = state.intern(saidBy(expression, scope, state));
  state.leave();
  return meaning;
}

function saidBy(expression: Expression, scope: Scope, state: State): string {
  const inner = (part: Expression): string => String(meaningOf(part, scope, state));
  switch (expression.kind) {
    case 'number':
    case 'boolean':
      return String(expression.value);
    case 'missing':
      return 'missing';
    case 'time':
      return `${String(expression.minutes)} o'clock`;
    case 'time-range':
      return `${String(expression.from.minutes)}..${String(expression.to.minutes)}`;
    case 'name':
      // A def sees the columns of the factor, but not the lets that hide them.
      return `${letSeen(expression.name.text, scope) === undefined ? '' : 'let '}${expression.name.text}`;
    case 'qualified':
      return `${expression.table.text}.${expression.column.text}`;
    case 'unary':
      return `${expression.operator} ${inner(expression.operand)}`;
    case 'binary':
      return `${inner(expression.left)} ${expression.operator} ${inner(expression.right)}`;
    case 'call': {
      const def = scope.file.defs.get(expression.callee.text);
      const callee = def === undefined ? expression.callee.text : `def ${String(state.identity(def.item))}`;
      return `${callee}(${expression.args.map((argument) => `${argument.name?.text ?? ''}=${inner(argument.value)}`).join()})`;
    }
    case 'duration':
    case 'list':
    case 'error':
      return `only ${String(state.identity(expression))}`;
  }
}
