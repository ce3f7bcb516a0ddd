/** Nodes of the graph in the words of the language: reading the text back gives the same meaning. */
import { binaryPrecedence, operandPrecedence, unaryPrecedence } from '../../dsl/precedence.ts';
import { clockText, SESSION, type Window } from '../../dsl/session.ts';
import type { BinaryOperator } from '../../dsl/syntax.ts';
import { ENUMS, TABLES } from '../../dsl/tables.ts';
import { seriesOf, whereOf, type ColumnNode, type ElementNode, type GroupNode, type Node, type ReduceNode, type RollingNode, type SelectNode } from '../ir.ts';

const BINARY: ReadonlySet<string> = new Set<BinaryOperator>(['+', '-', '*', '/', '^', '<', '<=', '>', '>=', '==', '!=', 'and', 'or']);

function isBinary(operator: string): operator is BinaryOperator {
  return BINARY.has(operator);
}

/** Nothing binds more tightly than a name, a number or a call. */
const PRIMARY = 9;
/** Nodes written out of one expression; what is beyond is `%` and the number it has in `--stage ir`. */
const MOST_NODES = 120;

/** An expression and how tightly its outermost operator binds. */
export interface WrittenNode {
  readonly text: string;
  readonly precedence: number;
}

/** Names under which nodes, prepared ones mostly, are known where the text stands. */
export type PreparedNames = ReadonlyMap<Node, string>;

/** The expression of a node. */
export function nodeText(node: Node, names: PreparedNames = new Map()): string {
  return writeNode(node, names).text;
}

export function writeNode(node: Node, names: PreparedNames): WrittenNode {
  return new ExpressionWriter(names).write(node);
}

/** The text in parentheses if it binds more loosely than its place asks for. */
export function within({ text, precedence }: WrittenNode, least: number): string {
  return precedence < least ? `(${text})` : text;
}

export function binary(operator: BinaryOperator, a: WrittenNode, b: WrittenNode): WrittenNode {
  const { left, right } = operandPrecedence(operator);
  const sign = operator === '^' ? '^' : ` ${operator} `;
  return { text: `${within(a, left)}${sign}${within(b, right)}`, precedence: binaryPrecedence(operator) };
}

export function primary(text: string): WrittenNode {
  return { text, precedence: PRIMARY };
}

const ONE = primary('1');

/** `close` divided by the price that `ret` divides by. */
function isReturn({ args: [a, b] }: ElementNode): boolean {
  return a?.op === 'column' && a.column === 'close' && b?.op === 'column' && b.column === 'lastPrice';
}

/** The node `1 + x` adds to, or null. */
function compoundPlusOne({ operator, args: [a, b] }: ElementNode): ReduceNode | null {
  if (operator !== '+' || a?.op !== 'constant' || a.value !== 1) return null;
  return b?.op === 'reduce' && b.operator === 'compound' ? b : null;
}

/** The reduction over days of a node that asks first whether what it rests on is there at all, as every such reduction does by itself; null for any other node. */
function whereDelivered({ operator, args: [condition, reduced, otherwise] }: ElementNode): Node | null {
  if (operator !== 'if' || condition === undefined || otherwise?.op !== 'constant' || !Number.isNaN(otherwise.value)) return null;
  const days = reduced?.op === 'rolling' ? reduced.days : reduced?.op === 'reduce' ? (reduced.window.days ?? null) : null;
  return reduced !== undefined && days !== null && isDelivery(condition, days) ? reduced : null;
}

/** `count(x, window=…) > 0`, of the same days, or several of them. */
function isDelivery(condition: Node, days: number): boolean {
  if (condition.op !== 'element') return false;
  const [a, b] = condition.args;
  if (condition.operator === 'and') return a !== undefined && b !== undefined && isDelivery(a, days) && isDelivery(b, days);
  const counted = a?.op === 'rolling' ? a.days : a?.op === 'reduce' ? a.window.days : undefined;
  return condition.operator === '>' && (a?.op === 'rolling' || a?.op === 'reduce') && a.operator === 'count' && counted === days && b?.op === 'constant' && b.value === 0;
}

class ExpressionWriter {
  private left = MOST_NODES;

  constructor(private readonly names: PreparedNames) {}

  readonly write = (node: Node): WrittenNode => {
    if (this.left-- <= 0) return primary(`%${String(node.id)}`);
    const name = this.names.get(node);
    if (name !== undefined) return primary(name);
    switch (node.op) {
      case 'constant':
        return constantText(node.value, node.element === 'boolean');
      case 'column':
        return primary(columnText(node));
      case 'event':
        return primary(`${node.table}.${node.column}`);
      case 'group':
        return primary(this.call(node.operator, seriesOf(node).map(this.text), node));
      case 'within':
        return primary(`in ${node.window.text}`);
      case 'spread':
        return node.args[0] === undefined ? ONE : this.write(node.args[0]);
      case 'shift':
        return primary(`${node.by > 0 ? 'prev' : 'next'}(${[...node.args.map(this.text), ...(Math.abs(node.by) === 1 ? [] : [String(Math.abs(node.by))])].join(', ')})`);
      case 'scan':
        return primary(`${node.operator}(${[...node.args.map(this.text), ...node.parameters.map(String)].join(', ')})`);
      case 'prepared':
        return primary(`prepared[${this.text(node.source)}]`);
      case 'element':
        return this.element(node);
      case 'select':
        return primary(this.call(node.operator, seriesOf(node).map(this.text), node));
      case 'reduce':
        return this.reduction(node);
      case 'daily':
        return primary(node.column);
      case 'rolling':
        return this.rolling(node);
      case 'across': {
        const where = whereOf(node);
        return primary(`${node.operator}(${[...seriesOf(node).map(this.text), ...node.parameters.map((value) => parameterText(node.operator, value)), ...(where === null ? [] : [`where=${this.text(where)}`]), ...(node.by === null ? [] : [`by=${node.by}`])].join(', ')})`);
      }
    }
  };

