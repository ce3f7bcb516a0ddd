/** What makes inputs and targets: panels, bars, returns, and their preparation across stocks. */
import { BAR_STEPS, RETURN_PRICES, seriesShape } from '../../catalogue/model/data.ts';
import { modelSignature, preparationSignature, type ModelFunction } from '../../catalogue/model/index.ts';
import type { Operator } from '../../catalogue/operator.ts';
import { models } from '../../messages/models.ts';
import { program } from '../../messages/program.ts';
import { types } from '../../messages/types.ts';
import { nearest } from '../../nearest.ts';
import type { Argument, CallExpression, Expression } from '../../syntax.ts';
import type { BarsInput, ModelTarget, Preparation } from '../../typed-model.ts';
import { writeNearest } from '../fixes.ts';
import { textAt } from '../scope.ts';
import { match, readSetting, wordOf } from './arguments.ts';
import type { ModelBuilder } from './builder.ts';
import { evaluate } from './evaluate.ts';
import { modelValueText, type FactorsValue, type ModelScope, type ModelValue, type ReturnValue, type SeriesValue } from './scope.ts';

type Prepared = FactorsValue | SeriesValue | ReturnValue;

function withStep<V extends Prepared>(value: V, step: Preparation): V {
  return { ...value, prepared: [...value.prepared, step] };
}

/** The value that a preparation or a panel works on; null after a finding. */
function dataOf(callee: string, argument: Argument | undefined, parameter: string, call: CallExpression, form: string, scope: ModelScope, model: ModelBuilder): Prepared | null {
  if (argument === undefined) return model.state.report(scope, call.span, program.missingArgument(callee, parameter, form));
  const value = evaluate(argument.value, scope, model);
  return value === null ? null : asData(value, argument.value, scope, model);
}

function asData(value: ModelValue, written: Expression, scope: ModelScope, model: ModelBuilder): Prepared | null {
  if (value.kind !== 'number' && value.kind !== 'node') return value;
  const found = modelValueText(value);
  return model.state.report(scope, written.span, scope.clause === 'target' ? models.notATarget(found) : models.notAnInput(found));
}

/** `zscore(x)` and the like in an input or target. */
export function prepared(entry: Operator, call: CallExpression, scope: ModelScope, model: ModelBuilder): ModelValue | null {
  const { name: callee, parameters, keys } = entry;
  const form = preparationSignature(entry);
  const [x = '', ...others] = entry.arguments.map((argument) => argument.name);
  const matched = match({ callee, names: [x, ...others, ...parameters.map((parameter) => parameter.name)], onlyNamed: keys === undefined ? [] : ['by'], text: form }, call, scope, model);
  if (matched === null) return null;
  const value = dataOf(callee, matched.byName.get(x), x, call, form, scope, model);
  const numbers: (number | null)[] = [];
  for (const other of others) numbers.push(fillerOf(callee, other, matched.byName.get(other), call, form, scope, model));
  for (const { name, range, default: usual } of parameters) {
    const setting = { name, form: 'number', range, default: usual } as const;
    const read = readSetting(callee, setting, matched.byName.get(name), call, form, scope, model);
    numbers.push(typeof read === 'number' ? read : null);
  }
  const by = keyOf(entry, matched.byName.get('by'), scope, model);
  const written = numbers.filter((each) => each !== null);
  if (value === null || by === undefined || written.length < numbers.length) return null;
  // What a rank is depends on every other stock: it cannot be applied to windows one by one, as the others are.
  if (entry.meaning.kind === 'selection' && (value.kind === 'panel' || value.kind === 'bars')) return model.state.report(scope, call.span, models.notForSeries(callee, modelValueText(value)));
  return withStep(value, { kind: 'across', operator: callee, parameters: written, by });
}

/** The number that `fill` puts in. */
function fillerOf(callee: string, name: string, argument: Argument | undefined, call: CallExpression, form: string, scope: ModelScope, model: ModelBuilder): number | null {
  if (argument === undefined) return model.state.report(scope, call.span, program.missingArgument(callee, name, form));
  const { value, span } = argument;
  if (value.kind === 'error') return null;
  const read = value.kind === 'number' || value.kind === 'unary' || (value.kind === 'name' && scope.parameters.has(value.name.text)) ? evaluate(value, scope, model) : null;
  return read?.kind === 'number' ? read.value : model.state.report(scope, span, models.fillsWithValue(`\`${textAt(scope, value.span)}\``));
}

