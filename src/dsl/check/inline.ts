/** Defs: replaced by what they mean where they are called. */
import { limits } from '../messages/limits.ts';
import { program } from '../messages/program.ts';
import type { Declared } from '../project.ts';
import type { CallExpression, DefItem, Expression } from '../syntax.ts';
import type { Typed } from '../typed.ts';
import { matchArguments } from './arguments.ts';
import { checkExpression } from './expression.ts';
import { meaningOf } from './meaning.ts';
import { textAt, type Binding, type Scope } from './scope.ts';
import { CALL_LIMIT, type State } from './state.ts';

/** Value of a call of a def with the caller's columns, or null after a finding. */
export function inlineDef({ item, file }: Declared<DefItem>, call: CallExpression, scope: Scope, state: State): Typed | null {
  const callee = item.name.text;
  const names = item.parameters.map((parameter) => parameter.name.text);
  // A def that calls itself, or has two parameters of one name, was reported, whoever calls it.
  if (scope.calls.includes(item) || new Set(names).size < names.length) return null;
  if (scope.calls.length >= CALL_LIMIT) return state.report(scope, call.span, limits.tooManyCalls(CALL_LIMIT));
  const text = formOf({ item, file });
  const written = matchArguments({ callee, names, onlyNamed: [], text }, call, scope, state);
  if (written === null) return null;
  const calls = [...scope.calls, item];
  const calledFrom = scope.calledFrom ?? { file: scope.file, span: call.span };
  const withoutParameters: Scope = { file, factor: scope.factor, parameters: new Map(), calls, calledFrom };
  const parameters = new Map<string, Binding>();
  for (const { name, defaultValue } of item.parameters) {
    const argument = written.get(name.text);
    if (argument === undefined && defaultValue === null) return state.report(scope, call.span, program.missingArgument(callee, name.text, text));
    if (argument !== undefined) parameters.set(name.text, bind(argument.value, scope, state));
    else if (defaultValue !== null) parameters.set(name.text, bind(defaultValue, withoutParameters, state));
    const { table } = scope.factor;
    if (table.columns.has(name.text)) state.report(withoutParameters, name.span, program.parameterHidesColumn(name.text, callee, table.name));
  }
  const key = `${String(state.identity(item))}(${[...parameters.values()].map((binding) => binding.meaning).join()})`;
  const kept = state.kept(key);
  if (kept !== undefined) return kept;
  return state.countStep(scope, call.span) ? state.keep(key, checkExpression(item.body, { ...withoutParameters, parameters }, state)) : null;
}

/** `part(x, w=early)`. */
export function formOf({ item, file }: Declared<DefItem>): string {
  const parameters = item.parameters.map(({ name, defaultValue }) => (defaultValue === null ? name.text : `${name.text}=${textAt({ file }, defaultValue.span)}`));
  return `${item.name.text}(${parameters.join(', ')})`;
}

/** A parameter passed on is the argument it stands for. */
function bind(expression: Expression, scope: Scope, state: State): Binding {
  const outer = expression.kind === 'name' ? scope.parameters.get(expression.name.text) : undefined;
  return outer ?? { expression, scope, meaning: meaningOf(expression, scope, state) };
}
