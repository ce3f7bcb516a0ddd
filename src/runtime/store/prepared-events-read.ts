/** Reading prepared executions and orders. */
import type { FileHandle } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { emptyColumns } from './event-collector.ts';
import type { EventField, EventTable, StockEvents, TakeBytes } from './event-columns.ts';
import { portionsOfSome, type Portion } from './event-portions.ts';
import { requireFinishedOrders } from './order-writers.ts';
import { decodeEvents, EVENTS_MAGIC, eventWidth, keptFields, understoodEventIndex, type EventBlock, type EventForm, type EventIndex } from './prepared-events.ts';
import { damaged, indexOf, oneAhead, openPrepared, readWhole } from './prepared-file.ts';

/** What will be read of a date's prepared executions or orders. Plain data, like an `EventPlan`. */
export interface PreparedPlan {
  readonly table: EventTable;
  readonly date: string;
  /** The file of prepared rows. */
  readonly path: string;
  /** Columns that are read. */
  readonly fields: readonly EventField[];
  /** Stocks in the order of their symbols, as they lay in the stored files. */
  readonly portions: readonly Portion[];
}

/** What is to be planned of a prepared day. */
export interface PreparedRows {
  readonly store: string;
  readonly table: EventTable;
  readonly date: string;
  /** The file of prepared rows. */
  readonly path: string;
  readonly fields: readonly EventField[];
  /** Null: all of the day. */
  readonly symbols: readonly string[] | null;
}

/**
 * The plan of a prepared day; null for a file that is gone, and for some of the stocks of files that hold them scattered: their stored rows are there. Throws PreparedDamaged, and DataError if its
 * orders are being made again, whose version is the old one until they are.
 */
export async function planPreparedEvents({ store, table, date, path, fields, symbols }: PreparedRows): Promise<PreparedPlan | null> {
  if (table === 'order') await requireFinishedOrders(store, date);
  const index = await preparedIndex(path, table, date);
  if (index === null) return null;
  const portions = symbols === null ? index.portions : portionsOfSome(index.portions, symbols);
  return portions === null ? null : { table, date, path, fields: keptFields(table).filter((field) => fields.includes(field)), portions };
}

/** What the end of a prepared file says, if it is of this day; null for a file that is gone. Throws PreparedDamaged. */
export async function preparedIndex(path: string, table: EventTable, date: string): Promise<EventIndex | null> {
  const file = await openPrepared(path);
  if (file === null) return null;
  try {
    return await ownIndex(file, path, table, date);
  } finally {
    await file.close();
  }
}

async function ownIndex(file: FileHandle, path: string, table: EventTable, date: string): Promise<EventIndex> {
  const index = await indexOf(file, path, EVENTS_MAGIC, understoodEventIndex);
  if (index.date !== date || index.table !== table) throw damaged(path, `rows of ${index.table} of ${index.date}`);
  return index;
}

/** A stock of a block, and its first row there. */
interface Place {
  readonly symbol: string;
  readonly first: number;
  readonly rows: number;
}

interface WantedBlock {
  readonly block: EventBlock;
  readonly stocks: readonly Place[];
}

/** What is known of a prepared file. */
interface KnownDay {
  readonly path: string;
  /** What tells that it is another file under the same name. */
  readonly state: string;
  readonly index: EventIndex;
}

interface OpenDay extends KnownDay {
  readonly file: FileHandle;
}

/** Prepared rows as one thread reads them, range after range of a day: a file's index is parsed once, and its blocks come into the same memory. Reads one plan of a table at a time, and holds no file between. */
export class PreparedEvents {
  private readonly known = new Map<EventTable, KnownDay>();
  private readonly readers = new Map<EventTable, readonly [BlockReader, BlockReader]>();

