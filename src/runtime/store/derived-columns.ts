/** SQL of the stored columns: what files have, and what the exchanges' rules derive from it. */
import { barOfLabelSql, inAuctionSql, labelTime } from './clock.ts';
import { dailyColumns } from './derived-daily.ts';
import { quoteName } from './duckdb.ts';
import type { TableMapping } from './mapping.ts';
import { textName, valueName } from './staged-names.ts';
import { definitionOf, TABLES, type ImportedTable } from './tables.ts';

/** The stored columns, with what the exchanges' rules derive, and `derived`. */
export function derivedColumns(table: ImportedTable, rules: TableMapping): readonly string[] {
  const value = (name: string): string => `${valueName(name)} AS ${quoteName(name)}`;
  const plain = definitionOf(table).columns.map(({ name }) => name);
  switch (table) {
    case 'minute': {
      // Some vendors print 0 where a minute had no trade: such a price is missing.
      const price = (name: string): string => `CASE WHEN ${valueName(name)} > 0 THEN ${valueName(name)} END AS ${quoteName(name)}`;
      const fold = Object.entries(rules.bars?.fold ?? {});
      const label = fold.length === 0 ? '"time"' : `CASE "time" ${fold.map(([from, to]) => `WHEN ${labelTime(from)} THEN ${labelTime(to)}`).join(' ')} ELSE "time" END`;
      return [`${barOfLabelSql(`(${label})`, rules.bars?.labels ?? 'end')} AS bar`, ...TABLES.minute.columns.map(({ name, kind }) => (kind === 'price' ? price(name) : value(name))), 'false AS derived'];
    }
    case 'trade': {
      const noAmount = `coalesce(${valueName('amount')}, 0) = 0`;
      // SSE sends "none" where there is no aggressor; SZSE sends nothing, which some vendors write as "none".
      const noSide = `(${textName('side')} IS NULL OR (right(symbol, 3) = '.SZ' AND ${valueName('side')} = 'N'))`;
      const side = `CASE WHEN NOT ${noSide} THEN ${valueName('side')}
        WHEN ${inAuctionSql('symbol', '"date"', '"time"')} THEN 'N'
        WHEN ${valueName('buy_id')} > ${valueName('sell_id')} THEN 'B' WHEN ${valueName('buy_id')} < ${valueName('sell_id')} THEN 'S' ELSE 'N' END AS side`;
      return [
        ...plain.filter((name) => name !== 'amount' && name !== 'side').map(value),
        `CASE WHEN ${noAmount} THEN round(${valueName('price')} * ${valueName('volume')}, 3) ELSE ${valueName('amount')} END AS amount`,
        side,
        `(${noAmount} OR ${noSide}) AS derived`,
        // The aggressor is the younger order, the one with the larger number. Null where the feed states no side.
        `CASE WHEN NOT ${noSide} AND ${valueName('side')} <> 'N' AND ${valueName('buy_id')} > 0 AND ${valueName('sell_id')} > 0 THEN ${valueName('side')} <> CASE WHEN ${valueName('buy_id')} > ${valueName('sell_id')} THEN 'B' ELSE 'S' END END AS crossed`,
      ];
    }
    case 'order':
      // What feeds print as the price of a market order means nothing.
      return [...plain.filter((name) => name !== 'price').map(value), `CASE WHEN ${valueName('type')} = 'limit' THEN ${valueName('price')} END AS price`, 'false AS derived'];
    case 'daily':
      return dailyColumns(rules);
    case 'industry':
    case 'index_member':
    case 'index_daily':
      return [...plain.map(value), 'false AS derived'];
  }
}
