/** Folders in which the commands of pages run, with the files that a page takes for given. */
import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../support/sources.ts';
import { sql } from '../runtime/store/support.ts';
import { runInProcess } from './in-process.ts';
import type { SimulatedStores } from './simulated-store.ts';

const CLONED = ['factors', 'models', 'experiments', 'docs', 'README.md', 'samples/store', 'samples/trades.csv.gz'];

/** The market that pages take for given, in the words of docs/start.md. */
const MARKET = ['--stocks', '30', '--days', '60', '--orders-per-stock', '100'];

/** What a clone holds, as far as commands read it, in a folder of its own. */
export function cloneIn(folder: string): string {
  const clone = join(mkdtempSync(join(folder, 'page-')), 'fullband');
  mkdirSync(clone);
  for (const name of CLONED) cpSync(join(ROOT, name), join(clone, name), { recursive: true });
  writeFileSync(join(clone, 'package.json'), '{}');
  return clone;
}

async function market(clone: string, stores: SimulatedStores): Promise<string> {
  await stores.simulate(['simulate', '--store', 'market', ...MARKET], clone);
  return join(clone, 'market');
}

/** Days of stocks in the columns of BaoStock, and values of another tool for them. */
async function daysOfStocks(clone: string, stores: SimulatedStores): Promise<void> {
  const daily = `read_parquet('${await market(clone, stores)}/daily/*/*.parquet', hive_partitioning = false)`;
  const code = "lower(split_part(symbol, '.', 2)) || '.' || split_part(symbol, '.', 1)";
  await sql(`COPY (SELECT CAST("date" AS DATE) AS "date", ${code} AS code, open, high, low, close, pre_close AS preclose, volume, amount, 3 AS adjustflag, turnover * 100 AS turn, 1 - suspended::INT AS tradestatus,
    100 * (close / pre_close - 1) AS pctChg, is_st::INT AS "isST" FROM ${daily} ORDER BY code, "date") TO '${join(clone, 'days.csv')}' (HEADER);
    COPY (SELECT CAST("date" AS DATE) AS "date", symbol, close / open AS mine FROM ${daily} ORDER BY ALL) TO '${join(clone, 'mine.csv')}' (HEADER)`);
}

/** Minute bars whose third line has a negative volume, and bars that are whole, as docs/store.md maps them. */
function barsOfADatabase(clone: string): void {
  const header = 'code,day,minute,open,high,low,close,lots,turnover,trades';
  const whole = '600519.SH,20230201,931,10,10.1,9.9,10,5,5000,3';
  writeFileSync(join(clone, 'bars.csv'), `${header}\n${whole}\n${whole.replace(',931,', ',932,').replace(',5,5000', ',-5,5000')}\n`);
}

/** Puts the files that a page takes for given into its clone. */
export async function furnish(page: string, clone: string, stores: SimulatedStores): Promise<void> {
  if (page === 'README.md') await daysOfStocks(clone, stores);
  if (page === 'docs/cli.md') {
    await daysOfStocks(clone, stores);
    await runInProcess(['import', 'baostock-daily', 'days.csv', '--store', 'mine'], clone);
  }
  if (page === 'docs/store.md') {
    barsOfADatabase(clone);
    await sql(`COPY (SELECT * FROM read_csv('${join(clone, 'bars.csv')}', all_varchar = true) WHERE lots NOT LIKE '-%') TO '${join(clone, 'bars.parquet')}'`);
    await runInProcess(['import', 'huatai-insight-trade', 'samples/trades.csv.gz', '--store', 'store'], clone);
  }
}
