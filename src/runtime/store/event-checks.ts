/** Order and values of executions and orders, checked column by column: every value of a day passes here. */
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

/**
 * Whether every value is one that the table may hold. Rounds prices as it checks them. One column after the other: a loop over one array is what compiles well, and a stock's column is
 * near when it was just read.
 */
function areValid(table: EventTable, columns: EventColumns): boolean {
  const { seq, time, price, volume, amount, buy_id, sell_id, order_id, side, type } = columns;
  return (
    [seq, buy_id, sell_id, order_id].every((ids) => ids === undefined || areIds(ids, 0)) &&
    (time === undefined || areInSession(time)) &&
    (price === undefined || roundPrices(price, table === 'order')) &&
    (volume === undefined || areIds(volume, 1)) &&
    (amount === undefined || areAmounts(amount)) &&
    (side === undefined || areCodes(side, table === 'order' ? SIDE_CODES.B : SIDE_MISSING)) &&
    (type === undefined || areCodes(type, TYPE_CODES.limit))
  );
}

/** Whether all are whole numbers that doubles hold exactly, none below the least. */
function areIds(ids: Float64Array, least: number): boolean {
  for (let i = 0; i < ids.length; i++) {
    const id = ids[i] as number;
    if (!(id >= least && id <= LARGEST_ID && Math.floor(id) === id)) return false;
  }
  return true;
}

function areInSession(time: Int32Array): boolean {
  // Neighbours mostly lie in one minute, and a minute has a bar or has none.
  let from = 0;
  let to = 0;
  for (let i = 0; i < time.length; i++) {
    const at = time[i] as number;
    if (at >= from && at < to) continue;
    if (!hasBar(at)) return false;
    from = at - (at % MINUTE);
    to = from + MINUTE;
  }
  return true;
}

/** Whether all prices are positive and finite, those that may lack missing; rounds them to steps of 0.001. */
function roundPrices(price: Float64Array, mayLack: boolean): boolean {
  for (let i = 0; i < price.length; i++) {
    const paid = price[i] as number;
    if (paid > 0 && paid < Infinity) price[i] = Math.round(paid * 1000) / 1000;
    else if (!mayLack || paid === paid) return false;
  }
  return true;
}

/** Whether none is negative or infinite; NaN may be. */
function areAmounts(amount: Float64Array): boolean {
  for (let i = 0; i < amount.length; i++) {
    const money = amount[i] as number;
    if (money < 0 || money === Infinity) return false;
  }
  return true;
}

function areCodes(codes: Int8Array, least: number): boolean {
  for (let i = 0; i < codes.length; i++) if ((codes[i] as number) < least) return false;
  return true;
}
