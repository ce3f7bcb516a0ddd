/** Reading the arguments of calls in models: which is which, and the settings that are written as literals. */
import type { ModelSetting } from '../../catalogue/model/index.ts';
import { models } from '../../messages/models.ts';
import { program } from '../../messages/program.ts';
import { types } from '../../messages/types.ts';
import { nearest } from '../../nearest.ts';
import type { Argument, CallExpression, Expression } from '../../syntax.ts';
import { write, writeNearest } from '../fixes.ts';
import { textAt } from '../scope.ts';
import type { ModelBuilder } from './builder.ts';
import { evaluate } from './evaluate.ts';
import type { ModelScope } from './scope.ts';

/** What a call looks like. */
export interface CallForm {
  readonly callee: string;
  /** Arguments that go by place or by name, in order. */
  readonly names: readonly string[];
  /** Arguments that go by name only. */
  readonly onlyNamed?: readonly string[];
  /** Takes any number of values more. */
  readonly many?: boolean;
  readonly text: string;
}

export interface Matched {
  readonly byName: ReadonlyMap<string, Argument>;
  /** Values beyond those that have names. */
  readonly more: readonly Argument[];
}

/** Finds out which argument is which; null after a finding. */
export function match({ callee, names, onlyNamed = [], many = false, text }: CallForm, call: CallExpression, scope: ModelScope, model: ModelBuilder): Matched | null {
  const byName = new Map<string, Argument>();
  const more: Argument[] = [];
  let positional = 0;
  for (const argument of call.args) {
    const name = argument.name?.text ?? names[positional];
    if (argument.name === null) positional++;
    if (name === undefined) more.push(argument);
    else if (byName.has(name)) return model.state.report(scope, argument.span, program.duplicateArgument(name, callee));
    else if (names.includes(name) || onlyNamed.includes(name)) byName.set(name, argument);
    else {
      const at = argument.name?.span ?? argument.span;
      const near = nearest(name, [...names, ...onlyNamed]);
      return model.state.report(scope, at, program.unknownArgument(name, callee, near, text), writeNearest(near, at));
    }
  }
  const [first] = more;
  if (first !== undefined && !many) return model.state.report(scope, first.value.span, program.tooManyArguments(callee, names.length, positional, text, null));
  return { byName, more };
}

/** The expression that a parameter of a def stands for, with the scope it was written in. */
function written(expression: Expression, scope: ModelScope): { readonly expression: Expression; readonly scope: ModelScope } {
  if (expression.kind !== 'name') return { expression, scope };
  const binding = scope.parameters.get(expression.name.text);
  return binding === undefined ? { expression, scope } : written(binding.expression, binding.scope);
}

const FORMS: Readonly<Record<ModelSetting['form'], string>> = {
  integer: 'a whole number',
  share: 'a share such as 20%',
  number: 'a number',
  word: 'a word',
  list: 'a list in brackets',
  duration: 'a duration such as 1w',
};

/** A setting's value: a number, a word or duration as written, or several words; null after a finding. */
export function readSetting(callee: string, setting: ModelSetting, argument: Argument | undefined, call: CallExpression, form: string, scope: ModelScope, model: ModelBuilder): number | string | readonly string[] | null {
  if (argument === undefined) {
    if (setting.default !== null) return setting.default;
    return model.state.report(scope, call.span, program.missingArgument(callee, setting.name, form));
  }
  const { expression, scope: where } = written(argument.value, scope);
  if (expression.kind === 'error') return null;
  if (setting.form === 'list') return readWords(callee, setting, expression, where, model);
  if (setting.form === 'word' || setting.form === 'duration') return readWord(callee, setting, expression, where, model);
  return readNumber(callee, setting, expression, where, model);
}

function readNumber(callee: string, setting: ModelSetting, expression: Expression, scope: ModelScope, model: ModelBuilder): number | null {
  const { state } = model;
  const value = valueOf(expression, scope, model);
  const [low, high] = setting.range ?? [-Infinity, Infinity];
  if (value === null || (setting.form === 'integer' && !Number.isInteger(value))) {
    const count = expression.kind === 'duration' ? String(expression.count) : null;
    return state.report(scope, expression.span, models.settingForm(callee, setting.name, textAt(scope, expression.span), FORMS[setting.form]), count === null ? null : write(count, expression.span));
  }
  if (value >= low && value <= high) return value;
  const percent = setting.form === 'share' && Number.isInteger(value) && value > 1 && value <= 100 ? `${String(value)}%` : null;
  return state.report(scope, expression.span, types.literalRange(callee, setting.name, value, low, high, percent), percent === null ? null : write(percent, expression.span));
}

/** A written number, or arithmetic of such. */
function valueOf(expression: Expression, scope: ModelScope, model: ModelBuilder): number | null {
  if (expression.kind === 'number') return expression.value;
  if (expression.kind !== 'unary' && expression.kind !== 'binary') return null;
  const value = evaluate(expression, { ...scope, clause: 'network' }, model);
  return value?.kind === 'number' ? value.value : null;
}

/** How a word or duration is written; null for anything else. */
export function wordOf(expression: Expression): string | null {
  if (expression.kind === 'name') return expression.name.text;
  return expression.kind === 'duration' ? `${String(expression.count)}${expression.unit}` : null;
}

function readWord(callee: string, setting: ModelSetting, expression: Expression, scope: ModelScope, model: ModelBuilder): string | null {
  const choices = setting.choices ?? [];
  const word = wordOf(expression);
  const { span } = expression;
  if (word === null) return model.state.report(scope, span, models.settingForm(callee, setting.name, textAt(scope, span), `one of ${choices.join(', ')}`));
  if (choices.includes(word)) return word;
  const near = nearest(word, choices);
  return model.state.report(scope, span, models.settingChoice(callee, setting.name, word, choices, near), writeNearest(near, span));
}

function readWords(callee: string, setting: ModelSetting, expression: Expression, scope: ModelScope, model: ModelBuilder): readonly string[] | null {
  const choices = setting.choices ?? [];
  const items = expression.kind === 'list' ? expression.items : expression.kind === 'name' ? [expression] : null;
  const { span } = expression;
  if (items === null) return model.state.report(scope, span, models.settingForm(callee, setting.name, textAt(scope, span), 'a list in brackets'));
  if (items.length === 0) return model.state.report(scope, span, models.emptyList(callee, setting.name, choices));
  const words: string[] = [];
  let ok = true;
  for (const item of items) {
    const inner = written(item, scope);
    const word = inner.expression.kind === 'error' ? null : readWord(callee, setting, inner.expression, inner.scope, model);
    if (word === null) ok = false;
    else if (words.includes(word)) {
      model.state.report(inner.scope, inner.expression.span, models.repeatedElement(word));
      ok = false;
    } else words.push(word);
  }
  return ok ? words : null;
}
