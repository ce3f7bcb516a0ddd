/** One loop over bars: loads of the tile, moves along the rows, and masks. Every node is written once per row it is read at, also where a round of the loop takes several rows. */
import { argument } from '../../dsl/catalogue/traits.ts';
import { COLUMNS, isSize, tileColumn, type ColumnName } from '../columns.ts';
import type { Node, PreparedNode } from '../ir.ts';
import type { TileLayout } from '../plan.ts';
import { traitsOf } from '../traits.ts';
import { elementSeries } from './element-series.ts';
import { ALWAYS, andAll, NEVER, where, type LoopText, type OuterValue, type SeriesText, type Validity } from './series-text.ts';
import { isThere, numberText, orZero, product, type Names } from './text.ts';

/** Load of row `row + k` of a tile for this thread's stock, seen from its day if it has one. */
function loopLoad(row: number, moves: boolean): string {
  return `tile[this.thread.z][${row === 0 ? 'k' : `k + ${String(row)}`}${moves ? ' + day' : ''}][this.thread.x]`;
}

/** Writes one loop body. */
export class LoopBody implements LoopText {
  readonly lines: string[] = [];
  private readonly known = new Map<string, SeriesText>();
  private readonly named = new Map<string, string>();
  private readonly kept = new Map<string, string>();
  /** What is written is about row k + step. */
  private step = 0;

  constructor(
    private readonly layout: TileLayout,
    private readonly names: Names,
    private readonly outer: (node: Node) => OuterValue,
    /** Rows [from, to) this loop runs over. */
    private readonly from: number,
    private readonly to: number,
  ) {}

  /** From here on what is written is about row k + step. Rows share what they have in common: the return before one is the return of the one before. */
  moveTo(step: number): void {
    this.step = step;
  }

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

  /** The name found under a key; made once. */
  private once(key: string, text: () => string): string {
    const known = this.named.get(key);
    if (known !== undefined) return known;
    const name = this.keep(text());
    this.named.set(key, name);
    return name;
  }

  /** Name of a number that is 1 where all hold, or null if they always do. */
  mask(valid: Validity, condition: SeriesText | null, delivered: ReadonlySet<ColumnName>): string | null {
    const parts = condition === null ? [] : [condition.text];
    if (valid.price !== null) parts.push(this.priced(valid.price));
    parts.push(...valid.flags);
    for (const column of valid.delivered) if (!delivered.has(column)) parts.push(`has_${column}`);
    return parts.length === 0 ? null : this.once([...parts].sort().join('*'), () => product(parts));
  }

  private priced(offset: number): string {
    // A choice of two numbers is half of what a minimum is, which has to think of what is no number.
    const row = this.step + offset;
    return this.once(`priced ${String(row)}`, () => `(k${row === 0 ? '' : ` + ${numberText(row)}`} >= first ? 1 : 0)`);
  }

  /** The rows where all series are present. */
  together(series: readonly SeriesText[]): Validity {
    return andAll(series.map((one) => one.valid));
  }

  /** A node at row k + offset. Throws for nodes that kernels have no code for. */
  series(node: Node, offset = 0): SeriesText {
    const key = `${String(node.id)}@${String(offset)}+${String(this.step)}`;
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
        return this.shifted(argument(node.args, 0), offset - node.by, node.element === 'boolean');
      case 'element':
        return elementSeries(node, node.args.map((arg) => this.series(arg, offset)), this);
      default:
        throw new Error(`compiler error: node ${String(node.id)} (${node.op}) has no kernel form`);
    }
  }

  private fromOuter(node: Node): SeriesText {
    if (node.op === 'constant') return Number.isNaN(node.value) ? { text: '0', delta: null, valid: NEVER } : { text: numberText(node.value), delta: null, valid: ALWAYS };
    const { text, delta, missing } = this.outer(node);
    return { text, delta, valid: missing === null ? ALWAYS : where(this.keep(`1 - ${missing}`)) };
  }

  private column(column: ColumnName, offset: number): SeriesText {
    const stored = tileColumn(column);
    const first = this.layout.columns.get(stored);
    if (first === undefined) throw new Error(`compiler error: the tile holds no ${stored}`);
    const text = this.loaded(first + offset - (column === 'lastPrice' ? 1 : 0));
    const delivered = COLUMNS[column].delivered.filter(isSize);
    if (isSize(column)) return { text, delta: null, valid: { ...ALWAYS, delivered } };
    return { text: this.whole(text, 1), delta: { text, beta: 1 }, valid: { ...ALWAYS, price: offset, delivered } };
  }

  private loaded(row: number): string {
    const there = row + this.step;
    return this.once(`row ${String(there)}`, () => loopLoad(there, this.layout.moves));
  }

  /** beta · base + delta under a name of its own. */
  whole(delta: string, beta: number): string {
    if (beta === 0) return delta;
    return this.once(`whole ${delta} ${String(beta)}`, () => (beta === 1 ? `${delta} + base` : `${delta} + ${numberText(beta)} * base`));
  }

  private preparedColumn(node: PreparedNode, offset: number): SeriesText {
    const first = this.layout.prepared.get(node);
    if (first === undefined) throw new Error(`compiler error: the tile holds no prepared column for node ${String(node.id)}`);
    const raw = this.loaded(first + offset);
    if (node.element === 'boolean') return { text: raw, delta: null, valid: ALWAYS };
    const there = this.keep(isThere(raw));
    return { text: this.keep(orZero(raw)), delta: null, valid: where(there) };
  }

  private shifted(node: Node, offset: number, condition: boolean): SeriesText {
    // Segments are cut where a shift enters or leaves the frame, so the whole segment is inside or outside.
    const outside = this.from + offset < 0 || this.to - 1 + offset >= this.layout.frame;
    if (!outside) return this.series(node, offset);
    // What is never there still has the form of its neighbours: prices stay prices.
    const { level } = traitsOf(node);
    return { text: '0', delta: level === null ? null : { text: '0', beta: level.beta }, valid: condition ? ALWAYS : NEVER };
  }
}
