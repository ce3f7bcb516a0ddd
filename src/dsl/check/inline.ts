/** Defs: replaced by what they mean where they are called. */
import { program } from '../messages/program.ts';
import type { Declared } from '../project.ts';
import type { CallExpression, DefItem, Expression } from '../syntax.ts';
import type { Typed } from '../typed.ts';
import { matchArguments } from './call.ts';
import { checkExpression, useParameter } from './expression.ts';
import type { Binding, Scope, Session } from './scope.ts';

/** Value of a call of a def with the caller's columns, or null after a finding. */
export function inlineDef(def: Declared<DefItem>, call: CallExpression, scope: Scope, session: Session): Typed | null {
  const { item, file } = def;
  const name = item.name.text;
  const form = `${name}(${item.parameters.map((parameter) => parameter.name.text).join(', ')})`;
  const at = scope.calls.indexOf(item);
  if (at >= 0) return session.report(scope, call.callee.span, program.recursion([...scope.calls.slice(at), item].map((entry) => entry.name.text)));
  const names = item.parameters.map((parameter) => parameter.name.text);
  const written = matchArguments(name, names, [], form, call, scope, session);
  if (written === null) return null;
  const parameters = new Map<string, Binding>();
  const calls = [...scope.calls, item];
  const inner: Scope = { file, table: scope.table, lets: new Map(), hiddenLets: new Set([...scope.lets.keys(), ...scope.hiddenLets]), parameters, calls };
  for (const parameter of item.parameters) {
    const argument = written.byName.get(parameter.name.text);
    if (argument !== undefined) parameters.set(parameter.name.text, followParameter({ expression: argument.value, scope }, session));
    else if (parameter.defaultValue !== null) parameters.set(parameter.name.text, { expression: parameter.defaultValue, scope: { ...inner, parameters: new Map() } });
    else return session.report(scope, call.span, program.missingArgument(name, parameter.name.text, form));
  }
  const key = callKey(def, parameters, session);
  const known = session.inlined.get(key);
  if (known !== undefined) return known;
  const value = checkExpression(item.body, inner, session);
  session.inlined.set(key, value);
  reportUnusedParameters(def, inner, session);
  return value;
}

/** A parameter passed on is the argument it stands for. */
function followParameter(binding: Binding, session: Session): Binding {
  const { expression, scope } = binding;
  if (expression.kind !== 'name') return binding;
  const outer = scope.parameters.get(expression.name.text);
  if (outer === undefined) return binding;
  useParameter(expression.name.text, scope, session);
  return outer;
}

/**
 * Two calls mean the same if they call the same def with the same written arguments read in the same scope. A call without
 * arguments means the same everywhere in a factor, which keeps chains such as `def b() = a() + a()` from doubling at each step.
 */
function callKey(def: Declared<DefItem>, parameters: ReadonlyMap<string, Binding>, session: Session): string {
  const parts = [...parameters].map(([name, { expression, scope }]) => `${name}=${argumentKey(expression, scope, session)}`);
  return `${String(session.identity(def.item))}(${parts.join(',')})`;
}

function argumentKey(expression: Expression, scope: Scope, session: Session): string {
  if (expression.kind === 'number') return String(expression.value);
  if (expression.kind !== 'name') return `#${String(session.identity(expression))}@${String(session.identity(scope.file))}:${[...scope.calls].length === 0 ? '' : String(session.identity(scope))}`;
  const bound = scope.lets.get(expression.name.text);
  return bound === undefined ? expression.name.text : `let#${String(session.identity(bound))}`;
}

function reportUnusedParameters(def: Declared<DefItem>, inner: Scope, session: Session): void {
  const used = session.usedParameters.get(def.item) ?? new Set<string>();
  for (const parameter of def.item.parameters) {
    if (!used.has(parameter.name.text)) session.report(inner, parameter.name.span, program.unusedParameter(parameter.name.text, def.item.name.text));
  }
}
