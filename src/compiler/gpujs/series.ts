/** Source text of series inside a loop over bars: the value of a node at row k + offset, and when it is there. */
import { BARS_PER_DAY } from '../../dsl/session.ts';
import { operatorNamed } from '../../dsl/catalogue/index.ts';
import type { ColumnName, ElementNode, Node, PreparedNode } from '../ir.ts';
import { TILE_PRICES, type TileColumn, type TileLayout } from '../plan.ts';
import { traitsOf } from '../traits.ts';
import { numberText, product, type Names } from './text.ts';

/** When a row has a value. */
export interface Validity {
  /** Never, in this segment. */
  readonly never: boolean;
  /** From the first priced bar on, seen from row k + price; null: no price is needed. */
  readonly price: number | null;
  /** Names of numbers that are 1 where it has, 0 where not. */
  readonly flags: readonly string[];
  /** Columns the feed must deliver. */
  readonly delivered: readonly ColumnName[];
}

export interface SeriesText {
  /** The whole value, always finite. Conditions are 1 and 0. */
  readonly text: string;
  /** Value as beta · base + delta, for prices. */
  readonly delta: { readonly text: string; readonly beta: number } | null;
  readonly valid: Validity;
}

/** A value computed before the loops, as series read it. */
export interface OuterValue {
  readonly text: string;
  /** Name of a number that is 1 where the value is missing, or null if it never is. */
  readonly missing: string | null;
  /** For prices: the value as beta · base + delta. */
  readonly delta: { readonly text: string; readonly beta: number } | null;
}

const ALWAYS: Validity = { never: false, price: null, flags: [], delivered: [] };
const NEVER: Validity = { ...ALWAYS, never: true };

/** Operators that give a missing argument a meaning. */
const ABSORBS_MISSING: ReadonlySet<string> = new Set(['fill', 'if', 'is_missing', 'and', 'or', 'not']);

function andAll(parts: readonly Validity[]): Validity {
  const prices = parts.map((part) => part.price).filter((price) => price !== null);
  return {
    never: parts.some((part) => part.never),
    // A price at an earlier row is there only if those after it are.
    price: prices.length === 0 ? null : Math.min(...prices),
    flags: [...new Set(parts.flatMap((part) => part.flags))],
    delivered: [...new Set(parts.flatMap((part) => part.delivered))],
  };
}

/** Load of row `row + k` of a tile for this thread's stock. */
export function loopLoad(row: number): string {
  return `tile[this.thread.z][${row === 0 ? 'k' : `k + ${String(row)}`}][this.thread.x]`;
}

/** Writes one loop body: every node once per offset. */
export class LoopBody {
  readonly lines: string[] = [];
  private readonly known = new Map<string, SeriesText>();
  private readonly masks = new Map<string, string>();
  private readonly kept = new Map<string, string>();

  constructor(
    private readonly layout: TileLayout,
    private readonly names: Names,
    private readonly outer: (node: Node) => OuterValue,
    /** Rows [from, to) this loop runs over. */
    private readonly from: number,
    private readonly to: number,
  ) {}

  /** Keeps an expression under a name; equal expressions once. */
  keep(text: string): string {
    if (/^[a-z]+\d+$/.test(text) || /^\d+(\.\d+)?$/.test(text)) return text;
    const known = this.kept.get(text);
    if (known !== undefined) return known;
    const name = this.names.next('s');
    this.lines.push(`const ${name} = ${text};`);
    this.kept.set(text, name);
    return name;
  }

  /** Name of a number that is 1 where all hold, or null if they always do. */
  mask(valid: Validity, where: SeriesText | null, delivered: ReadonlySet<ColumnName>): string | null {
    const parts = where === null ? [] : [where.text];
    if (valid.price !== null) parts.push(this.priced(valid.price));
    parts.push(...valid.flags);
    for (const column of valid.delivered) if (!delivered.has(column)) parts.push(`has_${column}`);
    if (parts.length === 0) return null;
    const key = [...parts].sort().join('*');
    const known = this.masks.get(key);
    if (known !== undefined) return known;
    const name = this.keep(product(parts));
    this.masks.set(key, name);
    return name;
  }

