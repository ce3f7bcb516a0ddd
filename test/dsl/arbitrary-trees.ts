/** Random syntax trees, for properties that hold for every file. */
import fc from 'fast-check';
import type { Argument, BinaryOperator, Expression, FactorClause, Item, ModelClause, Name, SourceTree, UnaryOperator } from '../../src/dsl/syntax.ts';

const span = { start: 0, end: 0 };
const name = (text: string): Name => ({ text, span });

/** Names, many of them keywords: all but six words of the language are names too. */
const names = fc.constantFrom('x', 'volume', 'b_1', '成交量', 'value', 'from', 'let', 'factor', 'set', 'use', 'def', 'model', 'unit', 'known', 'direction', 'input', 'train', 'loss', 'a_rather_long_name_for_a_column', '_').map(name);

const minutes = fc.integer({ min: 0, max: 24 * 60 - 1 });
const time = minutes.map((at) => ({ kind: 'time', minutes: at, span }) as const);

const numbers = fc.oneof(
  fc.nat(1000).map((n) => ({ value: n, text: String(n) })),
  fc.tuple(fc.nat(99), fc.integer({ min: 1, max: 999 })).map(([whole, part]) => ({ value: Number(`${whole}.${part}`), text: `${whole}.${part}` })),
  fc.nat(100).map((n) => ({ value: n / 100, text: `${n}%` })),
  fc.integer({ min: 1, max: 9 }).map((n) => ({ value: Number(`1e-${n}`), text: `1e-${n}` })),
);

const leaves: fc.Arbitrary<Expression> = fc.oneof(
  { weight: 4, arbitrary: names.map((text): Expression => ({ kind: 'name', name: text, span })) },
  { weight: 3, arbitrary: numbers.map((number): Expression => ({ kind: 'number', ...number, span })) },
  { weight: 1, arbitrary: fc.tuple(names, names).map(([table, column]): Expression => ({ kind: 'qualified', table, column, span })) },
  { weight: 1, arbitrary: time },
  { weight: 1, arbitrary: fc.tuple(time, time).map(([from, to]): Expression => ({ kind: 'time-range', from, to, span })) },
  { weight: 1, arbitrary: fc.tuple(fc.nat(9999), fc.constantFrom('d' as const, 'w' as const, 'mo' as const)).map(([count, unit]): Expression => ({ kind: 'duration', count, unit, span })) },
  { weight: 1, arbitrary: fc.boolean().map((value): Expression => ({ kind: 'boolean', value, span })) },
  { weight: 1, arbitrary: fc.constant<Expression>({ kind: 'missing', span }) },
);

const binary = fc.constantFrom<BinaryOperator>('or', 'and', '==', '!=', '<', '<=', '>', '>=', '+', '-', '*', '/', '^');
const unary = fc.constantFrom<UnaryOperator>('-', 'not');

const argument = (value: fc.Arbitrary<Expression>): fc.Arbitrary<Argument> => fc.tuple(fc.option(names), value).map(([named, inner]) => ({ name: named, value: inner, span }));

export const expressions: fc.Arbitrary<Expression> = fc.letrec<{ expression: Expression }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 6, depthIdentifier: 'expression' },
    leaves,
    fc.tuple(binary, tie('expression'), tie('expression')).map(([operator, left, right]): Expression => ({ kind: 'binary', operator, operatorSpan: span, left, right, span })),
    fc.tuple(unary, tie('expression')).map(([operator, operand]): Expression => ({ kind: 'unary', operator, operand, span })),
    fc.tuple(names, fc.array(argument(tie('expression')), { maxLength: 4 })).map(([callee, args]): Expression => ({ kind: 'call', callee, args, span })),
    fc.array(tie('expression'), { maxLength: 4 }).map((items): Expression => ({ kind: 'list', items, span })),
  ),
})).expression;

const documentation = fc.option(fc.constantFrom('One line.', '两行 · two\nlines', '', '/ slash').map((text) => ({ text, span })));

const factorClauses: fc.Arbitrary<FactorClause> = fc.oneof(
  names.map((table): FactorClause => ({ kind: 'from', table, span })),
  fc.constantFrom(1, -1, 0, -0, 0.5, 1e21).map((value): FactorClause => ({ kind: 'direction', value, span })),
  expressions.map((unit): FactorClause => ({ kind: 'unit', unit, span })),
  time.map((at): FactorClause => ({ kind: 'known', time: at, span })),
  fc.tuple(names, expressions).map(([bound, value]): FactorClause => ({ kind: 'let', name: bound, value, span })),
  expressions.map((value): FactorClause => ({ kind: 'value', value, span })),
);

const settings = fc.array(fc.tuple(names, expressions).map(([set, value]) => ({ name: set, value, span })), { maxLength: 4 });

const modelClauses: fc.Arbitrary<ModelClause> = fc.oneof(
  fc.tuple(fc.constantFrom('input' as const, 'target' as const, 'layer' as const, 'let' as const, 'output' as const), names, expressions).map(([kind, bound, value]): ModelClause => ({ kind, name: bound, value, span })),
  expressions.map((value): ModelClause => ({ kind: 'loss', value, span })),
  settings.map((all): ModelClause => ({ kind: 'train', settings: all, span })),
);

const texts = fc.constantFrom('a.factor', '../lib/*.factor', '因子/x.factor', '').map((value) => ({ kind: 'string', value, span }) as const);
const parameters = fc.array(fc.tuple(names, fc.option(expressions)).map(([parameter, defaultValue]) => ({ name: parameter, defaultValue, span })), { maxLength: 3 });
const members = fc.array(fc.oneof(texts, names.map((member) => ({ kind: 'name', name: member, span }) as const)), { maxLength: 20 });

const items: fc.Arbitrary<Item> = fc.oneof(
  texts.map((path): Item => ({ kind: 'use', path, span })),
  fc.tuple(names, parameters, expressions, documentation).map(([defined, all, body, text]): Item => ({ kind: 'def', name: defined, parameters: all, body, documentation: text, span })),
  fc.tuple(names, members, documentation).map(([defined, all, text]): Item => ({ kind: 'set', name: defined, members: all, documentation: text, span })),
  fc.tuple(names, fc.array(factorClauses, { maxLength: 6 }), documentation).map(([defined, clauses, text]): Item => ({ kind: 'factor', name: defined, clauses, documentation: text, span })),
  fc.tuple(names, fc.array(modelClauses, { maxLength: 6 }), documentation).map(([defined, clauses, text]): Item => ({ kind: 'model', name: defined, clauses, documentation: text, span })),
);

export const trees: fc.Arbitrary<SourceTree> = fc.array(items, { minLength: 1, maxLength: 4 }).map((all) => ({ path: 'random.factor', text: '', items: all, comments: [] }));
