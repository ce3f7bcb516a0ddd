/** Calls in models: defs, layers, functions of the network, and what makes inputs and targets. */
import { isMisfit } from '../../catalogue/model/function.ts';
import { findModelFunction, findPreparation, MODEL_FUNCTIONS, modelSignature, type ModelFunction } from '../../catalogue/model/index.ts';
import { limits } from '../../messages/limits.ts';
import { models } from '../../messages/models.ts';
import { program } from '../../messages/program.ts';
import { time } from '../../messages/time.ts';
import { nearest } from '../../nearest.ts';
import type { Declared } from '../../project.ts';
import { shapeText } from '../../shapes.ts';
import type { Argument, CallExpression, DefItem, Expression } from '../../syntax.ts';
import { write, writeNearest } from '../fixes.ts';
import { shortened } from '../scope.ts';
import { formOf } from '../inline.ts';
import { CALL_LIMIT } from '../state.ts';
import { match, readSetting } from './arguments.ts';
import type { Layer, ModelBuilder } from './builder.ts';
import { barsOf, dividedByLast, panelOf, prepared, returnOf } from './data.ts';
import { CALLABLE, counted, evaluate, networkValue } from './evaluate.ts';
import { CLAUSES, kindText, type Binding, type ModelScope, type ModelValue, type NodeValue } from './scope.ts';

/** Functions that a clause `layer` may hold. */
const LAYERS: readonly string[] = MODEL_FUNCTIONS.filter(({ compute }) => compute.kind === 'layer').map(({ name }) => name);

/** Value of a call, or null after a finding. */
export function evaluateCall(call: CallExpression, scope: ModelScope, model: ModelBuilder): ModelValue | null {
  const name = call.callee.text;
  const def = scope.file.defs.get(name);
  if (def !== undefined) return inlined(def, call, scope, model);
  const entry = scope.calls.length > 0 || scope.clause !== 'network' ? undefined : model.entries.get(name);
  if (entry?.kind === 'layer') {
    model.used.add(name);
    return entry.layer === null ? null : callDeclared(entry.layer, call, scope, model);
  }
  const found = findModelFunction(name);
  const preparation = findPreparation(name);
  if (scope.clause === 'network') {
    if (found !== null && found.compute.kind !== 'data' && found.group !== 'arithmetic') return callFunction(found, call, scope, model);
    if (found === null && preparation === null) return reportUnknown(call, scope, model);
    return reportMisplaced(name, call, scope, model);
  }
  if (preparation !== null) return prepared(preparation, call, scope, model);
  if (found === null) return reportUnknown(call, scope, model);
  if (found.compute.kind !== 'data') return reportMisplaced(name, call, scope, model);
  switch (found.compute.of) {
    case 'forward_return':
      return scope.clause === 'target' ? returnOf(found, call, scope, model) : reportMisplaced(name, call, scope, model);
    case 'panel':
      return scope.clause === 'input' ? panelOf(found, call, scope, model) : reportMisplaced(name, call, scope, model);
    case 'bars':
      return scope.clause === 'input' ? barsOf(found, call, scope, model) : reportMisplaced(name, call, scope, model);
    case 'over_last':
      return scope.clause === 'input' ? dividedByLast(found, call, scope, model) : reportMisplaced(name, call, scope, model);
  }
}

/** A known function in a clause that has no use for it. */
function reportMisplaced(name: string, { callee, span }: CallExpression, scope: ModelScope, model: ModelBuilder): null {
  const group = findModelFunction(name)?.group ?? 'preparation';
  if (group === 'target') return model.state.report(scope, span, time.future(name, false));
  const belongs = group === 'inputs' ? 'it belongs into a clause input' : group === 'preparation' ? 'it prepares inputs and targets' : 'it belongs into let, output or loss';
  return model.state.report(scope, callee.span, models.misplaced(name, CLAUSES[scope.clause], belongs));
}

