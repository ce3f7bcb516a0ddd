/** Whether the sides of executions fit the numbers of their orders: where they are crossed, buyers and sellers, or their numbers, are exchanged. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { count } from './amount-scale.ts';
import { DataError } from './data-error.ts';
import { numberIn, queryRows } from './duckdb.ts';
import { columnsOf, sourceRule, type TableMapping } from './mapping.ts';
import { describePlace, rowAt, type StagedRows } from './staged-row.ts';

/** Fewer executions whose side the feed states tell nothing. */
const LEAST = 10;
/** A file is refused if at least this share of these executions is crossed. */
const REFUSED_SHARE = 0.9;

/**
 * Warnings about executions whose aggressor, as the feed names it, is not the younger order, one per file. Throws DataError for a file in which
 * nearly all are so: then the mapping takes one for the other.
 */
export async function checkSides(connection: DuckDBConnection, staged: StagedRows, rules: TableMapping): Promise<readonly string[]> {
  if (staged.table !== 'trade' || rules.columns['side'] === undefined) return [];
  const rows = await queryRows(
    connection,
    // Where the side is not stated, it was derived from the same numbers and proves nothing: `crossed` is null there.
    `SELECT file, count(*) FILTER (crossed)::DOUBLE AS crossed, count(crossed)::DOUBLE AS "rows", min(rowid) FILTER (crossed)::DOUBLE AS first FROM ${staged.name}
     WHERE dropped = 0 GROUP BY file HAVING count(*) FILTER (crossed) > 0 AND count(crossed) >= ${LEAST} ORDER BY file`,
  );
  const warnings: string[] = [];
  const column = (name: string): string => columnsOf(sourceRule(rules.columns[name] ?? name))[0] ?? name;
  for (const row of rows) {
    const path = staged.files[numberIn(row, 'file')]?.path ?? '';
    const crossed = numberIn(row, 'crossed');
    const shown = await rowAt(connection, staged, numberIn(row, 'first'));
    const found = `${count(crossed)} of ${count(numberIn(row, 'rows'))} executions that state a side, and state that of the older order (first ${describePlace(shown)})`;
    if (crossed < REFUSED_SHARE * numberIn(row, 'rows')) {
      warnings.push(`${path}: ${found}; the aggressor is the order with the larger number. Check these rows.`);
      continue;
    }
    throw new DataError({
      file: path,
      ...shown.place,
      column: column('side'),
      found,
      expected: 'the aggressor to be the younger order, the one with the larger number',
      remedy: `Are ${column('buy_id')} and ${column('sell_id')}, or the codes of the side, exchanged? Correct them in a mapping (--mapping FILE.yaml). Nothing was imported.`,
    });
  }
  return warnings;
}
