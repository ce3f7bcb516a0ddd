/** Calls of what is no operator: what it is called here, or what comes near. */
import { findOperator, FUNCTIONS, type Operator } from '../catalogue/index.ts';
import { MODEL_FUNCTIONS } from '../catalogue/model/index.ts';
import type { Fix, Message } from '../finding.ts';
import { functions } from '../messages/functions.ts';
import { program } from '../messages/program.ts';
import { time } from '../messages/time.ts';
import { types } from '../messages/types.ts';
import { nearest } from '../nearest.ts';
import { kindWithoutOperator, operatorCalled, type WithoutOperator } from '../other-names.ts';
import { MOST_DAYS } from '../session.ts';
import type { CallExpression } from '../syntax.ts';
import { checkExpression } from './expression.ts';
import { operandText, sourceOf, write, writeNearest } from './fixes.ts';
import { letSeen, type Scope } from './scope.ts';
import type { State } from './state.ts';

/** What only models call: over days, or with weights. */
const OF_MODELS: readonly string[] = [...MODEL_FUNCTIONS.map(({ name }) => name), 'adam'];

/** What other languages call operators over the last n rows. */
const ROLLING = /^(?:ts|rolling|roll|moving)_?(\w+)$/i;
/** Means of the last n rows that weigh them alike. */
const PLAIN_AVERAGE = /^(?:sma|ma|rolling|moving_?average)$/i;
/** What compares or reduces the stocks of one group. */
const OF_GROUP = /^(?:group|ind|indus|industry)_?(?:rank|zscore|z_score|mean|avg|std|scale|normali[sz]e|percentile)$/i;

/** Reports a call of something that is no operator and no def. */
export function reportUnknownFunction(call: CallExpression, scope: Scope, state: State): null {
  const { callee, args, span } = call;
  const name = callee.text;
  const overDays = scope.factor.table.name === 'daily';
  if (name === 'forward_return') return state.report(scope, span, time.future(name, overDays));
  if (OF_MODELS.includes(name)) return state.report(scope, callee.span, types.modelOnly(name));
  const named = scope.parameters.has(name) || letSeen(name, scope) !== undefined || scope.factor.table.columns.has(name);
  if (named) {
    if (letSeen(name, scope) !== undefined) state.usedLets.add(name);
    return state.report(scope, callee.span, program.columnCalled(name), write(name, span));
  }
  // The def may be in a file that could not be read, which was reported.
  if (scope.file.lacksNames === true || state.isFull) return null;
  // Without its form there is no telling what its named arguments are, nor whether a key is meant as one.
  const values = args.filter((argument) => argument.name === null && !isWord(argument.value.kind === 'name' ? argument.value.name.text : null));
  const read = values.map(({ value }) => checkExpression(value, scope, state));
  const found = withoutOperator(call, scope) ?? (overDays ? rolledDays(call, scope) : rolledRows(call));
  // What is wrong inside is mended first.
  if (found !== null) return state.report(scope, found.whole ? span : callee.span, found.message, read.includes(null) ? null : found.fix);
  const near = operatorCalled(name) ?? nearest(name, [...FUNCTIONS.map((entry) => entry.name), ...scope.file.defs.keys()]);
  return state.report(scope, callee.span, program.unknownFunction(name, near), writeNearest(near, callee.span));
}

/** Keys of operators across stocks are no values. */
function isWord(name: string | null): boolean {
  return name !== null && FUNCTIONS.some(({ keys }) => keys?.includes(name) === true);
}

interface Found {
  readonly message: Message;
  readonly fix: Fix | null;
  /** Whether it is said about the whole call. */
  readonly whole: boolean;
}

function about(message: Message): Found {
  return { message, fix: null, whole: false };
}

/** Functions of other languages that no operator is, and what comes near. */
function withoutOperator(call: CallExpression, scope: Scope): Found | null {
  const name = call.callee.text;
  const overDays = scope.factor.table.name === 'daily';
  if (overDays && OF_GROUP.test(name)) return about(functions.insideIndustries(`${name}()`));
  const rolled = ROLLING.exec(name)?.[1];
  const kind = kindWithoutOperator(name) ?? (rolled === undefined ? null : kindWithoutOperator(rolled));
  // Inside the day a rolling mean is said to be one.
  if (kind === null || (kind === 'weights' && !overDays && rolled === undefined && !/^decay/i.test(name))) return standardized(call, rolled, scope);
  const instead = writtenOut(kind, call, scope);
  return instead === null ? about(functions.without(name, kind, overDays)) : { message: functions.writtenOut(name, instead), fix: write(instead, call.span), whole: true };
}