  /** The stocks of a plan as `readPlanned` gives them, in order and checked. The next block is read while one is used. Throws PreparedDamaged. */
  async *read({ table, date, path, fields, portions }: PreparedPlan, take?: TakeBytes): AsyncGenerator<StockEvents, void, undefined> {
    const file = await openPrepared(path);
    if (file === null) throw damaged(path, 'no bytes any more');
    try {
      const day: OpenDay = { ...(await this.dayOf(file, path, table, date)), file };
      const blocks = wantedBlocks(day.index, new Set(portions.flatMap(({ stocks }) => stocks.flatMap(({ symbol, wanted }) => (wanted ? [symbol] : [])))));
      const readers = this.readers.get(table) ?? [new BlockReader(), new BlockReader()];
      this.readers.set(table, readers);
      const loaded = oneAhead((place) => {
        const wanted = blocks[place];
        return wanted === undefined ? null : (readers[place % 2] as BlockReader).load(day, wanted, fields);
      });
      // A stock's rows are copied before the next is asked for, so before its block's memory is used again.
      for await (const { columns, stocks } of loaded) for (const stock of stocks) yield eventsOf(columns, stock, fields, take);
    } finally {
      await file.close();
    }
  }

  private async dayOf(file: FileHandle, path: string, table: EventTable, date: string): Promise<KnownDay> {
    const { ino, size, mtimeNs } = await file.stat({ bigint: true });
    const state = `${String(ino)}:${String(size)}:${String(mtimeNs)}`;
    const known = this.known.get(table);
    if (known?.path === path && known.state === state) return known;
    const day = { path, state, index: await ownIndex(file, path, table, date) };
    this.known.set(table, day);
    return day;
  }
}

function wantedBlocks({ portions, blocks }: EventIndex, wanted: ReadonlySet<string>): readonly WantedBlock[] {
  const all = portions.flatMap(({ stocks }) => stocks);
  const found: WantedBlock[] = [];
  let next = 0;
  for (const block of blocks) {
    const stocks: Place[] = [];
    let first = 0;
    for (const { symbol, rows } of all.slice(next, next + block.stocks)) {
      if (wanted.has(symbol)) stocks.push({ symbol, first, rows });
      first += rows;
    }
    next += block.stocks;
    if (stocks.length > 0) found.push({ block, stocks });
  }
  return found;
}

/** Bytes of a block's wanted columns. */
type LoadedColumns = ReadonlyMap<EventField, { readonly form: EventForm; readonly bytes: Uint8Array }>;

interface LoadedBlock {
  readonly columns: LoadedColumns;
  readonly stocks: readonly Place[];
}

/** Reads blocks into bytes of its own, one at a time. */
class BlockReader {
  private bytes: Uint8Array = new Uint8Array(0);

  /** The wanted columns of a block in one read, with what lies between them; whole, because their sums are of all. */
  async load({ file, path, index: { table } }: OpenDay, { block: { rows, columns }, stocks }: WantedBlock, fields: readonly EventField[]): Promise<LoadedBlock> {
    const kept = keptFields(table);
    const wanted = columns.flatMap((column, place) => {
      const field = kept[place];
      return field === undefined || !fields.includes(field) ? [] : [{ ...column, field, length: rows * eventWidth(column.form) }];
    });
    const begin = wanted[0]?.offset ?? 0;
    const last = wanted.at(-1);
    const length = last === undefined ? 0 : last.offset + last.length - begin;
    // With room for blocks that are a little larger. It is not cleared, which would cost as much as reading it.
    if (this.bytes.length < length) this.bytes = new Uint8Array(Buffer.allocUnsafeSlow(Math.ceil(1.25 * length)).buffer);
    const bytes = await readWhole(file, path, this.bytes.subarray(0, length), begin);
    const loaded = wanted.map(({ field, form, offset, crc, length: own }) => {
      const column = bytes.subarray(offset - begin, offset - begin + own);
      if (crc32(column) !== crc) throw damaged(path, `numbers of ${field} that are not those that were written`);
      return [field, { form, bytes: column }] as const;
    });
    return { columns: new Map(loaded), stocks };
  }
}

function eventsOf(block: LoadedColumns, { symbol, first, rows }: Place, fields: readonly EventField[], take: TakeBytes | undefined): StockEvents {
  const { columns, release } = emptyColumns(fields, rows, take);
  for (const { field, array } of columns) {
    const column = block.get(field);
    if (column === undefined) throw new Error(`the block is read without ${field}`);
    const width = eventWidth(column.form);
    decodeEvents(column.form, column.bytes.subarray(first * width, (first + rows) * width), array);
  }
  return { symbol, n: rows, checked: true, columns: Object.fromEntries(columns.map(({ field, array }) => [field, array])), ...(release === null ? {} : { release }) };
}
