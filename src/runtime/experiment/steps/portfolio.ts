/** The step that runs a portfolio over the days. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeTables } from '../../evaluate/write-evaluation.ts';
import { hashOf } from '../../model/signal/kept.ts';
import { ledgerTable, OrderBook, PositionBook, rebalancesTable } from '../../portfolio/portfolio-tables.ts';
import type { PortfolioResult } from '../../portfolio/result.ts';
import { runPortfolio } from '../../portfolio/run-portfolio.ts';
import { EQUAL_INDEX, type PortfolioSettings } from '../../portfolio/settings.ts';
import { hashFile } from '../../store/fingerprint.ts';
import type { DataHashes } from '../data-hashes.ts';
import { stepHash, type KeptResults, type StepInputs, type StepOutcome } from '../kept-results.ts';
import { plural } from '../../plural.ts';
import type { Step, StepContext } from './step.ts';

export const PORTFOLIO_FILE = 'portfolio.json';
/** Tables of a portfolio, in the folder of its step. */
export const TABLES_FOLDER = 'tables';

export interface PortfolioOf {
  readonly store: string;
  readonly name: string;
  readonly variant: string;
  readonly settings: PortfolioSettings;
  /** The file of signals: of the experiment, by the hash of its step, or of any tool. */
  readonly signals: { readonly file: string; readonly hash: string | null };
  readonly from: string | null;
  readonly to: string | null;
}

export async function portfolioStep(kept: KeptResults, of: PortfolioOf, hashes: DataHashes): Promise<Step> {
  const { name, variant, settings, signals, from, to } = of;
  const daily = await hashes.days('daily');
  const index = settings.index === EQUAL_INDEX ? {} : { index: hashOf([await hashes.index('index_daily'), await hashes.index('index_member')]) };
  const inputs: StepInputs = { ...(signals.hash === null ? { 'signals file': await hashFile(signals.file) } : { signals: signals.hash }), settings: hashOf([name, variant, JSON.stringify(settings)]), 'days of daily': daily.hash, range: JSON.stringify({ from, to }), ...index };
  const hash = stepHash('portfolio', inputs);
  return { kind: 'portfolio', name: `portfolio ${name} ${variant}`, inputs, hash, units: daily.dates, folder: kept.folder('portfolio', hash), run: (context, folder) => run(context, folder, of) };
}

async function run({ signal, tell }: StepContext, folder: string, { store, name, variant, settings, signals, from, to }: PortfolioOf): Promise<StepOutcome> {
  const [orders, positions] = [new OrderBook(), new PositionBook()];
  let symbols: readonly string[] = [];
  const result = await runPortfolio({
    store, name, variant, settings, signals: signals.file,
    ...(from === null ? {} : { from }),
    ...(to === null ? {} : { to }),
    ...(signal === undefined ? {} : { signal }),
    onMarket: (market) => { symbols = market.symbols; },
    onProgress: (progress) => { tell({ ...progress, unit: 'days' }); },
    events: { onOrder: (order) => { orders.add(order); }, onPosition: (position) => { positions.add(position); } },
  });
  await writeTables(join(folder, TABLES_FOLDER), [ledgerTable(result), rebalancesTable(result), orders.table(symbols), positions.table(symbols)]);
  await writeFile(join(folder, PORTFOLIO_FILE), JSON.stringify(result));
  const percent = (value: number | null): string => (value === null ? '–' : `${(100 * value).toFixed(2)} %`);
  const gaveUp = result.rebalances.filter(({ relaxed }) => relaxed.length > 0).length;
  const failed = result.rebalances.filter(({ failure }) => failure !== null).length;
  return { summary: `${name} ${variant}: annual excess return ${percent(result.figures.annualExcessReturn)}, tracking error ${percent(result.figures.annualTrackingError)}, ${plural(result.rebalances.length, 'rebalance')}${gaveUp > 0 ? `, ${String(gaveUp)} of which gave up a limit` : ''}${failed > 0 ? `, ${String(failed)} without weights` : ''}`, warnings: result.warnings.map(({ en }) => `${name} ${variant}: ${en}`), ran: null };
}

export async function readPortfolio(folder: string): Promise<PortfolioResult> {
  return JSON.parse(await readFile(join(folder, PORTFOLIO_FILE), 'utf8')) as PortfolioResult;
}
