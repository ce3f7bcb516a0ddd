/**
 * What editors ask about a project's files, and the answers: pure data over paths and UTF-16 offsets. The language server turns them into its protocol and the
 * page into its widgets; neither adds anything. Every answer is about the text as it is, half-typed or broken, and nothing here throws on any text.
 */
import type { Finding, Fix, TextEdit } from '../dsl/finding.ts';
import type { Span } from '../dsl/source.ts';

/** A place in a file of the project. */
export interface Location {
  readonly path: string;
  readonly span: Span;
}

export type CompletionKind = 'keyword' | 'table' | 'column' | 'operator' | 'function' | 'def' | 'let' | 'parameter' | 'named-argument' | 'window' | 'enum' | 'unit' | 'factor' | 'set' | 'model' | 'layer' | 'setting' | 'key' | 'value' | 'file' | 'snippet';

/** One thing that fits at a place. */
export interface Completion {
  readonly label: string;
  readonly kind: CompletionKind;
  /** Rows and unit, or signature: one short line. */
  readonly detail: string;
  /** Markdown; Chinese and English. */
  readonly documentation: string;
  /** What it replaces: the word at the place, or nothing. */
  readonly span: Span;
  /** What is put there; `${1:…}` are places to fill in if `isSnippet`. */
  readonly text: string;
  readonly isSnippet: boolean;
  /** Smaller comes first; then by label. */
  readonly rank: number;
}

/** Markdown about what stands at a place. */
export interface Hover {
  readonly span: Span;
  readonly markdown: string;
}

export interface SignatureParameter {
  /** Part of the label that it is. */
  readonly span: Span;
  readonly documentation: string;
}

/** The call around a place. */
export interface SignatureHelp {
  readonly label: string;
  readonly documentation: string;
  readonly parameters: readonly SignatureParameter[];
  /** The parameter being written; null if it is none of them. */
  readonly active: number | null;
}

/** Edits by path; or why there are none, one sentence. */
export type RenameOutcome = { readonly edits: ReadonlyMap<string, readonly TextEdit[]> } | { readonly problem: string };

export type SymbolKind = 'use' | 'def' | 'set' | 'factor' | 'model' | 'let' | 'input' | 'target' | 'layer' | 'output' | 'key';

export interface DocumentSymbol {
  readonly name: string;
  readonly kind: SymbolKind;
  /** First line of its documentation, or how it is computed. */
  readonly detail: string;
  /** All of it, and its name. */
  readonly span: Span;
  readonly nameSpan: Span;
  readonly children: readonly DocumentSymbol[];
}

/** In the order in which the protocol's legend has them. */
export const TOKEN_KINDS = ['keyword', 'table', 'column', 'function', 'def', 'variable', 'parameter', 'property', 'enumMember', 'number', 'string', 'comment', 'documentation', 'operator', 'factor', 'model', 'set', 'unit'] as const;
export type TokenKind = (typeof TOKEN_KINDS)[number];

export interface SemanticToken {
  readonly span: Span;
  readonly kind: TokenKind;
  readonly isDeclaration: boolean;
}

export interface Fold {
  readonly span: Span;
  readonly kind: 'item' | 'comment';
}

/** A unit, shape or other word that the text leaves out, shown behind a place. */
export interface InlayHint {
  readonly offset: number;
  readonly label: string;
  readonly markdown: string;
}

export interface Lens {
  readonly span: Span;
  readonly title: string;
  readonly command: 'explain' | 'test';
  readonly path: string;
  /** Of the factor or model. */
  readonly name: string;
}

/** A fix that applies at a place, with the finding that it mends. */
export interface QuickFix {
  readonly finding: Finding;
  readonly fix: Fix;
}

/** One kind of file: what can be asked of it. `offset` lies in [0, length]. */
export interface FileLanguage {
  findings(path: string): readonly Finding[];
  fixes(path: string, span: Span): readonly QuickFix[];
  completions(path: string, offset: number): readonly Completion[];
  hover(path: string, offset: number): Hover | null;
  signature(path: string, offset: number): SignatureHelp | null;
  definition(path: string, offset: number): readonly Location[];
  /** Every use of what stands there, its declaration among them, over all files of the project. */
  references(path: string, offset: number): readonly Location[];
  /** The name that could be renamed at a place; null if there is none. */
  renameable(path: string, offset: number): Span | null;
  rename(path: string, offset: number, name: string): RenameOutcome;
  symbols(path: string): readonly DocumentSymbol[];
  tokens(path: string): readonly SemanticToken[];
  folds(path: string): readonly Fold[];
  /** The canonical layout as edits; empty if it has it, null if the text cannot be read in whole. */
  format(path: string): readonly TextEdit[] | null;
  hints(path: string, span: Span): readonly InlayHint[];
  lenses(path: string): readonly Lens[];
}
