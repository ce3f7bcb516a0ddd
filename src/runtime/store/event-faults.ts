/** Faults in stored executions and orders: which file and row. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { barOfEventSql } from './clock.ts';
import type { DataError } from './data-error.ts';
import type { EventField, EventTable } from './event-columns.ts';
import type { RowCheck } from './row-checks.ts';
import { firstBadRow, firstDuplicate } from './stored-rows.ts';

const REMEDY = 'Correct the file, or import the day again.';

/** What is refused in some columns of stored rows; a row without a symbol always is. */
export function eventChecks(table: EventTable, fields: readonly EventField[]): readonly RowCheck[] {
  const ids = table === 'trade' ? ['seq', 'buy_id', 'sell_id'] : ['seq', 'order_id'];
  const number = 'CAST(price AS DOUBLE)';
  const badPrice = table === 'trade' ? `price IS NULL OR isnan(${number}) OR ` : '';
  const checks: readonly RowCheck[] = [
    { column: 'symbol', bad: 'symbol IS NULL', found: "'no symbol'", expected: 'a symbol in every row', remedy: REMEDY },
    ...ids.map((id): RowCheck => ({ column: id, bad: `${id} IS NULL OR ${id} <> floor(${id}) OR NOT ${id} BETWEEN 0 AND ${Number.MAX_SAFE_INTEGER}`, found: of(id, 'no number'), expected: 'a whole number from 0 to 2^53 - 1', remedy: REMEDY })),
    { column: 'time', bad: `"time" IS NULL OR "time" NOT BETWEEN 0 AND 86399999 OR (${barOfEventSql('"time"')}) IS NULL`, found: of('"time"', 'no time'), expected: 'milliseconds since midnight, inside a session', remedy: REMEDY },
    { column: 'price', bad: `${badPrice}NOT price > 0 OR isinf(${number})`, found: of('price', 'no price'), expected: 'a positive, finite price', remedy: REMEDY },
    { column: 'volume', bad: `volume IS NULL OR NOT volume BETWEEN 1 AND ${Number.MAX_SAFE_INTEGER} OR volume <> floor(volume)`, found: of('volume', 'no volume'), expected: 'a positive, whole number of shares below 2^53', remedy: REMEDY },
    ...(table === 'trade'
      ? [{ column: 'amount', bad: "amount < 0 OR CAST(amount AS DOUBLE) = 'inf'::DOUBLE", found: of('amount', 'no amount'), expected: 'an amount in CNY, not negative', remedy: REMEDY }, words('side', ['B', 'S', 'N'], true)]
      : [words('side', ['B', 'S']), words('type', ['limit', 'market', 'own_best'])]),
  ];
  const wanted: readonly string[] = ['symbol', ...fields];
  return checks.filter(({ column }) => wanted.includes(column));
}

const of = (column: string, absent: string): string => `coalesce(CAST(${column} AS VARCHAR), '${absent}') || ' of ' || symbol`;

function words(column: string, known: readonly string[], mayLack = false): RowCheck {
  return { column, bad: `${mayLack ? '' : `${column} IS NULL OR `}${column} NOT IN (${known.map((word) => `'${word}'`).join(', ')})`, found: of(column, `no ${column}`), expected: `one of ${known.join(', ')}`, remedy: REMEDY };
}

/** The error for rows that are not valid; null if every row is. */
export async function eventFault(connection: DuckDBConnection, files: readonly string[], table: EventTable, fields: readonly EventField[]): Promise<DataError | null> {
  return (await firstBadRow(connection, files, eventChecks(table, fields))) ?? (await firstDuplicate(connection, files, 'seq', table === 'trade' ? 'execution' : 'order'));
}
