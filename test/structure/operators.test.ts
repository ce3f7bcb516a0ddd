import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { OPERATORS } from '../../src/dsl/catalogue/index.ts';
import { KERNEL_ONLY } from '../../src/dsl/catalogue/kernel-only.ts';
import { parseSource, sourceFiles } from '../support/sources.ts';

const NAMES: ReadonlySet<string> = new Set([...OPERATORS, ...KERNEL_ONLY].map(({ name }) => name));

/** Files and folders that are about particular operators, and why. */
const EXCEPTIONS: ReadonlyMap<string, string> = new Map([
  ['src/compiler/passes/rewrite.ts', 'an identity such as log(a / b) holds for these operators and no others'],
  ['src/compiler/explain/', 'people read signs between their sides, and need words for what the language does not have'],
]);

const COMPARISONS: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
]);

/** What an expression reads last: `operator` of `node.operator` and of `operator`. */
function lastName(expression: ts.Expression): string | null {
  if (ts.isIdentifier(expression)) return expression.text;
  return ts.isPropertyAccessExpression(expression) ? expression.name.text : null;
}

function holdsOperator(expression: ts.Expression): boolean {
  return lastName(expression) === 'operator';
}

/** `operator === '+'`, `entry.name === 'diff'`. A name of its own may be that of anything. */
function isNameOfOne(name: ts.Expression, literal: ts.Expression): boolean {
  if (!ts.isStringLiteralLike(literal) || !NAMES.has(literal.text)) return false;
  return holdsOperator(name) || (ts.isPropertyAccessExpression(name) && name.name.text === 'name');
}

/** Whether a node decides something by an operator's name. */
function decidesByName(node: ts.Node): boolean {
  if (ts.isBinaryExpression(node) && COMPARISONS.has(node.operatorToken.kind)) return isNameOfOne(node.left, node.right) || isNameOfOne(node.right, node.left);
  if (ts.isSwitchStatement(node)) return holdsOperator(node.expression) || node.caseBlock.clauses.some((clause) => ts.isCaseClause(clause) && isNameOfOne(node.expression, clause.expression));
  if (ts.isElementAccessExpression(node)) return holdsOperator(node.argumentExpression);
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return false;
  const { text } = node.expression.name;
  if (holdsOperator(node.expression.expression)) return ['startsWith', 'endsWith', 'includes', 'match'].includes(text);
  return ['has', 'includes', 'get', 'indexOf', 'test'].includes(text) && node.arguments.some(holdsOperator);
}

/** Places of a file that decide something by an operator's name: `path:line text`. */
function decisions(source: ts.SourceFile): readonly string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (decidesByName(node)) found.push(`${source.fileName}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1} ${node.getText().split('\n')[0] ?? ''}`);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function excepted(path: string): boolean {
  return [...EXCEPTIONS.keys()].some((place) => path.startsWith(place));
}

describe('the operator catalogue', () => {
  const files = sourceFiles('src/compiler');

  test('is the only place of the compiler that knows operators by their names', () => {
    expect(files.length).toBeGreaterThan(20);
    expect(files.filter((path) => !excepted(path)).flatMap((path) => decisions(parseSource(path)))).toEqual([]);
  });

  test.each([...EXCEPTIONS])('%s is an exception that is needed: %s', (place) => {
    expect(files.filter((path) => path.startsWith(place)).flatMap((path) => decisions(parseSource(path)))).not.toEqual([]);
  });

  test.each([
    "if (node.operator === '+') f();",
    "if ('quotientLess1' !== operator) f();",
    "const a = entry.name === 'diff';",
    "switch (node.operator) { case 'x': f(); }",
    "switch (entry.name) { case 'log': f(); }",
    'const a = ALIKE.has(node.operator);',
    "const a = ['+', '-'].includes(operator);",
    "const a = node.operator.endsWith('Quotient');",
    'const a = ERRORS[node.operator];',
  ])('a decision by name is seen: %s', (text) => {
    expect(decisions(ts.createSourceFile('trial.ts', text, ts.ScriptTarget.Latest, true))).toHaveLength(1);
  });

  test.each(["if (lowering.kind === 'sum') f();", "if (name === 'first') f();", "if (column.name === 'close') f();", 'const a = coreOf(node.operator);', "switch (one.kind) { case 'max': f(); }"])('anything else is not: %s', (text) => {
    expect(decisions(ts.createSourceFile('trial.ts', text, ts.ScriptTarget.Latest, true))).toEqual([]);
  });
});
