/** Reading prepared executions and orders. */
import type { FileHandle } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { emptyColumns } from './event-collector.ts';
import type { EventField, EventTable, StockEvents, TakeBytes } from './event-columns.ts';
import type { EventPlan } from './event-plan.ts';
import { decodeEvents, EVENTS_MAGIC, eventWidth, keptFields, parseEventIndex, type EventBlock, type EventIndex } from './prepared-events.ts';
import { damaged, indexOf, openPrepared, readWhole } from './prepared-file.ts';

/** The plan of a prepared day, of all its stocks; null for a file that is gone: its stored rows are there. Throws PreparedDamaged. */
export async function planPreparedEvents(path: string, table: EventTable, date: string, onlyFields: readonly EventField[]): Promise<EventPlan | null> {
  const file = await openPrepared(path);
  if (file === null) return null;
  try {
    const { portions } = await ownIndex(file, path, table, date);
    const fields = keptFields(table).filter((field) => onlyFields.includes(field)).map((field) => ({ field, as: 'numbers' as const }));
    return { table, files: [path], fields, portions, state: '', prepared: { path, date } };
  } finally {
    await file.close();
  }
}

async function ownIndex(file: FileHandle, path: string, table: EventTable, date: string): Promise<EventIndex> {
  const index = await indexOf(file, path, EVENTS_MAGIC, parseEventIndex);
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

/** The stocks of a plan as `readPlanned` gives them, in order and checked. The next block is read while one is used. Throws PreparedDamaged. */
export async function* readPreparedEvents(plan: EventPlan, take?: TakeBytes): AsyncGenerator<StockEvents, void, undefined> {
  const { prepared, table } = plan;
  if (prepared === undefined) throw new TypeError('the rows are not prepared');
  const { path, date } = prepared;
  const file = await openPrepared(path);
  if (file === null) throw damaged(path, 'no bytes any more');
  try {
    const blocks = wantedBlocks(await ownIndex(file, path, table, date), new Set(plan.portions.flatMap(({ stocks }) => stocks.map(({ symbol }) => symbol))));
    const fields = plan.fields.map(({ field }) => field);
    const readers = [new BlockReader(file, path, table, fields), new BlockReader(file, path, table, fields)];
    const load = (place: number): Promise<LoadedBlock> | null => {
      const wanted = blocks[place];
      if (wanted === undefined) return null;
      const loaded = (readers[place % 2] as BlockReader).load(wanted.block);
      // A failure surfaces where the block is awaited; until then it must not count as unhandled.
      loaded.catch(() => undefined);
      return loaded;
    };
    let next = load(0);
    try {
      for (let place = 0; next !== null; place++) {
        const loaded: LoadedBlock = await next;
        next = load(place + 1);
        for (const stock of blocks[place]?.stocks ?? []) yield eventsOf(loaded, stock, fields, take);
      }
    } finally {
      await next?.catch(() => undefined);
    }
  } finally {
    await file.close();
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
type LoadedBlock = ReadonlyMap<EventField, { readonly form: EventBlock['columns'][number]['form']; readonly bytes: Uint8Array }>;

/** Reads blocks into bytes of its own, one at a time. */
class BlockReader {
  private bytes = new Uint8Array(0);

  constructor(
    private readonly file: FileHandle,
    private readonly path: string,
    private readonly table: EventTable,
    private readonly fields: readonly EventField[],
  ) {}

  /** The wanted columns of a block in one read, with what lies between them; whole, because their sums are of all. */
  async load({ rows, columns }: EventBlock): Promise<LoadedBlock> {
    const kept = keptFields(this.table);
    const wanted = columns.flatMap((column, place) => {
      const field = kept[place];
      return field === undefined || !this.fields.includes(field) ? [] : [{ ...column, field, length: rows * eventWidth(column.form) }];
    });
    const begin = wanted[0]?.offset ?? 0;
    const last = wanted.at(-1);
    const length = last === undefined ? 0 : last.offset + last.length - begin;
    if (this.bytes.length < length) this.bytes = new Uint8Array(length);
    const bytes = await readWhole(this.file, this.path, this.bytes.subarray(0, length), begin);
    return new Map(
      wanted.map(({ field, form, offset, crc, length: own }) => {
        const column = bytes.subarray(offset - begin, offset - begin + own);
        if (crc32(column) !== crc) throw damaged(this.path, `numbers of ${field} that are not those that were written`);
        return [field, { form, bytes: column }];
      }),
    );
  }
}

function eventsOf(block: LoadedBlock, { symbol, first, rows }: Place, fields: readonly EventField[], take: TakeBytes | undefined): StockEvents {
  const { columns, release } = emptyColumns(fields, rows, take);
  for (const { field, array } of columns) {
    const column = block.get(field);
    if (column === undefined) throw new Error(`the block is read without ${field}`);
    const width = eventWidth(column.form);
    decodeEvents(column.form, column.bytes.subarray(first * width, (first + rows) * width), array);
  }
  return { symbol, n: rows, checked: true, columns: Object.fromEntries(columns.map(({ field, array }) => [field, array])), ...(release === null ? {} : { release }) };
}
