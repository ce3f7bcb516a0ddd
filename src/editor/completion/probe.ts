/** Asks the checker what it would say if something else stood at the place: so completion follows its rules of types, units and rows. */
import { parse } from '../../dsl/parse.ts';
import type { Finding } from '../../dsl/finding.ts';
import { endOf } from '../../dsl/parsing/token-place.ts';
import * as t from '../../dsl/parsing/tokens.ts';
import type { Span } from '../../dsl/source.ts';
import type { CallExpression, Expression, Item } from '../../dsl/syntax.ts';
import { isCloser, isOpener } from '../../dsl/recovery/brackets.ts';
import type { Cursor } from '../cursor/place.ts';
import { checkItem } from '../item-types.ts';
import type { Checked } from '../workspace.ts';
import { PLACEHOLDER } from '../cursor/word.ts';
import { findIn, replacedIn } from './expression-way.ts';

const CLOSERS: ReadonlyMap<string, string> = new Map([['(', ')'], ['[', ']'], ['{', '}']]);

/** What of the tree the placeholder is. */
export type Target =
  | { readonly kind: 'value' }
  /** The name of a call, which has its parentheses already. */
  | { readonly kind: 'callee'; readonly call: CallExpression }
  | { readonly kind: 'column'; readonly table: string }
  /** The table of a column. */
  | { readonly kind: 'table'; readonly column: string }
  /** The name of an argument. */
  | { readonly kind: 'argument-name' };

export class Probe {
  readonly target: Target;
  private readonly before: ReadonlySet<string>;

  private constructor(
    /** The item with the placeholder in it. */
    readonly item: Item,
    /** From the outermost expression of its clause to the one that the placeholder is, or names. */
    readonly way: readonly Expression[],
    private readonly checked: Checked,
  ) {
    this.target = targetOf(this.node);
    this.before = new Set(errorsOf(checkItem(replacedIn(item, this.node, { kind: 'error', span: this.span }), checked).findings));
  }

  /** The place in the tree of what is written there; null if not even the part before it can be read. */
  static at(cursor: Cursor, checked: Checked): Probe | null {
    return Probe.in(cursor.view.text, checked) ?? Probe.in(cutAt(cursor), checked);
  }

  private static in(text: string | null, checked: Checked): Probe | null {
    if (text === null) return null;
    for (const item of parse(text, checked.file?.path ?? '').tree.items) {
      const way = findIn(item, isPlaceholder);
      if (way !== null) return new Probe(item, way, checked);
    }
    return null;
  }

  get span(): Span {
    return this.node.span;
  }

  /** The expression that the placeholder stands directly in; undefined if it is the whole. */
  get parent(): Expression | undefined {
    return this.way.at(-2);
  }

  /** Whether the checker has nothing to say against an expression there. */
  fits(expression: Expression): boolean {
    const { findings } = checkItem(replacedIn(this.item, this.node, expression), this.checked);
    return errorsOf(findings).every((error) => this.before.has(error));
  }

  name(text: string): Expression {
    return { kind: 'name', name: { text, span: this.span }, span: this.span };
  }

  call(callee: string, args: readonly Expression[], named: readonly (readonly [string, Expression])[] = []): Expression {
    const { span } = this;
    const positional = args.map((value) => ({ name: null, value, span }));
    const byName = named.map(([text, value]) => ({ name: { text, span }, value, span }));
    return { kind: 'call', callee: { text: callee, span }, args: [...positional, ...byName], span };
  }

  private get node(): Expression {
    return this.way.at(-1) ?? { kind: 'error', span: { start: 0, end: 0 } };
  }
}

function errorsOf(findings: readonly Finding[]): readonly string[] {
  return findings.flatMap(({ severity, path, code, span, message }) => (severity === 'error' ? [`${path}:${String(span.start)}:${code}:${message}`] : []));
}

function isPlaceholder(expression: Expression): boolean {
  switch (expression.kind) {
    case 'name':
      return expression.name.text === PLACEHOLDER;
    case 'qualified':
      return expression.column.text === PLACEHOLDER || expression.table.text === PLACEHOLDER;
    case 'call':
      return expression.callee.text === PLACEHOLDER || expression.args.some((argument) => argument.name?.text === PLACEHOLDER);
    default:
      return false;
  }
}

function targetOf(node: Expression): Target {
  if (node.kind === 'qualified' && node.column.text === PLACEHOLDER) return { kind: 'column', table: node.table.text };
  if (node.kind === 'qualified') return { kind: 'table', column: node.column.text };
  if (node.kind !== 'call') return { kind: 'value' };
  return node.callee.text === PLACEHOLDER ? { kind: 'callee', call: node } : { kind: 'argument-name' };
}

/** The item up to the placeholder, with whatever is open closed: what follows may be half-typed, or belong to something else. */
function cutAt({ view, item, clause, index }: Cursor): string | null {
  const [first, last] = [view.tokens[item?.from ?? -1], view.tokens[index]];
  if (item === null || clause === null || first === undefined || last === undefined) return null;
  const open: string[] = [];
  for (const [i, token] of view.tokens.entries()) {
    if (i < item.from) continue;
    if (i >= index) break;
    // What a clause above left open is not open here.
    if (isOpener(token) && (i >= clause.from || token.tokenType === t.LeftBrace)) open.push(CLOSERS.get(token.image) ?? '');
    else if (isCloser(token) && (i >= clause.from || token.tokenType === t.RightBrace)) open.pop();
  }
  return view.text.slice(first.startOffset, endOf(last)) + open.reverse().join('');
}