  private readonly text = (node: Node): string => this.write(node).text;

  private element(node: ElementNode): WrittenNode {
    const { operator } = node;
    const reduced = whereDelivered(node);
    if (reduced !== null) return this.write(reduced);
    if (operator === 'quotientLess1') return isReturn(node) ? primary('ret') : binary('-', this.infix('/', node), ONE);
    if (operator === 'logQuotient') return primary(`log(${isReturn(node) ? '1 + ret' : this.infix('/', node).text})`);
    if (operator === '/' && isReturn(node)) return binary('+', ONE, primary('ret'));
    const product = compoundPlusOne(node);
    if (product !== null) return this.product(product);
    if (isBinary(operator)) return this.infix(operator, node);
    const [a] = node.args;
    if (operator === 'negate' && a !== undefined) return { text: `-${within(this.write(a), unaryPrecedence('-'))}`, precedence: unaryPrecedence('-') };
    if (operator === 'not' && a !== undefined) return { text: `not ${within(this.write(a), unaryPrecedence('not'))}`, precedence: unaryPrecedence('not') };
    return primary(`${operator}(${node.args.map(this.text).join(', ')})`);
  }

  private infix(operator: BinaryOperator, { args }: ElementNode): WrittenNode {
    const [a = ONE, b = ONE] = args.map((arg, i) => (arg.op === 'constant' ? (besideColumn(arg.value, args[1 - i]) ?? this.write(arg)) : this.write(arg)));
    return binary(operator, a, b);
  }

  private reduction(node: ReduceNode): WrittenNode {
    if (node.operator === 'compound') return binary('-', this.product(node), ONE);
    const series = seriesOf(node);
    const where = whereOf(node);
    // count(condition) counts ones where it holds.
    if (node.operator === 'count' && where !== null && series[0]?.op === 'constant') return primary(`count(${[this.text(where), ...windowText(node.window)].join(', ')})`);
    const texts = series.map(this.text);
    return primary(this.call(node.operator, node.pooled && texts.length > 1 ? [`concat(${texts.join(', ')})`] : texts, node));
  }

  private rolling(node: RollingNode): WrittenNode {
    const where = whereOf(node);
    const window = `window=${String(node.days)}d`;
    const series = seriesOf(node);
    if (node.operator === 'count' && where !== null && series[0]?.op === 'constant') return primary(`count(${this.text(where)}, ${window})`);
    const literals = node.parameters.map((value) => parameterText(node.operator, value));
    return primary(`${node.operator}(${[...series.map(this.text), ...literals, window, ...(where === null ? [] : [`where=${this.text(where)}`])].join(', ')})`);
  }

  /** `prod(1 + x)` of a node that computes it less 1. */
  private product(node: ReduceNode): WrittenNode {
    const [x] = seriesOf(node);
    const quotient = x?.op === 'element' && x.operator === 'quotientLess1' && !isReturn(x) ? x : null;
    const grown = quotient !== null ? this.infix('/', quotient) : binary('+', ONE, x === undefined ? ONE : this.write(x));
    return primary(this.call('prod', [grown.text], node));
  }

  private call(name: string, series: readonly string[], node: ReduceNode | SelectNode | GroupNode): string {
    const where = whereOf(node);
    const literals = node.parameters.map((value) => parameterText(name, value));
    return `${name}(${[...series, ...literals, ...windowText(node.window), ...(where === null ? [] : [`where=${this.text(where)}`]), ...(node.op === 'group' ? [`by=${node.by}`] : [])].join(', ')})`;
  }
}

/** `lastPrice` is no column of the language: it is the price that `ret` divides by. */
function columnText({ column }: ColumnNode): string {
  return column === 'lastPrice' ? 'last_price' : column;
}

function constantText(value: number, condition: boolean): WrittenNode {
  if (condition) return primary(String(value !== 0));
  if (Number.isNaN(value)) return primary('missing');
  return { text: String(value), precedence: value < 0 ? unaryPrecedence('-') : PRIMARY };
}

/** A constant beside a column whose values have names: clock times, sides, types. Null beside anything else. */
function besideColumn(value: number, beside: Node | undefined): WrittenNode | null {
  const other = beside?.op === 'prepared' && beside.leaf === true ? beside.source : beside;
  if ((other?.op !== 'column' && other?.op !== 'event') || Number.isNaN(value)) return null;
  if (other.column === 'time') return primary(clockText(value));
  const type = other.op === 'event' ? TABLES.get(other.table)?.columns.get(other.column)?.type : undefined;
  const name = type?.kind === 'enum' ? ENUMS[type.name][value] : undefined;
  return name === undefined ? null : primary(name);
}

/** Literal arguments as they are written: shares in percent. */
function parameterText(operator: string, value: number): string {
  return operator === 'top' || operator === 'bottom' || operator === 'quantile' ? `${String(Number((value * 100).toPrecision(12)))}%` : String(value);
}

function windowText(window: Window): readonly string[] {
  return window.text === SESSION.text ? [] : [`window=${window.text}`];
}
