/** Every message of the checks, read from the sources that make them: code, severity and text, with ‹names› where a value goes. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

export interface MessageTemplate {
  readonly code: string;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  /** Null if there is nothing to do about it beyond what the message says. */
  readonly hint: string | null;
}

/** Folder of the files that make messages, and the files of those about data and about experiments. */
const SOURCE = 'src/dsl/messages';
const OTHERS = ['src/runtime/evaluate/data-findings.ts', 'src/runtime/experiment/messages.ts'];

/** Templates of every message below a root, by code. Throws an Error at a message whose form is not understood. */
export function messageTemplates(root: string): readonly MessageTemplate[] {
  const files = [...readdirSync(join(root, SOURCE)).map((name) => `${SOURCE}/${name}`), ...OTHERS];
  return files.flatMap((path) => templatesOf(ts.createSourceFile(path, readFileSync(join(root, path), 'utf8'), ts.ScriptTarget.Latest, true))).sort((a, b) => a.code.localeCompare(b.code));
}

function templatesOf(source: ts.SourceFile): readonly MessageTemplate[] {
  const reader = new TextReader(source);
  const found: MessageTemplate[] = [];
  const visit = (node: ts.Node): void => {
    const template = reader.message(node);
    if (template !== null) found.push(template);
    ts.forEachChild(node, visit);
  };
  visit(source);
  const codes = new Set(source.text.match(/'FB\d{3}'/g));
  const missed = [...codes].filter((code) => !found.some((template) => `'${template.code}'` === code));
  if (missed.length > 0) throw new Error(`${source.fileName}: the form of message ${missed.join(', ')} is not understood`);
  return found;
}

type Bindings = ReadonlyMap<string, string>;
const NONE: Bindings = new Map();

/** Reads the texts that expressions stand for, following the constants and one-line functions of its file. */
class TextReader {
  private readonly constants = new Map<string, ts.Expression>();

  constructor(private readonly source: ts.SourceFile) {
    for (const statement of source.statements) {
      if (!ts.isVariableStatement(statement)) continue;
      for (const { name, initializer } of statement.declarationList.declarations) {
        if (ts.isIdentifier(name) && initializer !== undefined) this.constants.set(name.text, initializer);
      }
    }
  }

  /** The message that a node makes: `error('FB250', …)`, `warning(…)`, or an object with its fields; null for any other node. */
  message(node: ts.Node): MessageTemplate | null {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && (node.expression.text === 'error' || node.expression.text === 'warning')) {
      const [code, message, hint] = node.arguments;
      return this.template(code, node.expression.text, message, hint);
    }
    if (!ts.isObjectLiteralExpression(node)) return null;
    const field = (name: string): ts.Expression | undefined =>
      node.properties.find((property): property is ts.PropertyAssignment => ts.isPropertyAssignment(property) && property.name.getText() === name)?.initializer;
    const severity = field('severity');
    if (severity === undefined || !ts.isStringLiteral(severity)) return null;
    return this.template(field('code'), severity.text === 'warning' ? 'warning' : 'error', field('message'), field('hint'));
  }

  private template(code: ts.Expression | undefined, severity: 'error' | 'warning', message: ts.Expression | undefined, hint: ts.Expression | undefined): MessageTemplate | null {
    // The functions `error` and `warning` themselves take the code as a parameter.
    if (code === undefined || !ts.isStringLiteral(code) || message === undefined) return null;
    const advice = hint === undefined ? '' : this.text(hint, NONE);
    const said = this.text(message, NONE);
    if (!/\p{L}/u.test(said)) throw new Error(`${this.source.fileName}: the text of ${code.text} is not understood: ${message.getText()}`);
    return { code: code.text, severity, message: said, hint: advice === '' ? null : advice };
  }

  private text(node: ts.Expression, bindings: Bindings): string {
    if (ts.isStringLiteralLike(node)) return node.text;
    if (ts.isTemplateExpression(node)) return node.head.text + node.templateSpans.map((span) => this.text(span.expression, bindings) + span.literal.text).join('');
    if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node)) return this.text(node.expression, bindings);
    if (node.kind === ts.SyntaxKind.NullKeyword) return '';
    if (ts.isConditionalExpression(node)) return either(this.text(node.whenTrue, bindings), this.text(node.whenFalse, bindings));
    if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken) return either(this.text(node.left, bindings), this.text(node.right, bindings));
    if (ts.isPropertyAccessExpression(node)) return this.text(node.expression, bindings);
    if (ts.isElementAccessExpression(node)) return this.text(node.expression, bindings);
    // A list that is cut short is a list of what it begins with.
    if (ts.isArrayLiteralExpression(node) && node.elements[0] !== undefined) return this.text(node.elements[0], bindings);
    if (ts.isSpreadElement(node)) return this.text(node.expression, bindings);
    // One of the texts of a table.
    if (ts.isObjectLiteralExpression(node)) return node.properties.map((property) => (ts.isPropertyAssignment(property) ? this.text(property.initializer, bindings) : '')).reduce(either, '');
    if (ts.isCallExpression(node)) return this.called(node, bindings);
    if (ts.isIdentifier(node)) return this.named(node, bindings);
    // A number or another part that only a run can tell.
    return '…';
  }

  private named(node: ts.Identifier, bindings: Bindings): string {
    const constant = this.constants.get(node.text);
    return bindings.get(node.text) ?? (constant === undefined ? `‹${words(node.text)}›` : this.text(constant, NONE));
  }

  private called(node: ts.CallExpression, bindings: Bindings): string {
    const { expression } = node;
    const [argument] = node.arguments;
    // list.join(', ') and limit.toLocaleString('en') print what they are called on.
    if (ts.isPropertyAccessExpression(expression)) return this.text(expression.expression, bindings);
    const body = ts.isIdentifier(expression) ? this.constants.get(expression.text) : undefined;
    if (body !== undefined && ts.isArrowFunction(body) && !ts.isBlock(body.body)) {
      const inner = new Map(body.parameters.map((parameter, i) => [parameter.name.getText(), this.argumentText(node.arguments[i], bindings)] as const));
      return this.text(body.body, inner);
    }
    // String(limit) and the like.
    return this.argumentText(argument, bindings);
  }

  private argumentText(node: ts.Expression | undefined, bindings: Bindings): string {
    return node === undefined ? '' : this.text(node, bindings);
  }
}

/** Two texts of which one is said. A value that is passed through stands for the case that has its own words; `‹hint›` says less than any words. */
function either(a: string, b: string): string {
  if (b === '' || a === b) return a;
  if (a === '' || a === '‹hint›' || isValue(b)) return b;
  // A list, and the same list cut short.
  if (isValue(a) || b.startsWith(a)) return a;
  return a.startsWith(b) ? b : `${a}, or: ${b}`;
}

/** Nothing but one ‹name›. */
function isValue(text: string): boolean {
  return /^‹[^›]*›$/.test(text);
}

/** `codePoint` → `code point`. */
function words(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
