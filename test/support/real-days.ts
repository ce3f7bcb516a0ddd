/** The real exchange files as days of bars, for tests. */
import { buildBars } from '../../src/runtime/store/bars.ts';
import { withDatabase } from '../../src/runtime/store/duckdb.ts';
import { importFiles } from '../../src/runtime/store/import.ts';
import { listDates } from '../../src/runtime/store/layout.ts';
import type { MinuteData } from '../../src/runtime/store/minute-data.ts';
import { readMinuteDay } from '../../src/runtime/store/read-minute.ts';
import { freshFolder, REAL_FILES } from '../runtime/store/support.ts';

async function daysOf(store: string): Promise<readonly MinuteData[]> {
  const dates = await listDates(store, 'minute');
  return withDatabase({}, async (db) => {
    const days: MinuteData[] = [];
    for (const date of dates) days.push(await readMinuteDay(db, store, date));
    return days;
  });
}

/** Store with the executions of the eight stock-days (three stocks of 2023-02-01, five of 2023-07-11) and the bars built from them. */
export async function executionStore(): Promise<string> {
  const store = await freshFolder();
  await importFiles({ store, mapping: { preset: 'huatai-insight-trade' }, files: [REAL_FILES.fiveTrade] });
  await importFiles({ store, mapping: { preset: 'tonglian-sse-trade' }, files: [REAL_FILES.moutaiTrade], date: '2023-02-01' });
  await importFiles({ store, mapping: { preset: 'dolphindb-trade' }, files: [REAL_FILES.mixedTrade] });
  await buildBars(store);
  return store;
}

/** The eight stock-days of real executions as bars, one entry per date. */
export async function executionDays(): Promise<readonly MinuteData[]> {
  return daysOf(await executionStore());
}

/** The 21 days of vendor's bars of 000001, which have no trade counts. */
export async function vendorDays(): Promise<readonly MinuteData[]> {
  const store = await freshFolder();
  await importFiles({ store, mapping: { preset: 'dolphindb-candle' }, files: [REAL_FILES.minute] });
  return daysOf(store);
}
