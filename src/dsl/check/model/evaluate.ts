/** Values of expressions in models: names, arithmetic, and calls. */
import { findModelFunction, findPreparation, MODEL_FUNCTIONS, modelFunctionNamed, modelSignature, NEGATE, preparationSignature, PREPARATIONS } from '../../catalogue/model/index.ts';
import { isMisfit } from '../../catalogue/model/function.ts';
import { models } from '../../messages/models.ts';
import { program } from '../../messages/program.ts';
import { nearest } from '../../nearest.ts';
import { shapeText } from '../../shapes.ts';
import type { BinaryExpression, Expression, NameExpression, UnaryExpression } from '../../syntax.ts';
import { writeNearest } from '../fixes.ts';
import { textAt } from '../scope.ts';
import { formOf } from '../inline.ts';
import type { Entry, ModelBuilder } from './builder.ts';
import { evaluateCall } from './calls.ts';
import { factorsNamed } from './features.ts';
import { CLAUSES, kindText, modelValueText, type ModelScope, type ModelValue, type NodeValue, type NumberValue } from './scope.ts';

/** Functions that may be called, for hints: every one, or those of one clause. */
export const CALLABLE: readonly string[] = [...new Set([...MODEL_FUNCTIONS.map(({ name }) => name), ...PREPARATIONS.map(({ name }) => name)])];

/** Value of an expression, or null after a finding. */
export function evaluate(expression: Expression, scope: ModelScope, model: ModelBuilder): ModelValue | null {
  const { state } = model;
  if (state.isExhausted) return null;
  if (!state.enter()) return state.reportDepth(scope, expression.span);
  const value = read(expression, scope, model);
  state.leave();
  model.observer?.(expression, value, scope);
  return value;
}

function read(expression: Expression, scope: ModelScope, model: ModelBuilder): ModelValue | null {
  const { span } = expression;
  switch (expression.kind) {
    case 'number':
      return { kind: 'number', value: expression.value };
    case 'name':
      return readName(expression, scope, model);
    case 'call':
      return evaluateCall(expression, scope, model);
    case 'unary':
      return readUnary(expression, scope, model);
    case 'binary':
      return readBinary(expression, scope, model);
    case 'list':
      return scope.clause === 'input' ? factorsNamed(expression.items, expression, scope, model) : model.state.report(scope, span, models.notInModels('a list outside of a panel'));
    case 'error':
      return null;
    default:
      return model.state.report(scope, span, models.notInModels(`\`${textAt(scope, span)}\``));
  }
}

/** A number or a node of the network; null after a finding that says it is something else. */
export function networkValue(expression: Expression, scope: ModelScope, model: ModelBuilder): NodeValue | NumberValue | null {
  const value = evaluate(expression, scope, model);
  if (value === null || value.kind === 'node' || value.kind === 'number') return value;
  return model.state.report(scope, expression.span, models.misplaced(modelValueText(value), CLAUSES.network, 'bring it in with a clause input or target'));
}

function readName(expression: NameExpression, scope: ModelScope, model: ModelBuilder): ModelValue | null {
  const { text } = expression.name;
  const binding = scope.parameters.get(text);
  if (binding !== undefined) {
    // Set before it is read: an argument that is read again is the same value.
    binding.read ??= { value: evaluate(binding.expression, binding.scope, model) };
    return binding.read.value;
  }
  if (scope.clause !== 'network') return factorsNamed([expression], expression, scope, model);
  const entry = scope.calls.length > 0 ? undefined : model.entries.get(text);
  if (entry !== undefined) return valueOfEntry(entry, expression, scope, model);
  return reportUnknown(expression, scope, model);
}

function valueOfEntry(entry: Entry, { name: { text }, span }: NameExpression, scope: ModelScope, model: ModelBuilder): ModelValue | null {
  model.used.add(text);
  return entry.kind === 'layer' ? model.state.report(scope, span, models.layerAsValue(text)) : entry.value;
}