/** What a function is in terms of operators, if its arguments leave no doubt. */
function writtenOut(kind: WithoutOperator, { args }: CallExpression, scope: Scope): string | null {
  const [series, second] = args;
  if (series === undefined || args.length > 2 || args.some((argument) => argument.name !== null)) return null;
  const name = series.value.kind === 'name' ? series.value.name.text : null;
  // Prices of different days are compared adjusted.
  const adjusted = name !== null && scope.factor.table.columns.has(`adj_${name}`) && !scope.parameters.has(name) && letSeen(name, scope) === undefined ? `adj_${name}` : null;
  const text = adjusted ?? sourceOf(series.value.span, scope);
  const operand = adjusted ?? operandText(series.value, scope);
  if (kind === 'industry' && scope.factor.table.name === 'daily') {
    const plain = second === undefined || (second.value.kind === 'name' && isWord(second.value.name.text));
    return plain ? `neutralize(${sourceOf(series.value.span, scope)}, by=industry)` : null;
  }
  if (kind !== 'change') return null;
  if (second === undefined) return `(${operand} / prev(${text}) - 1)`;
  const rows = wholeNumber(second.value);
  return rows === null ? null : `(${operand} / prev(${text}, ${String(rows)}) - 1)`;
}

/** `ts_zscore(x, 20)`: what compares the stocks of a day elsewhere compares the days of a stock. */
function standardized(call: CallExpression, rolled: string | undefined, scope: Scope): Found | null {
  const operator = rolled === undefined ? undefined : called(rolled);
  if (operator?.group !== 'across stocks') return null;
  return about(functions.overStocks(call.callee.text, operator.name, scope.factor.table.name === 'daily'));
}

function called(name: string): Operator | undefined {
  return FUNCTIONS.find((entry) => entry.name === name || entry.name === operatorCalled(name));
}

function wholeNumber(expression: CallExpression['args'][number]['value'] | undefined): number | null {
  return expression?.kind === 'number' && Number.isInteger(expression.value) && expression.value >= 1 && expression.value <= MOST_DAYS ? expression.value : null;
}

/** `mean(close, window=20d)` for `ts_mean(close, 20)`; null for what takes no window, or is not known. */
function rolledDays({ callee, args, span }: CallExpression, scope: Scope): Found | null {
  const name = callee.text;
  const rolled = ROLLING.exec(name)?.[1];
  const operator = PLAIN_AVERAGE.test(name) ? findOperator('mean') : rolled === undefined ? null : called(rolled);
  if (operator === null) return null;
  if (operator === undefined) return about(functions.rollingUnknown(name));
  if (!operator.named.includes('window')) return { message: program.unknownFunction(name, operator.name), fix: write(operator.name, callee.span), whole: false };
  const required = operator.parameters.filter((parameter) => parameter.default === null);
  const days = wholeNumber(args.at(-1)?.value);
  const texts = args.map(({ value }) => sourceOf(value.span, scope));
  if (days !== null && args.length === operator.arguments.length + required.length + 1 && args.every((argument) => argument.name === null)) {
    const instead = `${operator.name}(${[...texts.slice(0, -1), `window=${String(days)}d`].join(', ')})`;
    return { message: program.rollingOverDays(name, instead), fix: write(instead, span), whole: true };
  }
  const series = operator.arguments.map((argument, i) => texts[i] ?? argument.name);
  const example = [...series, ...required.map((parameter) => parameter.name), 'window=20d'].join(', ');
  return { message: program.rollingOverDays(name, `for example ${operator.name}(${example}), with the number of days written out`), fix: null, whole: true };
}

/** Nothing rolls inside the day. */
function rolledRows({ callee }: CallExpression): Found | null {
  const name = callee.text;
  const rolled = ROLLING.exec(name)?.[1];
  const weighs = kindWithoutOperator(name) === 'weights';
  if (rolled === undefined && !PLAIN_AVERAGE.test(name) && !weighs) return null;
  const operator = called(rolled ?? '');
  if (operator === undefined || operator.group === 'reduction') return about(program.rollingFunction(name, operator?.name ?? null));
  return { message: program.unknownFunction(name, operator.name), fix: write(operator.name, callee.span), whole: false };
}