  private priced(offset: number): string {
    const key = `priced ${String(offset)}`;
    const known = this.masks.get(key);
    if (known !== undefined) return known;
    // 1 from row `first` on, without a branch: rows and `first` are whole numbers.
    const name = this.keep(`Math.max(0, Math.min(1, k + ${numberText(offset + 1)} - first))`);
    this.masks.set(key, name);
    return name;
  }

  /** Both: the rows where all are present. */
  together(series: readonly SeriesText[]): Validity {
    return andAll(series.map((one) => one.valid));
  }

  series(node: Node, offset = 0): SeriesText {
    const key = `${String(node.id)}@${String(offset)}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const result = this.write(node, offset);
    this.known.set(key, result);
    return result;
  }

  private write(node: Node, offset: number): SeriesText {
    if (node.shape === 'value') return this.fromOuter(node);
    switch (node.op) {
      case 'column':
        return this.column(node.column, offset);
      case 'prepared':
        return this.preparedColumn(node, offset);
      case 'shift':
        return this.shifted(node.args[0] as Node, offset - node.by, node.element === 'boolean');
      case 'element':
        return this.element(node, offset);
      default:
        throw new Error(`node ${String(node.id)} (${node.op}) has no kernel form`);
    }
  }

  private fromOuter(node: Node): SeriesText {
    if (node.op === 'constant') return { text: Number.isNaN(node.value) ? '0' : numberText(node.value), delta: null, valid: Number.isNaN(node.value) ? NEVER : ALWAYS };
    const value = this.outer(node);
    const flags = value.missing === null ? [] : [this.keep(`1 - ${value.missing}`)];
    return { text: value.text, delta: value.delta, valid: { ...ALWAYS, flags } };
  }

  private column(column: ColumnName, offset: number): SeriesText {
    const stored: TileColumn | null = column === 'lastPrice' ? 'close' : column === 'ret' || column === 'time' ? null : column;
    if (stored === null) throw new Error(`${column} is not kept in tiles`);
    const first = this.layout.columns.get(stored);
    if (first === undefined) throw new Error(`the tile holds no ${stored}`);
    const text = this.loaded(first + offset - (column === 'lastPrice' ? 1 : 0));
    if (!TILE_PRICES.has(stored)) return { text, delta: null, valid: { ...ALWAYS, delivered: [stored] } };
    const needs: ColumnName[] = stored === 'vwap' ? ['volume', 'amount'] : [];
    return { text: this.whole(text, 1), delta: { text, beta: 1 }, valid: { ...ALWAYS, price: offset, delivered: needs } };
  }

  private loaded(row: number): string {
    const key = `row ${String(row)}`;
    const known = this.masks.get(key);
    if (known !== undefined) return known;
    const name = this.keep(loopLoad(row));
    this.masks.set(key, name);
    return name;
  }

  /** beta · base + delta under a name of its own. */
  private whole(delta: string, beta: number): string {
    if (beta === 0) return delta;
    const key = `whole ${delta} ${String(beta)}`;
    const known = this.masks.get(key);
    if (known !== undefined) return known;
    const name = this.keep(beta === 1 ? `${delta} + base` : `${delta} + ${numberText(beta)} * base`);
    this.masks.set(key, name);
    return name;
  }

  private preparedColumn(node: PreparedNode, offset: number): SeriesText {
    const first = this.layout.prepared.get(node);
    if (first === undefined) throw new Error(`the tile holds no prepared column for node ${String(node.id)}`);
    const raw = this.loaded(first + offset);
    if (node.element === 'boolean') return { text: raw, delta: null, valid: ALWAYS };
    const there = this.keep(`(${raw} < 1e38 ? 1 : 0)`);
    return { text: this.keep(`(${raw} < 1e38 ? ${raw} : 0)`), delta: null, valid: { ...ALWAYS, flags: [there] } };
  }

  private shifted(node: Node, offset: number, condition: boolean): SeriesText {
    // Segments are cut where a shift enters or leaves the day, so the whole segment is inside or outside.
    const outside = this.from + offset < 0 || this.to - 1 + offset >= BARS_PER_DAY;
    if (!outside) return this.series(node, offset);
    // What is never there still has the form of its neighbours: prices stay prices.
    const level = traitsOf(node).level;
    return { text: '0', delta: level === null ? null : { text: '0', beta: level.beta }, valid: condition ? ALWAYS : NEVER };
  }

  private element(node: ElementNode, offset: number): SeriesText {
    const args = node.args.map((arg) => this.series(arg, offset));
    const valid = andAll(args.map((arg) => arg.valid));
    const [a, b, c] = args;
    if (a === undefined) throw new Error(`${node.operator} has no arguments`);
    // Nothing is computed from what is never there: 0 / 0 is not even legal where devices fold constants.
    if (valid.never && !ABSORBS_MISSING.has(node.operator)) return { text: '0', delta: null, valid: node.element === 'boolean' ? ALWAYS : NEVER };
    const text = (value: string, at: Validity = valid): SeriesText => ({ text: this.keep(value), delta: null, valid: at });
    switch (node.operator) {
      case '+':
      case '-':
        return this.sum(node.operator, a, b as SeriesText, valid);
      case 'negate':
        return a.delta === null ? text(`(-${a.text})`) : this.level(`(-${a.delta.text})`, -a.delta.beta, valid);
      case '/':
        return this.quotient(node, a, b as SeriesText, valid);
      case 'quotientLess1':
        return text(`(${difference(a, b as SeriesText)}) / ${(b as SeriesText).text}`);
      case 'logQuotient':
        return this.logQuotient(a, b as SeriesText, valid);
      case '^':
        return this.power(node, a, valid);
      case 'sqrt': {
        const there = this.keep(`(${a.text} >= 0 ? 1 : 0)`);
        return text(`Math.sqrt(Math.max(${a.text}, 0))`, andAll([valid, { ...ALWAYS, flags: traitsOf(node.args[0] as Node).sign === 'any' ? [there] : [] }]));
      }
      case 'abs':
        return a.delta?.beta === 0 ? this.level(`Math.abs(${a.delta.text})`, 0, valid) : text(`Math.abs(${a.text})`);
      case 'lesser':
      case 'greater':
        return this.chosen(a, b as SeriesText, valid, (u, v) => `Math.${node.operator === 'lesser' ? 'min' : 'max'}(${u}, ${v})`);
      case 'if':
        return this.branch(node, a, b as SeriesText, c as SeriesText);
      case 'fill':
        return this.filled(a, b as SeriesText);
      case 'is_missing':
        return { text: this.keep(`1 - ${this.there(a.valid)}`), delta: null, valid: ALWAYS };
      case '<':
      case '<=':
      case '>':
      case '>=':
      case '==':
      case '!=':
        return this.comparison(node, a, b as SeriesText, valid);
      default:
        return this.catalogue(node, args, valid);
    }
  }

  /** Operators whose kernel text the catalogue gives. */
  private catalogue(node: ElementNode, args: readonly SeriesText[], valid: Validity): SeriesText {
    const { lowering } = operatorNamed(node.operator);
    if (lowering.kind !== 'element') throw new Error(`${node.operator} has no kernel text`);
    return { text: this.keep(lowering.text(args.map((arg) => arg.text), [])), delta: null, valid };
  }

  private level(delta: string, beta: number, valid: Validity): SeriesText {
    const kept = this.keep(delta);
    return { text: this.whole(kept, beta), delta: { text: kept, beta }, valid };
  }

  private sum(sign: '+' | '-', a: SeriesText, b: SeriesText, valid: Validity): SeriesText {
    if (a.delta === null || b.delta === null) return { text: this.keep(`${a.text} ${sign} ${b.text}`), delta: null, valid };
    const beta = sign === '+' ? a.delta.beta + b.delta.beta : a.delta.beta - b.delta.beta;
    return this.level(`${a.delta.text} ${sign} ${b.delta.text}`, beta, valid);
  }

  private quotient(node: ElementNode, a: SeriesText, b: SeriesText, valid: Validity): SeriesText {
    const divisor = node.args[1] as Node;
    const certain = divisor.op !== 'prepared' && divisor.shape === 'series' && traitsOf(divisor).sign === 'positive';
    if (certain || (divisor.op === 'constant' && divisor.value !== 0)) return { text: this.keep(`${a.text} / ${b.text}`), delta: null, valid };
    return this.guarded(a.text, b.text, valid);
  }

  /** a / b where b is not 0. */
  private guarded(a: string, b: string, valid: Validity): SeriesText {
    const there = this.keep(`(${b} != 0 ? 1 : 0)`);
    return { text: this.keep(`${a} / (${there} > 0.5 ? ${b} : 1)`), delta: null, valid: andAll([valid, { ...ALWAYS, flags: [there] }]) };
  }

  /** log(a / b) = 2 atanh(t), t = (a − b) / (a + b): the series is exact to f32 for |t| < 0.2, a move of ±40 %. */
  private logQuotient(a: SeriesText, b: SeriesText, valid: Validity): SeriesText {
    const t = this.keep(`(${difference(a, b)}) / (${a.text} + ${b.text})`);
    const u = this.keep(`${t} * ${t}`);
    const near = `2 * ${t} * (1 + ${u} * (0.33333334 + ${u} * (0.2 + ${u} * (0.14285715 + ${u} * 0.11111111))))`;
    return { text: this.keep(`(Math.abs(${t}) < 0.2 ? ${near} : Math.log(${a.text} / ${b.text}))`), delta: null, valid };
  }

  private power(node: ElementNode, a: SeriesText, valid: Validity): SeriesText {
    const exponent = node.args[1];
    const p = exponent?.op === 'constant' ? exponent.value : NaN;
    if (p === -1) return this.guarded('1', a.text, valid);
    if (p === 0.5) {
      const there = this.keep(`(${a.text} >= 0 ? 1 : 0)`);
      return { text: this.keep(`Math.sqrt(Math.max(${a.text}, 0))`), delta: null, valid: andAll([valid, { ...ALWAYS, flags: [there] }]) };
    }
    return { text: this.keep(product(new Array<string>(p).fill(a.text))), delta: null, valid };
  }

  private chosen(a: SeriesText, b: SeriesText, valid: Validity, pick: (u: string, v: string) => string): SeriesText {
    if (a.delta !== null && b.delta !== null && a.delta.beta === b.delta.beta) return this.level(pick(a.delta.text, b.delta.text), a.delta.beta, valid);
    return { text: this.keep(pick(a.text, b.text)), delta: null, valid };
  }

  /** Text of 1 where a validity holds. */
  private there(valid: Validity): string {
    return valid.never ? '0' : (this.mask(valid, null, new Set()) ?? '1');
  }

  private branch(node: ElementNode, condition: SeriesText, a: SeriesText, b: SeriesText): SeriesText {
    const left = this.there(a.valid);
    const right = this.there(b.valid);
    const same = left === right;
    const flag = same ? left : this.keep(`(${condition.text} > 0.5 ? ${left} : ${right})`);
    const valid: Validity = flag === '1' ? ALWAYS : flag === '0' ? NEVER : { ...ALWAYS, flags: [flag] };
    const at = node.element === 'boolean' ? ALWAYS : valid;
    return this.chosen(a, b, at, (u, v) => `(${condition.text} > 0.5 ? ${u} : ${v})`);
  }

  private filled(x: SeriesText, v: SeriesText): SeriesText {
    const there = this.there(x.valid);
    if (there === '1') return x;
    if (there === '0') return v;
    const other = this.there(v.valid);
    const flag = other === '1' ? '1' : this.keep(`Math.max(${there}, ${other})`);
    const valid: Validity = flag === '1' ? ALWAYS : { ...ALWAYS, flags: [flag] };
    return this.chosen(x, v, valid, (a, b) => `(${there} > 0.5 ? ${a} : ${b})`);
  }

  private comparison(node: ElementNode, a: SeriesText, b: SeriesText, valid: Validity): SeriesText {
    const both = a.delta !== null && b.delta !== null && a.delta.beta === b.delta.beta;
    const left = both ? (a.delta as { text: string }).text : a.text;
    const right = both ? (b.delta as { text: string }).text : b.text;
    if (valid.never) return { text: '0', delta: null, valid: ALWAYS };
    const mask = this.mask(valid, null, new Set());
    const held = `(${left} ${node.operator} ${right} ? 1 : 0)`;
    return { text: this.keep(mask === null ? held : `${held} * ${mask}`), delta: null, valid: ALWAYS };
  }
}

/** a − b, from the exact deltas where both are prices. */
function difference(a: SeriesText, b: SeriesText): string {
  return a.delta !== null && b.delta !== null ? `${a.delta.text} - ${b.delta.text}` : `${a.text} - ${b.text}`;
}
