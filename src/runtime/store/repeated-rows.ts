/** Rows that files have more than once: the same again is left out, something else under the same name is an error. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { DataError } from './data-error.ts';
import { numberIn, queryRows, quoteName, textIn } from './duckdb.ts';
import { sameKeys } from './staging-sql.ts';
import { placeText, type ShownRow, type StagedRows } from './staged-row.ts';
import { definitionOf, isDaily, rowKeys, storedColumns } from './tables.ts';
import type { VendorFile } from './vendor-file.ts';

/** Marks staged rows that repeat another, value by value, as dropped; returns their number. Throws DataError if two rows have the same keys and other values; it names both places. */
export async function dropRepeated(connection: DuckDBConnection, staged: StagedRows): Promise<number> {
  const { name, table, queries } = staged;
  const keys = rowKeys(table).map(quoteName).join(', ');
  const kept = `FROM ${name} WHERE dropped = 0`;
  // Most files have none: values are compared only where keys are shared.
  const shared = `SELECT ${keys} ${kept} GROUP BY ${keys} HAVING count(*) > 1`;
  if ((await queryRows(connection, `SELECT 1 AS found FROM (${shared}) LIMIT 1`)).length === 0) return 0;
  await connection.run(`CREATE OR REPLACE TEMP TABLE shared AS ${shared}`);
  const values = [...new Set([...rowKeys(table), ...storedColumns(table).map((column) => column.name)])].map(quoteName).join(', ');
  const same = rowKeys(table).map((key) => `s.${quoteName(key)} IS NOT DISTINCT FROM t.${quoteName(key)}`).join(' AND ');
  const firsts = `SELECT min(place) AS place FROM (SELECT t.rowid AS place, t.* FROM ${name} t WHERE dropped = 0 AND EXISTS (SELECT 1 FROM shared s WHERE ${same})) GROUP BY ${values}`;
  const reasons = queries.map(({ reasons: each }, file) => `WHEN ${file} THEN ${each.length}`).join(' ');
  const [count] = await queryRows(connection, `UPDATE ${name} t SET dropped = CASE file ${reasons} END WHERE dropped = 0 AND EXISTS (SELECT 1 FROM shared s WHERE ${same}) AND rowid NOT IN (${firsts})`);
  await refuseDisagreement(connection, staged);
  return numberIn(count, 'Count');
}

async function refuseDisagreement(connection: DuckDBConnection, staged: StagedRows): Promise<void> {
  const { name, table, files, queries } = staged;
  const keys = rowKeys(table);
  const texts = keys.map((key) => `CAST(${quoteName(key)} AS VARCHAR) AS ${quoteName(`key ${key}`)}`);
  const [first] = await queryRows(
    connection,
    `SELECT ${texts.join(', ')}, list(DISTINCT file ORDER BY file)::VARCHAR AS files, min(${table === 'minute' ? 'bar' : quoteName(keys.at(-1) ?? 'symbol')})::VARCHAR AS label
     FROM ${name} WHERE dropped = 0 GROUP BY ${keys.map(quoteName).join(', ')} HAVING count(*) > 1 ORDER BY ALL LIMIT 1`,
  );
  if (first === undefined) return;
  const key = (column: string): string | null => textIn(first, `key ${column}`);
  const places: { readonly file: VendorFile; readonly place: ShownRow['place'] }[] = [];
  for (const index of (textIn(first, 'files') ?? '').match(/\d+/g) ?? []) {
    const file = files[Number(index)];
    const query = queries[Number(index)];
    if (file === undefined || query === undefined) continue;
    for (const row of await queryRows(connection, query.rowsOf(keys.map(key)))) places.push({ file, place: await file.place(numberIn(row, 'row')) });
  }
  const one = places[0];
  const two = places.at(-1);
  const where = one === undefined ? '' : `, also at ${one.file.path} ${placeText(one.place)}`;
  const { row } = definitionOf(table);
  const what = isDaily(table) ? `${row}, ${keys.map((column) => key(column) ?? 'no date').join(', ')}` : `${row} ${textIn(first, 'label') ?? ''} of ${key('symbol') ?? ''} on ${key('date') ?? ''}`;
  throw new DataError({
    file: two?.file.path ?? null,
    ...(two?.place ?? {}),
    found: `a second ${what}${where}${await difference(connection, staged, keys.map(key))}`,
    expected: `one ${row} per ${isDaily(table) ? keys.join(', ') : `symbol, date and ${table === 'minute' ? 'bar' : 'seq'}`}`,
    remedy: 'Remove one of them; nothing was imported.',
  });
}

/** `; volume is 2000 there and 3000 here`: the first column in which the first and the last of some rows differ. */
async function difference(connection: DuckDBConnection, { name, table }: StagedRows, keys: readonly (string | null)[]): Promise<string> {
  const columns = storedColumns(table).map((column) => column.name);
  const ends = columns.flatMap((column, i) => ['arg_min', 'arg_max'].map((end) => `${end}(coalesce(CAST(${quoteName(column)} AS VARCHAR), 'missing'), rowid) AS ${end}_${String(i)}`));
  const [row] = await queryRows(connection, `SELECT ${ends.join(', ')} FROM ${name} WHERE dropped = 0 AND ${sameKeys(table, keys)}`);
  const at = columns.findIndex((_, i) => textIn(row, `arg_min_${String(i)}`) !== textIn(row, `arg_max_${String(i)}`));
  const shown = (end: string): string => (textIn(row, `${end}_${String(at)}`) ?? '').replace(/\.0$/, '');
  return at < 0 ? '' : `; ${columns[at] ?? ''} is ${shown('arg_min')} there and ${shown('arg_max')} here`;
}
