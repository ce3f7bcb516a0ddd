/** Order and values of executions and orders, checked in one pass over a stock's rows: every value of a day passes here. */
import { hasBar } from './clock.ts';
import { EVENT_FIELDS, SIDE_CODES, SIDE_MISSING, TYPE_CODES, type EventArray, type EventColumns, type EventTable } from './event-columns.ts';

const MINUTE = 60_000;
const LARGEST_ID = Number.MAX_SAFE_INTEGER;

/** Puts events in the order of `seq` and prices in steps of 0.001; false if a row is not valid or a number comes twice. */
export function putInOrder(table: EventTable, columns: EventColumns): boolean {
  const { seq } = columns;
  if (seq === undefined) throw new TypeError('events cannot be ordered without seq');
  if (!isAscending(seq)) {
    sortBy(seq, EVENT_FIELDS[table].flatMap((field) => columns[field] ?? []));
    if (!isAscending(seq)) return false;
  }
  return areValid(table, columns);
}

function sortBy(seq: Float64Array, arrays: readonly EventArray[]): void {
  const order = Uint32Array.from({ length: seq.length }, (_, i) => i).sort((a, b) => (seq[a] ?? 0) - (seq[b] ?? 0));
  for (const array of arrays) {
    const before = array.slice();
    for (let i = 0; i < order.length; i++) array[i] = before[order[i] ?? 0] ?? NaN;
  }
}

function isAscending(seq: Float64Array): boolean {
  let last = -Infinity;
  for (let i = 0; i < seq.length; i++) {
    const next = seq[i] as number;
    if (!(next > last)) return false;
    last = next;
  }
  return true;
}

/** What stands for a column that is not read: one valid value, for every row. */
const ONE = Float64Array.of(1);
const NO_CODES = Int8Array.of(1);

/** Row i of a column is `column[i & mask]`. */
const maskOf = (column: EventArray | undefined): number => (column === undefined ? 0 : -1);

/** Whether every value is one that the table may hold. Rounds prices as it checks them. */
function areValid(table: EventTable, columns: EventColumns): boolean {
  const { seq = ONE, time, price = ONE, volume = ONE, amount = ONE, side = NO_CODES, type = NO_CODES } = columns;
  const [ids, others] = table === 'trade' ? [columns.buy_id ?? ONE, columns.sell_id ?? ONE] : [columns.order_id ?? ONE, ONE];
  const [idMask, otherMask] = [ids === ONE ? 0 : -1, others === ONE ? 0 : -1];
  const [priceMask, volumeMask, amountMask, sideMask, typeMask] = [maskOf(columns.price), maskOf(columns.volume), maskOf(columns.amount), maskOf(columns.side), maskOf(columns.type)];
  const mayLackPrice = table === 'order';
  const leastSide = table === 'order' ? SIDE_CODES.B : SIDE_MISSING;
  // Neighbours mostly lie in one minute, and a minute has a bar or has none.
  let from = 0;
  let to = 0;
  for (let i = 0; i < seq.length; i++) {
    if (!isId(seq[i] as number) || !isId(ids[i & idMask] as number) || !isId(others[i & otherMask] as number)) return false;
    if (time !== undefined) {
      const at = time[i] as number;
      if (at < from || at >= to) {
        if (!hasBar(at)) return false;
        from = at - (at % MINUTE);
        to = from + MINUTE;
      }
    }
    const paid = price[i & priceMask] as number;
    if (paid > 0 && paid < Infinity) price[i & priceMask] = Math.round(paid * 1000) / 1000;
    else if (!mayLackPrice || paid === paid) return false;
    const shares = volume[i & volumeMask] as number;
    if (!(shares > 0) || !isId(shares)) return false;
    const money = amount[i & amountMask] as number;
    if (money < 0 || money === Infinity) return false;
    if ((side[i & sideMask] as number) < leastSide || (type[i & typeMask] as number) < TYPE_CODES.limit) return false;
  }
  return true;
}

/** A whole number that a double holds exactly. */
function isId(id: number): boolean {
  // Most are small, and then a cast answers.
  return id === (id | 0) ? id >= 0 : id >= 0 && id <= LARGEST_ID && Math.floor(id) === id;
}