function reportUnknown({ callee, args }: CallExpression, scope: ModelScope, model: ModelBuilder): null {
  const { state, declared } = model;
  const name = callee.text;
  const kind = declared.get(name);
  if (kind === 'layer' && scope.calls.length === 0 && scope.clause === 'network') {
    model.used.add(name);
    return state.report(scope, callee.span, models.nameBelow(kind, name));
  }
  if (kind !== undefined && scope.calls.length === 0) {
    model.used.add(name);
    return state.report(scope, callee.span, kind === 'layer' ? models.misplaced(`layer ${name}`, CLAUSES[scope.clause], 'it belongs into let, output or loss') : models.valueCalled(name, kindText(kind)));
  }
  if (scope.file.lacksNames === true || state.isFull) return null;
  // What it is given is read all the same, so that what it names is not unused.
  if (scope.clause === 'network') for (const argument of args) if (argument.name === null) evaluate(argument.value, scope, model);
  const layers = [...declared].filter(([, of]) => of === 'layer').map(([each]) => each);
  const near = nearest(name, [...layers, ...CALLABLE, ...scope.file.defs.keys()]);
  if (near !== null) model.used.add(near);
  return state.report(scope, callee.span, models.unknownFunction(name, near, CALLABLE), writeNearest(near, callee.span));
}

/** A def is put in; what it is given is read once, however often the def reads it. */
function inlined({ item, file }: Declared<DefItem>, call: CallExpression, scope: ModelScope, model: ModelBuilder): ModelValue | null {
  const { state } = model;
  const callee = item.name.text;
  const names = item.parameters.map((parameter) => parameter.name.text);
  // A def that calls itself, or has two parameters of one name, was reported, whoever calls it.
  if (scope.calls.includes(item) || new Set(names).size < names.length) return null;
  if (scope.calls.length >= CALL_LIMIT) return state.report(scope, call.span, limits.tooManyCalls(CALL_LIMIT));
  const text = formOf({ item, file });
  const matched = match({ callee, names, text }, call, scope, model);
  if (matched === null) return null;
  const inner = { file, clause: scope.clause, calls: [...scope.calls, item], calledFrom: scope.calledFrom ?? { file: scope.file, span: call.span } };
  const parameters = new Map<string, Binding>();
  for (const { name, defaultValue } of item.parameters) {
    const argument = matched.byName.get(name.text);
    if (argument !== undefined) parameters.set(name.text, { expression: argument.value, scope, read: null });
    else if (defaultValue === null) return state.report(scope, call.span, program.missingArgument(callee, name.text, text));
    else parameters.set(name.text, { expression: defaultValue, scope: { ...inner, parameters: new Map() }, read: null });
  }
  return state.countStep(scope, call.span) ? evaluate(item.body, { ...inner, parameters }, model) : null;
}

/** A function of the network, or a layer written where it is called. */
function callFunction(entry: ModelFunction, call: CallExpression, scope: ModelScope, model: ModelBuilder): NodeValue | null {
  const form = modelSignature(entry);
  const many = entry.many === true;
  const matched = match({ callee: entry.name, names: [...entry.inputs, ...(many ? [] : entry.settings.map(({ name }) => name))], many, text: form }, call, scope, model);
  if (matched === null) return null;
  const settings = settingsOf(entry, matched.byName, call, form, scope, model);
  const given = entry.inputs.map((name) => matched.byName.get(name));
  const absent = given.findIndex((argument) => argument === undefined);
  if (absent >= 0) return model.state.report(scope, call.span, program.missingArgument(entry.name, entry.inputs[absent] ?? '', form));
  const written = [...given, ...matched.more].flatMap((argument) => argument ?? []);
  const values = written.map((argument) => networkValue(argument.value, scope, model));
  if (settings === null) return null;
  const args: NodeValue[] = [];
  for (const value of values) {
    if (value === null) return null;
    args.push(model.asNode(value));
  }
  const shape = shapeOf(entry, entry.name, args, settings, written.map((argument) => argument.value), scope, model);
  if (shape === null) return null;
  const [first] = args;
  if (entry.compute.kind !== 'layer' || first === undefined) return counted(model.apply(entry, args, settings, shape), call.span, scope, model);
  const node = model.callLayer(model.anonymous(entry, settings), first, shape);
  return 'before' in node ? null : counted(node, call.span, scope, model);
}

