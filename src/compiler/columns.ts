/** Columns of minute bars as the compiler knows them: what they need of the feed, where tiles hold them, and what is known of their values beforehand. */
import { EPSILON, EXACT, rounded, UNKNOWN, type Accuracy, type Range } from '../dsl/catalogue/traits.ts';

/** Columns of the stored table. */
export type StoredColumn = 'open' | 'high' | 'low' | 'close' | 'volume' | 'amount' | 'items';

/** Columns that tiles and the reference know. `lastPrice` is prev(close), and the open of the first bar that has a price. */
export type ColumnName = StoredColumn | 'vwap' | 'ret' | 'time' | 'lastPrice';

/** Columns that say how much traded: 0 where nothing did, so they need no price. */
export const SIZES = ['volume', 'amount', 'items'] as const;

interface Column extends Accuracy, Range {
  /** What the feed must deliver for it to have values. */
  readonly delivered: readonly StoredColumn[];
  /** The rows of a tile that hold it; null: tiles do not. */
  readonly tile: StoredColumn | 'vwap' | null;
  /** A column of the language; the others are the compiler's own. */
  readonly written: boolean;
  /** The highest or lowest price of a bar: what is measured from one lies on one side of 0. */
  readonly extreme?: true;
}

// A size is at least 100 shares of a billion, a price at least a tick of one scaled to 1; at most a block trade, a thousand times the middle of the day.
const RANGE: Range = { smallest: 9, largest: 3 };

function price(delivered: readonly StoredColumn[], tile: StoredColumn | 'vwap', written = true): Column {
  return { ...RANGE, error: EPSILON, sign: 'positive', exactSign: true, level: { beta: 1, exact: true }, delivered, tile, written };
}

function size(column: (typeof SIZES)[number], range = RANGE): Column {
  return { ...rounded('nonnegative'), ...range, delivered: [column], tile: column, written: true };
}

/** Every column, the compiler's own included. */
export const COLUMNS: Readonly<Record<ColumnName, Column>> = {
  open: price(['open'], 'open'),
  high: { ...price(['high'], 'high'), extreme: true },
  low: { ...price(['low'], 'low'), extreme: true },
  close: price(['close'], 'close'),
  lastPrice: price(['close'], 'close', false),
  // amount / volume in float64, then less the base price: rounded once as a value and once as a delta.
  vwap: { ...price(['close', 'volume', 'amount'], 'vwap'), error: 2 * EPSILON, level: { beta: 1, exact: false } },
  volume: size('volume'),
  amount: size('amount'),
  // Executions of a minute: whole numbers that are not scaled.
  items: size('items', { smallest: 0, largest: 7 }),
  ret: { ...RANGE, ...UNKNOWN, exactSign: true, delivered: ['close'], tile: null, written: true },
  time: { ...rounded('nonnegative'), smallest: 0, largest: 3, delivered: [], tile: null, written: true },
};

/** What is known of a column of executions or orders. Prices are whole numbers of 0.001 CNY, so their differences are exact. */
export function eventColumnFacts(column: string): Accuracy & Range {
  switch (column) {
    case 'price':
      return { ...RANGE, error: EPSILON, sign: 'nonnegative', exactSign: true, level: { beta: 1, exact: true } };
    case 'side':
    case 'type':
      return { ...EXACT, smallest: 0, largest: 1 };
    default:
      return { ...rounded('nonnegative'), ...RANGE };
  }
}

const WRITTEN: ReadonlySet<string> = new Set(Object.entries(COLUMNS).flatMap(([name, { written }]) => (written ? [name] : [])));

/** Whether the language has a column of that name. */
export function isColumn(name: string): name is ColumnName {
  return WRITTEN.has(name);
}

/** The rows of a tile that hold a column. Throws for columns that no tile holds: those are computed or prepared before kernels run. */
export function tileColumn(column: ColumnName): StoredColumn | 'vwap' {
  const { tile } = COLUMNS[column];
  if (tile === null) throw new Error(`compiler error: tiles hold no ${column}`);
  return tile;
}

/** Whether a column says how much traded. */
export function isSize(column: ColumnName): boolean {
  return SIZES.some((size) => size === column);
}