function reportUnknown({ name: { text }, span }: NameExpression, scope: ModelScope, model: ModelBuilder): null {
  const { state, declared } = model;
  const { file } = scope;
  const inDef = scope.calls.at(-1);
  const kind = declared.get(text);
  if (kind !== undefined) {
    model.used.add(text);
    return state.report(scope, span, inDef === undefined ? models.nameBelow(kind, text) : models.nameInDef(text, kindText(kind), inDef.name.text));
  }
  if (state.isFull) return null;
  const called = file.defs.get(text);
  if (called !== undefined) return state.report(scope, span, program.useNeedsParentheses(text, 'a def', formOf(called)));
  if (file.factors.has(text) || file.sets.has(text)) return state.report(scope, span, models.setAsValue(text));
  const entry = findModelFunction(text);
  if (entry !== null) return state.report(scope, span, models.functionAsValue(text, modelSignature(entry)));
  const preparation = findPreparation(text);
  if (preparation !== null) return state.report(scope, span, models.functionAsValue(text, preparationSignature(preparation)));
  if (file.lacksNames === true) return null;
  const values = [...model.entries].filter(([, { kind: of }]) => of !== 'layer').map(([name]) => name);
  const known = inDef === undefined ? values : [...scope.parameters.keys()];
  const near = nearest(text, inDef === undefined ? [...declared.keys()] : known);
  // What was probably meant is not unused.
  if (near !== null) model.used.add(near);
  return state.report(scope, span, models.unknownName(text, near, known), writeNearest(near, span));
}

function readUnary({ operator, operand, span }: UnaryExpression, scope: ModelScope, model: ModelBuilder): ModelValue | null {
  if (operator === 'not') return model.state.report(scope, span, models.notInModels('`not`'));
  if (scope.clause !== 'network' && operand.kind !== 'number') return reportArithmetic('-', span, scope, model);
  const value = networkValue(operand, scope, model);
  if (value === null) return null;
  return value.kind === 'number' ? { kind: 'number', value: -value.value } : counted(model.apply(NEGATE, [value], [], value.shape), span, scope, model);
}

function reportArithmetic(operator: string, span: Expression['span'], scope: ModelScope, model: ModelBuilder): null {
  const belongs = scope.clause === 'input' ? 'inputs are prepared across stocks; arithmetic of columns belongs into a factor' : 'a target is one return, prepared across stocks';
  return model.state.report(scope, span, models.misplaced(`\`${operator}\``, CLAUSES[scope.clause], belongs));
}

const SIGNS: readonly string[] = ['+', '-', '*', '/', '^'];

function readBinary({ operator, operatorSpan, left: leftSide, right: rightSide, span }: BinaryExpression, scope: ModelScope, model: ModelBuilder): ModelValue | null {
  const { state } = model;
  if (!SIGNS.includes(operator)) return state.report(scope, operatorSpan, models.notInModels(`\`${operator}\``));
  const literal = leftSide.kind === 'number' && rightSide.kind === 'number';
  if (scope.clause !== 'network' && !literal) return reportArithmetic(operator, span, scope, model);
  const left = networkValue(leftSide, scope, model);
  const right = networkValue(rightSide, scope, model);
  if (left === null || right === null) return null;
  if (operator === '^') return power(left, right, rightSide, scope, model);
  if (operator === '/' && right.kind === 'number' && right.value === 0) return state.report(scope, rightSide.span, models.divisionByZero());
  if (left.kind === 'number' && right.kind === 'number') return { kind: 'number', value: folded(operator, left.value, right.value) };
  const entry = modelFunctionNamed(operator);
  const args = [model.asNode(left), model.asNode(right)];
  const shape = entry.shape(args.map((arg) => arg.shape), []);
  if (isMisfit(shape)) return state.report(scope, span, models.unlikeShapes(operator, shapeText(args[0]?.shape ?? []), shapeText(args[1]?.shape ?? [])));
  return counted(model.apply(entry, args, [], shape), span, scope, model);
}

function folded(operator: string, a: number, b: number): number {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    default:
      return a / b;
  }
}

function power(base: NodeValue | NumberValue, exponent: NodeValue | NumberValue, written: Expression, scope: ModelScope, model: ModelBuilder): ModelValue | null {
  const entry = modelFunctionNamed('^');
  const [low, high] = entry.settings[0]?.range ?? [1, 1];
  if (exponent.kind === 'number' && base.kind === 'number') {
    const value = base.value ** exponent.value;
    return Number.isFinite(value) ? { kind: 'number', value } : model.state.report(scope, written.span, models.exponent(textAt(scope, written.span)));
  }
  if (exponent.kind !== 'number' || !Number.isInteger(exponent.value) || exponent.value < low || exponent.value > high) {
    return model.state.report(scope, written.span, models.exponent(textAt(scope, written.span)));
  }
  const x = model.asNode(base);
  return exponent.value === 1 ? x : counted(model.apply(entry, [x], [exponent.value], x.shape), written.span, scope, model);
}

/** The node, unless it is one too many or ends too long a chain. */
export function counted(node: NodeValue, span: Expression['span'], scope: ModelScope, model: ModelBuilder): NodeValue | null {
  if (model.isTooDeep(node)) return model.state.reportDepth(scope, span);
  return model.state.countStep(scope, span) ? node : null;
}