/** A declared layer called on a value. */
function callDeclared(layer: Layer, call: CallExpression, scope: ModelScope, model: ModelBuilder): NodeValue | null {
  const { entry, name, settings } = layer;
  const { state } = model;
  const setting = call.args.find((argument) => entry.settings.some((each) => each.name === argument.name?.text));
  if (setting?.name != null) return state.report(scope, setting.span, models.settingOfCall(name, setting.name.text));
  const matched = match({ callee: name, names: entry.inputs, text: `${name}(${entry.inputs.join(', ')})` }, call, scope, model);
  if (matched === null) return null;
  const argument = matched.byName.get(entry.inputs[0] ?? '');
  if (argument === undefined) return state.report(scope, call.span, program.missingArgument(name, entry.inputs[0] ?? '', `${name}(${entry.inputs.join(', ')})`));
  const value = networkValue(argument.value, scope, model);
  if (value === null) return null;
  const x = model.asNode(value);
  const shape = shapeOf(entry, `layer ${name} (${entry.name})`, [x], settings, [argument.value], scope, model);
  if (shape === null) return null;
  const node = model.callLayer(layer, x, shape);
  if ('before' in node) return state.report(scope, argument.value.span, models.otherSize(name, shapeText(node.before), shapeText(x.shape)));
  return counted(node, call.span, scope, model);
}

function shapeOf(entry: ModelFunction, callee: string, args: readonly NodeValue[], settings: readonly number[], written: readonly Expression[], scope: ModelScope, model: ModelBuilder): NodeValue['shape'] | null {
  const outcome = entry.shape(args.map((arg) => arg.shape), settings);
  if (!isMisfit(outcome)) return outcome;
  const { argument, expected, hint } = outcome;
  const at = written[argument];
  return model.state.report(scope, at?.span ?? { start: 0, end: 0 }, models.misfit(callee, expected, shapeText(args[argument]?.shape ?? []), hint));
}

/** Settings in the order of the record, all of them numbers; null after a finding. */
function settingsOf(entry: ModelFunction, byName: ReadonlyMap<string, Argument>, call: CallExpression, form: string, scope: ModelScope, model: ModelBuilder): readonly number[] | null {
  const values = entry.settings.map((setting) => readSetting(entry.name, setting, byName.get(setting.name), call, form, scope, model));
  const numbers = values.filter((value) => typeof value === 'number');
  return numbers.length === values.length ? numbers : null;
}

/** `gru(units=30)` of a clause `layer`; null after a finding. */
export function declareLayer(name: string, expression: Expression, scope: ModelScope, model: ModelBuilder): Layer | null {
  const { state } = model;
  const { span } = expression;
  const text = scope.file.tree.text.slice(span.start, span.end);
  if (expression.kind === 'error') return null;
  const entry = expression.kind === 'call' ? findModelFunction(expression.callee.text) : null;
  if (expression.kind !== 'call' || entry === null || entry.compute.kind === 'data' || entry.group === 'arithmetic') {
    const near = expression.kind === 'call' ? nearest(expression.callee.text, LAYERS) : null;
    return state.report(scope, span, models.notALayer(`\`${shortened(text.replace(/\s+/g, ' '))}\``), expression.kind === 'call' ? writeNearest(near, expression.callee.span) : null);
  }
  if (entry.compute.kind !== 'layer') return state.report(scope, span, models.withoutWeights(entry.name));
  const data = expression.args.find((argument) => (argument.name === null ? argument.value.kind !== 'number' : entry.inputs.includes(argument.name.text)));
  if (data !== undefined) {
    const settings = expression.args.filter((argument) => argument !== data).map((argument) => scope.file.tree.text.slice(argument.span.start, argument.span.end));
    return state.report(scope, data.span, models.layerGivenData(name, entry.name), write(`${entry.name}(${settings.join(', ')})`, span));
  }
  const form = `${entry.name}(${entry.settings.map((setting) => `${setting.name}=`).join(', ')})`;
  const matched = match({ callee: entry.name, names: entry.settings.map((setting) => setting.name), text: form }, expression, scope, model);
  const settings = matched === null ? null : settingsOf(entry, matched.byName, expression, form, scope, model);
  return settings === null ? null : { name, declared: true, entry, settings, calledOn: null, index: -1 };
}
