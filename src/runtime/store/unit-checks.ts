/** Units that cannot be: prices that no stock has, weights of an index that do not add up to one, turnover of several times all shares. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { count, plural } from './amount-scale.ts';
import { DataError } from './data-error.ts';
import { numberIn, queryRows, textIn } from './duckdb.ts';
import { columnsOf, sourceRule, type TableMapping } from './mapping.ts';
import type { StagedRows } from './staged-row.ts';
import type { ImportedTable } from './tables.ts';

/** No stock of these exchanges has traded below or above, in CNY. */
const CHEAPEST = 0.05;
const DEAREST = 10_000;
/** The typical stock turns over a hundredth of its shares in a day; a newly listed one most of them, but never do so many stocks. */
const BUSIEST = 0.3;
const MANY_STOCKS = 50;
/** No share is sold on the day on which it was bought, so that a day turns over all of them at most. */
const ALL_SHARES = 1;

const PRICES: Readonly<Partial<Record<ImportedTable, string>>> = { minute: 'close', daily: 'close', trade: 'price', order: 'price' };

/** Throws DataError for a file whose typical value is out of any range that its unit can have; returns warnings about what is merely rare. */
export async function checkUnits(connection: DuckDBConnection, staged: StagedRows, rules: TableMapping): Promise<readonly string[]> {
  const price = PRICES[staged.table];
  if (price !== undefined) await checkPriceScale(connection, staged, rules, price);
  if (staged.table === 'index_member') await checkWeights(connection, staged, rules);
  return staged.table === 'daily' && rules.columns['turnover'] !== undefined ? checkTurnover(connection, staged, rules) : [];
}

async function checkPriceScale(connection: DuckDBConnection, { name, files, table }: StagedRows, rules: TableMapping, price: string): Promise<void> {
  const rows = await queryRows(
    connection,
    `SELECT file, count(*)::DOUBLE AS "rows", approx_quantile("${price}", 0.5)::DOUBLE AS middle FROM ${name} WHERE dropped = 0 AND "${price}" > 0
     GROUP BY file HAVING approx_quantile("${price}", 0.5) NOT BETWEEN ${CHEAPEST} AND ${DEAREST} ORDER BY file`,
  );
  const [row] = rows;
  if (row === undefined) return;
  const middle = numberIn(row, 'middle');
  const { column, scale = 1 } = source(rules, price);
  const advice =
    middle < CHEAPEST
      ? scale === 1 ? 'Are they in another unit? Then give' : `The mapping multiplies ${column} by ${String(scale)}: are the prices in CNY already? Then remove that scale; else give`
      : `Are they in 1/10,000 CNY? Then give`;
  const better = middle < CHEAPEST ? 'the right scale' : `${price}: { column: ${column}, scale: ${String(scale / 10_000)} }`;
  throw new DataError({
    file: files[numberIn(row, 'file')]?.path ?? null,
    column,
    found: `a median price of ${String(Number(middle.toPrecision(6)))} CNY in ${count(numberIn(row, 'rows'))} ${plural(table)}`,
    expected: `prices in CNY, between ${String(CHEAPEST)} and ${count(DEAREST)}`,
    remedy: `${advice} ${better} in a mapping (--mapping FILE.yaml). Nothing was imported.`,
  });
}

async function checkTurnover(connection: DuckDBConnection, { name, files }: StagedRows, rules: TableMapping): Promise<readonly string[]> {
  const found = await queryRows(
    connection,
    `WITH stocks AS (SELECT file, symbol, count(*) AS n, approx_quantile(turnover, 0.5) AS middle FROM ${name} WHERE dropped = 0 AND turnover > 0 GROUP BY file, symbol),
      days AS (SELECT file, approx_quantile(turnover, 0.5) AS middle FROM ${name} WHERE dropped = 0 AND turnover > 0 GROUP BY file)
     SELECT file, any_value(days.middle)::DOUBLE AS middle, sum(n)::DOUBLE AS "rows", count(*) FILTER (stocks.middle > ${BUSIEST})::DOUBLE AS busy
     FROM stocks JOIN days USING (file) WHERE days.middle > ${BUSIEST} GROUP BY file ORDER BY file`,
  );
  return found.map((row) => {
    const path = files[numberIn(row, 'file')]?.path ?? null;
    const middle = numberIn(row, 'middle');
    const what = `a median turnover of ${String(Number(middle.toPrecision(6)))} in ${count(numberIn(row, 'rows'))} days of stocks`;
    const { column, scale = 1 } = source(rules, 'turnover');
    if (middle <= ALL_SHARES && numberIn(row, 'busy') < MANY_STOCKS) return `${path ?? ''}: ${what}, column ${column}. Newly listed stocks have such days; if these are others, is the unit right? It is stored as a share of the float shares, such as 0.01 for 1 %.`;
    throw new DataError({ file: path, column, found: what, expected: 'turnover as a share of the float shares, such as 0.01 for 1 %', remedy: `${turnoverAdvice(column, scale, middle)} Nothing was imported.` });
  });
}

/** A scale is named only where it makes shares of the values. */
function turnoverAdvice(column: string, scale: number, middle: number): string {
  if (scale === 1 && middle / 100 <= ALL_SHARES) return `Is it in per cent? Then say so in a mapping (--mapping FILE.yaml): turnover: { column: ${column}, scale: 0.01 }.`;
  if (scale === 1) return 'Is it in another unit? Then give the right scale in a mapping (--mapping FILE.yaml).';
  const given = middle / scale;
  const multiplies = `The mapping multiplies ${column} by ${String(scale)}:`;
  if (given <= BUSIEST) return `${multiplies} is it a share already? Then remove that scale in a mapping (--mapping FILE.yaml).`;
  return `${multiplies} does the file have it in another unit? Then give the right scale in a mapping (--mapping FILE.yaml).`;
}

/** Members of a date and index are stored as they come, whole: what adds up here adds up in the store. */
async function checkWeights(connection: DuckDBConnection, { name, files }: StagedRows, rules: TableMapping): Promise<void> {
  const [row] = await queryRows(
    connection,
    `SELECT min(file) AS file, CAST("date" AS VARCHAR) AS day, "index", sum(weight)::DOUBLE AS total, count(*)::DOUBLE AS "rows" FROM ${name} WHERE dropped = 0 GROUP BY "date", "index" HAVING sum(weight) > 1.5 ORDER BY "date", "index" LIMIT 1`,
  );
  if (row === undefined) return;
  const { column, scale = 1 } = source(rules, 'weight');
  throw new DataError({
    file: files[numberIn(row, 'file')]?.path ?? null,
    column,
    found: `weights of ${count(numberIn(row, 'rows'))} members of ${textIn(row, 'index') ?? ''} on ${textIn(row, 'day') ?? ''} that add up to ${String(Number(numberIn(row, 'total').toPrecision(6)))}`,
    expected: 'shares of the index, which add up to 1',
    remedy: `Are they in per cent? Then say so in a mapping (--mapping FILE.yaml): weight: { column: ${column}, scale: ${String(scale / 100)} }. Nothing was imported.`,
  });
}

function source(rules: TableMapping, name: string): { readonly column: string; readonly scale?: number } {
  const rule = sourceRule(rules.columns[name] ?? name);
  return { column: columnsOf(rule)[0] ?? name, ...(rule.scale === undefined ? {} : { scale: rule.scale }) };
}
