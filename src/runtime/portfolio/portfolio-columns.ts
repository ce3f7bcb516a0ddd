/** What a portfolio asks of `daily`: columns that hold nothing are findings, unless what needs them is left out. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { DataFindings, dataMessages, type DataFinding } from '../evaluate/data-findings.ts';
import { openDailyRelation } from '../store/daily-source.ts';
import { numberIn, queryRows, quoteName } from '../store/duckdb.ts';
import type { PortfolioSettings } from './settings.ts';

interface Need {
  readonly column: string;
  readonly step: string;
  /** How to do without. */
  readonly leave: string;
}

/** Columns that a portfolio cannot do without, by what needs them. Limits and suspensions that a feed does not have are none. */
export function portfolioNeeds({ limits, adjusted }: Pick<PortfolioSettings, 'limits' | 'adjusted'>): readonly Need[] {
  return [
    { column: 'close', step: 'portfolio', leave: 'import a feed with closes' },
    { column: 'vwap', step: 'portfolio: fills at the vwap', leave: 'import a feed with amounts, from which it is derived' },
    ...(adjusted ? [{ column: 'adj_factor', step: 'portfolio: dividends', leave: 'write adjusted: false' }] : []),
    ...(limits.industry === null ? [] : [{ column: 'industry', step: 'portfolio: limits.industry', leave: 'write industry: none below limits' }]),
    ...(limits.size === null ? [] : [{ column: 'float_market_cap', step: 'portfolio: limits.size', leave: 'write size: none below limits' }]),
  ];
}

/** Throws DataFindings for needed columns that are null on every day and stock of some rows. */
export async function requirePortfolioColumns(connection: DuckDBConnection, rows: string, settings: Pick<PortfolioSettings, 'limits' | 'adjusted'>): Promise<void> {
  const needs = portfolioNeeds(settings);
  const [counts] = await queryRows(connection, `SELECT ${needs.map(({ column }) => `count(${quoteName(column)}) AS ${quoteName(column)}`).join(', ')} FROM ${rows}`);
  const findings = needs
    .filter(({ column }) => numberIn(counts, column) === 0)
    .map(({ column, step, leave }): DataFinding => ({ ...dataMessages.nullColumn(step, column, leave, column === 'industry' ? 'import it: fullband import industry FILE --store DIR' : 'import the column'), table: 'daily', column, step }));
  if (findings.length > 0) throw new DataFindings(findings);
}

/** The same of a store, for those who have long work before it; a store without days is somebody else's finding. */
export async function requirePortfolioData(connection: DuckDBConnection, store: string, settings: Pick<PortfolioSettings, 'limits' | 'adjusted'>, to?: string): Promise<void> {
  const { sql, dates } = await openDailyRelation(connection, store, portfolioNeeds(settings).map(({ column }) => column), to);
  if (dates.length > 0) await requirePortfolioColumns(connection, sql, settings);
}