/** What `by=` names, null without it; undefined after a finding. */
function keyOf(entry: Operator, argument: Argument | undefined, scope: ModelScope, model: ModelBuilder): string | null | undefined {
  if (argument === undefined) return null;
  const keys = entry.keys ?? [];
  const word = wordOf(argument.value);
  if (word !== null && keys.includes(word)) return word;
  const found = word ?? textAt(scope, argument.value.span);
  model.state.report(scope, argument.value.span, types.notASectionKey(entry.name, found, keys), writeNearest(nearest(found, keys), argument.value.span));
  return undefined;
}

/** Names of settings, and the values they are given; null after a finding. */
function settings(entry: ModelFunction, byName: ReadonlyMap<string, Argument>, call: CallExpression, scope: ModelScope, model: ModelBuilder): readonly (number | string | readonly string[])[] | null {
  const read = entry.settings.map((setting) => readSetting(entry.name, setting, byName.get(setting.name), call, modelSignature(entry), scope, model));
  const values = read.filter((value) => value !== null);
  return values.length === read.length ? values : null;
}

/** `panel(x, days=40)`. */
export function panelOf(entry: ModelFunction, call: CallExpression, scope: ModelScope, model: ModelBuilder): SeriesValue | null {
  const form = modelSignature(entry);
  const matched = match({ callee: entry.name, names: [...entry.inputs, ...entry.settings.map(({ name }) => name)], text: form }, call, scope, model);
  if (matched === null) return null;
  const argument = matched.byName.get(entry.inputs[0] ?? '');
  const value = dataOf(entry.name, argument, entry.inputs[0] ?? '', call, form, scope, model);
  const read = settings(entry, matched.byName, call, scope, model);
  if (value === null || read === null || argument === undefined) return null;
  if (value.kind !== 'factors') return model.state.report(scope, argument.value.span, models.notFactors(modelValueText(value)));
  const [days = 0] = read;
  if (value.incomplete || typeof days !== 'number') return null;
  const features = value.factors.map(({ name, path, direction }) => ({ name, path, direction }));
  return { kind: 'panel', features, days, daily: value.prepared, prepared: [], shape: seriesShape('days', days, features.length) };
}

/** `bars(every=1w, count=20, fields=[open, close])`. */
export function barsOf(entry: ModelFunction, call: CallExpression, scope: ModelScope, model: ModelBuilder): SeriesValue | null {
  const matched = match({ callee: entry.name, names: entry.settings.map(({ name }) => name), text: modelSignature(entry) }, call, scope, model);
  const read = matched === null ? null : settings(entry, matched.byName, call, scope, model);
  if (read === null) return null;
  const [every, count, fields] = read;
  if (typeof every !== 'string' || typeof count !== 'number' || typeof fields !== 'object' || !isBarLength(every)) return null;
  return { kind: 'bars', every, count, fields, prepared: [], shape: seriesShape(BAR_STEPS.get(every) ?? '', count, fields.length) };
}

function isBarLength(text: string): text is BarsInput['every'] {
  return BAR_STEPS.has(text);
}

/** `over_last(x)`. */
export function dividedByLast(entry: ModelFunction, call: CallExpression, scope: ModelScope, model: ModelBuilder): ModelValue | null {
  const form = modelSignature(entry);
  const matched = match({ callee: entry.name, names: entry.inputs, text: form }, call, scope, model);
  if (matched === null) return null;
  const argument = matched.byName.get(entry.inputs[0] ?? '');
  const value = dataOf(entry.name, argument, entry.inputs[0] ?? '', call, form, scope, model);
  if (value === null || argument === undefined) return null;
  if (value.kind === 'panel' || value.kind === 'bars') {
    const before = value.prepared.at(-1);
    const by = before === undefined ? null : before.kind === 'over_last' ? entry.name : before.operator;
    return by === null ? withStep(value, { kind: 'over_last' }) : model.state.report(scope, call.span, models.preparedBefore(entry.name, by));
  }
  return model.state.report(scope, argument.value.span, models.misfit(entry.name, 'a series of steps', modelValueText(value), 'bars(…) and panel(…) have steps'));
}

/** `forward_return(from=1, to=11, price=vwap)`. */
export function returnOf(entry: ModelFunction, call: CallExpression, scope: ModelScope, model: ModelBuilder): ReturnValue | null {
  const matched = match({ callee: entry.name, names: entry.settings.map(({ name }) => name), text: modelSignature(entry) }, call, scope, model);
  const read = matched === null ? null : settings(entry, matched.byName, call, scope, model);
  if (read === null) return null;
  const [from, to, price] = read;
  if (typeof from !== 'number' || typeof to !== 'number' || typeof price !== 'string' || !isPrice(price)) return null;
  if (to <= from) return model.state.report(scope, call.span, models.emptyReturn(from, to));
  return { kind: 'return', from, to, price, prepared: [] };
}

function isPrice(text: string): text is ModelTarget['price'] {
  return RETURN_PRICES.includes(text);
}
