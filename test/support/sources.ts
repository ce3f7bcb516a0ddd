/** Source files of this project and what each imports, for the tests that guard its structure. */
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, posix, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** Root of the repository. */
export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** Paths of the TypeScript files below a folder of the repository, relative to the root, sorted. */
export function sourceFiles(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((path) => posix.join(folder, path.replaceAll('\\', '/')))
    .filter((path) => path.endsWith('.ts'))
    .sort();
}

/** Parses a file of the repository. */
export function parseSource(path: string): ts.SourceFile {
  return ts.createSourceFile(path, readFileSync(join(ROOT, path), 'utf8'), ts.ScriptTarget.Latest, true);
}

/** What a file imports or exports from: package names as they are, relative paths resolved from the root. */
export function importsOf(source: ts.SourceFile): readonly string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const specifier =
      ts.isImportDeclaration(node) || ts.isExportDeclaration(node)
        ? node.moduleSpecifier
        : ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword
          ? node.arguments[0]
          : ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)
            ? node.argument.literal
            : undefined;
    if (specifier !== undefined && ts.isStringLiteralLike(specifier)) {
      const { text } = specifier;
      found.push(text.startsWith('.') ? posix.join(posix.dirname(source.fileName), text) : text);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Imports that are there when a program runs: not those of types alone. */
export function valueImportsOf(source: ts.SourceFile): readonly string[] {
  const types = new Set<string>();
  for (const statement of source.statements) {
    const isTypes = (ts.isImportDeclaration(statement) && isOfTypes(statement.importClause)) || (ts.isExportDeclaration(statement) && statement.isTypeOnly);
    if (isTypes && statement.moduleSpecifier !== undefined && ts.isStringLiteralLike(statement.moduleSpecifier)) types.add(statement.moduleSpecifier.text);
  }
  const values = ts.factory.updateSourceFile(source, source.statements.filter((statement) => !((ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement)) && statement.moduleSpecifier !== undefined && ts.isStringLiteralLike(statement.moduleSpecifier) && types.has(statement.moduleSpecifier.text))));
  return importsOf(values);
}

function isOfTypes(clause: ts.ImportClause | undefined): boolean {
  if (clause === undefined) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const { namedBindings } = clause;
  return clause.name === undefined && namedBindings !== undefined && ts.isNamedImports(namedBindings) && namedBindings.elements.every((one) => one.isTypeOnly);
}

/** Names that a file reads without declaring or importing them, with their lines. */
export function globalsOf(source: ts.SourceFile): readonly { readonly name: string; readonly line: number }[] {
  const declared = new Set<string>();
  const read: { name: string; line: number }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) {
      if (isDeclaration(node)) declared.add(node.text);
      else if (isRead(node)) read.push({ name: node.text, line: source.getLineAndCharacterOfPosition(node.getStart()).line + 1 });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return read.filter(({ name }) => !declared.has(name));
}

function isDeclaration(node: ts.Identifier): boolean {
  const { parent } = node;
  const declares =
    ts.isVariableDeclaration(parent) ||
    ts.isParameter(parent) ||
    ts.isBindingElement(parent) ||
    ts.isFunctionDeclaration(parent) ||
    ts.isFunctionExpression(parent) ||
    ts.isClassDeclaration(parent) ||
    ts.isImportClause(parent) ||
    ts.isImportSpecifier(parent) ||
    ts.isNamespaceImport(parent);
  return declares && parent.name === node;
}

function isRead(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
  if (ts.isTypeReferenceNode(parent) || ts.isQualifiedName(parent)) return false;
  return ts.isExpression(node) && !ts.isMethodDeclaration(parent) && !ts.isPropertyDeclaration(parent) && !ts.isPropertySignature(parent);
}
