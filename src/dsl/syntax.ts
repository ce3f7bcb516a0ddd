/**
 * The syntax tree: immutable, typed, with a span on every node. The parser makes it, `fmt` prints it,
 * the checker reads it. It says what was written, not what it means.
 */
import type { Span } from './source.ts';

/** A name as written, with its place. */
export interface Name {
  readonly text: string;
  readonly span: Span;
}

/** A quoted string as written: `value` is without the quotes. */
export interface StringLiteral {
  readonly kind: 'string';
  readonly value: string;
  readonly span: Span;
}

export type BinaryOperator = 'or' | 'and' | '==' | '!=' | '<' | '<=' | '>' | '>=' | '+' | '-' | '*' | '/' | '^';
export type UnaryOperator = '-' | 'not';
export type DurationUnit = 'd' | 'w' | 'mo';

export type Expression =
  | NumberLiteral
  | TimeLiteral
  | TimeRangeLiteral
  | DurationLiteral
  | BooleanLiteral
  | MissingLiteral
  | NameExpression
  | QualifiedName
  | UnaryExpression
  | BinaryExpression
  | CallExpression
  | ListExpression
  | ErrorExpression;

/** `12`, `0.5`, `1e-4`, `30%` (value 0.3). */
export interface NumberLiteral {
  readonly kind: 'number';
  readonly value: number;
  /** As written, with its `%`. */
  readonly text: string;
  readonly span: Span;
}

/** `09:30`; minutes since midnight. */
export interface TimeLiteral {
  readonly kind: 'time';
  readonly minutes: number;
  readonly span: Span;
}

/** `09:30..10:00`. */
export interface TimeRangeLiteral {
  readonly kind: 'time-range';
  readonly from: TimeLiteral;
  readonly to: TimeLiteral;
  readonly span: Span;
}

/** `5d`, `1w`, `6mo`: a window of days, and of models. */
export interface DurationLiteral {
  readonly kind: 'duration';
  readonly count: number;
  readonly unit: DurationUnit;
  readonly span: Span;
}

export interface BooleanLiteral {
  readonly kind: 'boolean';
  readonly value: boolean;
  readonly span: Span;
}

export interface MissingLiteral {
  readonly kind: 'missing';
  readonly span: Span;
}

/** A bare name: a column, `let`, parameter, enum or window name, factor or set. What it means is decided by resolution. */
export interface NameExpression {
  readonly kind: 'name';
  readonly name: Name;
  readonly span: Span;
}

/** `minute.ret`. */
export interface QualifiedName {
  readonly kind: 'qualified';
  readonly table: Name;
  readonly column: Name;
  readonly span: Span;
}

export interface UnaryExpression {
  readonly kind: 'unary';
  readonly operator: UnaryOperator;
  readonly operand: Expression;
  readonly span: Span;
}

export interface BinaryExpression {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly operatorSpan: Span;
  readonly left: Expression;
  readonly right: Expression;
  readonly span: Span;
}

/**
 * `corr(volume, items, window=session)`. Parentheses around an expression leave no node of their own: the expression's span
 * is without them, the spans of whatever is around it take them in whole.
 */
export interface CallExpression {
  readonly kind: 'call';
  readonly callee: Name;
  readonly args: readonly Argument[];
  readonly span: Span;
}

export interface Argument {
  /** Null for a positional argument. */
  readonly name: Name | null;
  readonly value: Expression;
  readonly span: Span;
}

/** `[open, high, low]`; models only. */
export interface ListExpression {
  readonly kind: 'list';
  readonly items: readonly Expression[];
  readonly span: Span;
}

/** What recovery puts where no expression could be read; a finding was reported there already, so later stages stay silent about it. */
export interface ErrorExpression {
  readonly kind: 'error';
  readonly span: Span;
}

/** The `///` lines directly before an item, joined by newlines, markers removed. */
export interface Documentation {
  readonly text: string;
  readonly span: Span;
}

export type Item = UseItem | DefItem | SetItem | FactorItem | ModelItem;

export interface UseItem {
  readonly kind: 'use';
  readonly path: StringLiteral;
  readonly span: Span;
}

export interface DefItem {
  readonly kind: 'def';
  readonly name: Name;
  readonly parameters: readonly Parameter[];
  readonly body: Expression;
  readonly documentation: Documentation | null;
  readonly span: Span;
}

export interface Parameter {
  readonly name: Name;
  readonly defaultValue: Expression | null;
  readonly span: Span;
}

export interface SetItem {
  readonly kind: 'set';
  readonly name: Name;
  /** Names of factors or sets, or file patterns in quotes. */
  readonly members: readonly (NameExpression | StringLiteral)[];
  readonly documentation: Documentation | null;
  readonly span: Span;
}

export interface FactorItem {
  readonly kind: 'factor';
  readonly name: Name;
  /** In source order, duplicates kept: the checker reports them. */
  readonly clauses: readonly FactorClause[];
  /** Set when a clause could not be read at all (that was reported): a clause that seems to be missing may be that one. */
  readonly incomplete?: true;
  readonly documentation: Documentation | null;
  readonly span: Span;
}

export type FactorClause =
  | { readonly kind: 'from'; readonly table: Name; readonly span: Span }
  | { readonly kind: 'direction'; readonly value: number; readonly span: Span }
  | { readonly kind: 'unit'; readonly unit: Expression; readonly span: Span }
  | { readonly kind: 'known'; readonly time: TimeLiteral; readonly span: Span }
  | LetClause
  | { readonly kind: 'value'; readonly value: Expression; readonly span: Span };

export interface LetClause {
  readonly kind: 'let';
  readonly name: Name;
  readonly value: Expression;
  readonly span: Span;
}

export interface ModelItem {
  readonly kind: 'model';
  readonly name: Name;
  readonly clauses: readonly ModelClause[];
  /** Set when a clause could not be read at all (that was reported): a clause that seems to be missing may be that one. */
  readonly incomplete?: true;
  readonly documentation: Documentation | null;
  readonly span: Span;
}

export type ModelClause =
  | { readonly kind: 'input' | 'target' | 'layer' | 'let' | 'output'; readonly name: Name; readonly value: Expression; readonly span: Span }
  | { readonly kind: 'loss'; readonly value: Expression; readonly span: Span }
  | { readonly kind: 'train'; readonly settings: readonly TrainSetting[]; readonly span: Span };

/** `batch 5000`, `every 5d`, `optimizer adam(learning_rate=0.005)`. */
export interface TrainSetting {
  readonly name: Name;
  readonly value: Expression;
  readonly span: Span;
}

/** A `#` or unattached `///` comment; `fmt` puts every one of them back. */
export interface Comment {
  readonly text: string;
  readonly span: Span;
}

/** One parsed file. */
export interface SourceTree {
  readonly path: string;
  readonly text: string;
  readonly items: readonly Item[];
  readonly comments: readonly Comment[];
  /** Set when the text has a syntax error: the tree may lack a part of it, so it is not formatted. */
  readonly incomplete?: true;
}
