import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { neutralize } from '../../../src/dsl/catalogue/sections/neutralize.ts';
import { winsorize } from '../../../src/dsl/catalogue/sections/winsorize.ts';
import { zscore } from '../../../src/dsl/catalogue/sections/zscore.ts';
import type { PanelInput } from '../../../src/dsl/typed-model.ts';
import { FLAG, has, type DailyPanel } from '../../../src/runtime/evaluate/daily-panel.ts';
import { openDaily, readPanel } from '../../../src/runtime/evaluate/read-panel.ts';
import { inBlocksOfDays, openValues, readFactors } from '../../../src/runtime/evaluate/values-file.ts';
import { readFeatures } from '../../../src/runtime/model/data/features.ts';
import { quoteText, withDatabase } from '../../../src/runtime/store/duckdb.ts';
import { freshFolder, sql } from '../store/support.ts';
import { built } from './built.ts';
import { DATES, PANEL, storeOf, valuesOf } from './small-market.ts';

const NOWHERE = new URL('file:///nowhere.js');

let store: string;
let values: string;
let program: URL;
beforeAll(async () => {
  store = await storeOf(DATES);
  values = await valuesOf(store);
  program = await built('src/runtime/model/data/prepare-worker.ts', 'test-prepare');
});

function panelInput(): PanelInput {
  const [input] = PANEL.model.inputs;
  if (input?.kind !== 'panel') throw new Error('the model has no panel');
  return input;
}

interface Read {
  readonly panel: DailyPanel;
  readonly features: Float32Array;
  /** [feature][day][stock]. */
  readonly raw: Float64Array;
  readonly isSorted: boolean;
}

async function read(file: string, where: URL): Promise<Read> {
  const scratch = await freshFolder();
  await mkdir(scratch, { recursive: true });
  return withDatabase({ threads: 1 }, (db) =>
    db.use(async (connection) => {
      const panel = await readPanel(connection, await openDaily(connection, store, undefined), 'vwap', true, {}, false);
      const opened = await openValues(connection, file, scratch);
      const names = ['swing', 'busy'];
      const raw = new Float64Array(2 * panel.dates.length * panel.symbols.length);
      await readFactors(connection, opened, names, panel, 0, panel.dates.length, raw);
      const isSorted = (await inBlocksOfDays(connection, opened, names, 60, scratch)) === opened;
      const { values: features } = await readFeatures(connection, opened, panel, panelInput(), scratch, () => undefined, where);
      return { panel, features, raw, isSorted };
    }),
  );
}

describe('features', () => {
  test.each([['threads', () => program], ['the caller', () => NOWHERE]])('are what the steps make of each day and factor, prepared by %s', async (_, where) => {
    const { panel, features, raw } = await read(values, where());
    const [width, days] = [panel.symbols.length, panel.dates.length];
    for (const day of [0, 45, 100, days - 1]) {
      const known = panel.symbols.map((__, s) => s).filter((s) => has(panel, day * width + s, FLAG.row) && !has(panel, day * width + s, FLAG.st));
      for (const [f, direction] of [-1, 1].entries()) {
        const section = Float64Array.from(known, (s) => (raw[(f * days + day) * width + s] ?? NaN) * direction);
        winsorize(section, 'mad', 5);
        neutralize(section, { industry: Int16Array.from(known, (s) => panel.industry[day * width + s] ?? -1), cap: Float64Array.from(known, (s) => panel.cap[day * width + s] ?? NaN) }, { industry: true, cap: true });
        zscore(section);
        known.forEach((s, i) => expect(features[(day * width + s) * 2 + f]).toBe(Math.fround(Number.isNaN(section[i]) ? 0 : (section[i] ?? NaN))));
      }
    }
  });

  test('are the same of a file that is not in the order of dates, or whose dates are text', async () => {
    const folder = await freshFolder();
    const shuffled = join(folder, 'shuffled.parquet');
    // Row groups of 2,048 rows, each with dates of all years.
    await sql(`COPY (SELECT * FROM read_parquet(${quoteText(values)}) ORDER BY symbol, date) TO ${quoteText(shuffled)} (FORMAT parquet, ROW_GROUP_SIZE 2048)`);
    const text = join(folder, 'text.csv');
    await sql(`COPY (SELECT * FROM read_parquet(${quoteText(shuffled)})) TO ${quoteText(text)} (FORMAT csv)`);
    const grouped = join(folder, 'grouped.parquet');
    await sql(`COPY (SELECT * FROM read_parquet(${quoteText(values)})) TO ${quoteText(grouped)} (FORMAT parquet, ROW_GROUP_SIZE 2048)`);
    const whole = await read(grouped, NOWHERE);
    expect(whole.isSorted).toBe(true);
    for (const file of [shuffled, text]) {
      const other = await read(file, NOWHERE);
      expect(other.isSorted, file).toBe(false);
      expect(other.features, file).toEqual(whole.features);
    }
  });

  test('a thread that cannot be started is the error of the reading', async () => {
    await expect(read(values, new URL('../../support/sources.ts', import.meta.url))).rejects.toThrow(/.+/);
  });
});
