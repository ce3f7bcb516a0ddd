import { copyFileSync, readFileSync, rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { numberIn, quoteText, textIn, type Row } from '../../../src/runtime/store/duckdb.ts';
import { dailyFolder } from '../../../src/runtime/store/layout.ts';
import { factorsOf } from '../../support/programs.ts';
import { REAL_FILES, describeWithRealFiles, faultOf, freshFolder, sql } from '../store/support.ts';
import { importFiles } from '../../../src/runtime/store/import.ts';
import { loadProject } from '../../../src/dsl/load-project.ts';
import { checkProject } from '../../../src/dsl/check.ts';
import { memoryReader } from '../../dsl/memory-reader.ts';
import { ROOT } from '../../support/sources.ts';
import { compute, outputRows } from './stores.ts';

const FACTORS = factorsOf(
  [
    'factor reversal { from daily direction -1 value adj_close / prev(adj_close, 5) - 1 }',
    'factor steady { from daily direction 1 value mean(std(ret, window=4d), window=6d) }',
    'factor crowd { from daily direction -1 value mean(rank(turnover), window=3d) }',
    'factor clean { from daily direction -1 value neutralize(ret, by=cap) }',
    'factor money { from daily direction -1 unit CNY value mean(amount, window=5d) }',
  ].join('\n'),
);
const only = (...names: readonly string[]) => FACTORS.filter(({ name }) => names.includes(name));

const STOCKS = 24;

/** SQL of generated days, from 2022 into 2023: a split, ST stocks, a suspension over weeks, a stock that is listed late. */
function daysSql(dates: readonly string[], more = ''): string {
  const at = `list_position([${dates.map((date) => `'${date}'`).join(', ')}], day) - 1`;
  return `SELECT CAST(day AS DATE) AS date, symbol, price AS open, price * 1.01 AS high, price * 0.99 AS low, price AS close, price AS vwap,
      CAST(CASE WHEN halted THEN 0 ELSE lots * 100 END AS BIGINT) AS volume, CASE WHEN halted THEN 0 ELSE lots * 100 * price END AS amount, CASE WHEN halted THEN 0 ELSE lots / 1e5 END AS turnover,
      price AS pre_close, CASE WHEN i = 3 AND d >= 20 THEN 2.0 ELSE 1.0 END AS adj_factor, price * 1.1 AS limit_up, price * 0.9 AS limit_down, i % 9 = 0 AS is_st, halted AS suspended,
      CASE WHEN halted THEN NULL ELSE price * 1e8 * (1 + i) END AS float_market_cap, 'industry ' || (i % 3) AS industry
    FROM (SELECT *, i = 5 AND d BETWEEN 8 AND 30 AS halted, round((10 + i + (hash(i, d) % 400) / 100) / CASE WHEN i = 3 AND d >= 20 THEN 2 ELSE 1 END, 2) AS price, 1 + hash(i, d, 7) % 900 AS lots
      FROM (SELECT day, i, '6000' || lpad(CAST(i AS VARCHAR), 2, '0') || '.SH' AS symbol, ${at} AS d FROM (SELECT unnest([${dates.map((date) => `'${date}'`).join(', ')}]) AS day), range(${STOCKS}) AS r(i)))
    WHERE NOT (i = 7 AND d < 15)${more}`;
}

/** Trading dates around a turn of the year. */
function datesAroundNewYear(count: number): readonly string[] {
  const start = Date.UTC(2022, 10, 1);
  return Array.from({ length: count * 2 }, (_, i) => new Date(start + i * 86_400_000)).filter((day) => day.getUTCDay() % 6 !== 0).slice(0, count).map((day) => day.toISOString().slice(0, 10));
}

async function writeDays(store: string, dates: readonly string[], more = ''): Promise<void> {
  for (const year of new Set(dates.map((date) => date.slice(0, 4)))) {
    await mkdir(dailyFolder(store, Number(year)), { recursive: true });
    await sql(`COPY (SELECT * FROM (${daysSql(dates, more)}) WHERE year(date) = ${year} ORDER BY date, symbol) TO ${quoteText(join(dailyFolder(store, Number(year)), 'days.parquet'))} (FORMAT parquet)`);
  }
}

const eightDays: readonly string[] = Array.from({ length: 8 }, (_, i) => `2022-03-0${i + 1}`);

/** A store of days with the columns of a SELECT list. */
async function storeOf(dates: readonly string[], columns: string): Promise<string> {
  const store = await freshFolder();
  await mkdir(dailyFolder(store, 2022), { recursive: true });
  await sql(`COPY (SELECT ${columns} FROM (${daysSql(dates)})) TO ${quoteText(join(dailyFolder(store, 2022), 'days.parquet'))} (FORMAT parquet)`);
  return store;
}

async function dailyStore(dates: readonly string[] = datesAroundNewYear(50)): Promise<string> {
  const store = await freshFolder();
  await writeDays(store, dates);
  return store;
}

function cells(rows: readonly Row[]): ReadonlyMap<string, Row> {
  return new Map(rows.map((row) => [`${textIn(row, 'date') ?? ''} ${textIn(row, 'symbol') ?? ''}`, row]));
}

describe('factors over days in a store', () => {
  test('have a row for every day and stock of daily, on every engine the same', async () => {
    const store = await dailyStore();
    const reference = cells(await outputRows((await compute({ store, factors: FACTORS, engine: 'reference' })).out));
    const kernels = cells(await outputRows((await compute({ store, factors: FACTORS, engine: 'webasm' })).out));
    expect(reference.size).toBe(50 * STOCKS - 15);
    expect([...kernels.keys()]).toEqual([...reference.keys()]);
    for (const { name } of FACTORS) {
      for (const [place, row] of reference) {
        const [a, b] = [kernels.get(place)?.[name] ?? null, row[name] ?? null];
        if (a === null || b === null) expect([place, a]).toEqual([place, b]);
        else expect(Math.abs(Number(a) - Number(b)), `${name} ${place}`).toBeLessThanOrEqual(1e-5 + 1e-4 * Math.abs(Number(b)));
      }
    }
  });

  test('do not depend on where a run begins: a range has the values of the whole, also of a stock that was suspended before it', async () => {
    const dates = datesAroundNewYear(50);
    const whole = cells(await outputRows((await compute({ store: await dailyStore(dates), factors: FACTORS, engine: 'reference' })).out));
    for (const [from, to] of [[20, 25], [29, 33], [40, 49]] as const) {
      const part = cells(await outputRows((await compute({ store: await dailyStore(dates), factors: FACTORS, engine: 'reference', from: dates[from] ?? '', to: dates[to] ?? '' })).out));
      expect(part.size).toBeGreaterThan(STOCKS * (to - from));
      for (const [place, row] of part) expect(row, place).toEqual(whole.get(place));
    }
  });

  test('do not know the future: without the days after it a day has the same values', async () => {
    const dates = datesAroundNewYear(50);
    const whole = cells(await outputRows((await compute({ store: await dailyStore(dates), factors: FACTORS })).out));
    const cut = cells(await outputRows((await compute({ store: await dailyStore(dates.slice(0, 40)), factors: FACTORS })).out));
    expect(cut.size).toBe(40 * STOCKS - 15);
    for (const [place, row] of cut) expect(row, place).toEqual(whole.get(place));
  });

  test('are computed for a new day alone, and again for a corrected day and those after it', async () => {
    const dates = datesAroundNewYear(50);
    const store = await dailyStore(dates.slice(0, 49));
    expect((await compute({ store, factors: FACTORS })).computed).toBe(49 * FACTORS.length);
    await writeDays(store, dates);
    expect(await compute({ store, factors: FACTORS })).toMatchObject({ computed: FACTORS.length, cached: 49 * FACTORS.length });
    const corrected = dates[43] ?? '';
    await writeDays(store, dates, ` AND NOT (day = '${corrected}' AND i = 20)`);
    expect((await compute({ store, factors: FACTORS })).computed).toBe(7 * FACTORS.length);
  });

  test('of some symbols compare the stocks of the whole market', async () => {
    const store = await dailyStore();
    const symbols = ['600003.SH', '600011.SH'];
    const all = cells(await outputRows((await compute({ store, factors: only('crowd'), engine: 'reference' })).out));
    const some = await outputRows((await compute({ store: await dailyStore(), factors: only('crowd'), engine: 'reference', symbols })).out);
    expect(some).toHaveLength(100);
    for (const row of some) expect(row).toEqual(all.get(`${textIn(row, 'date') ?? ''} ${textIn(row, 'symbol') ?? ''}`));
  });

  test('stand beside factors over minute bars in one output', async () => {
    const store = await dailyStore();
    const factors = [...only('money'), ...factorsOf('factor bars { from minute direction 1 value sum(volume, window=late) / sum(volume) }')];
    const report = await compute({ store, factors });
    expect(report.warnings.some((warning) => warning.includes('no minute bars on'))).toBe(true);
    const [row] = await outputRows(report.out);
    expect(row).toMatchObject({ bars: null });
    expect(numberIn(row, 'money')).toBeGreaterThan(0);
  });

  test('say which column nobody delivers', async () => {
    const store = await freshFolder();
    await mkdir(dailyFolder(store, 2022), { recursive: true });
    const dates = eightDays.slice(0, 5);
    await sql(`COPY (SELECT * REPLACE (CAST(NULL AS DOUBLE) AS turnover) FROM (${daysSql(dates)})) TO ${quoteText(join(dailyFolder(store, 2022), 'days.parquet'))} (FORMAT parquet)`);
    const { warnings } = await compute({ store, factors: only('crowd') });
    expect(warnings).toEqual(['crowd: every value is missing: the days have no turnover']);
  });

  test('do not depend on which other factors are computed with them: a cap that a comparison carries over is not in the column', async () => {
    const store = await storeOf(eightDays, '* REPLACE (CASE WHEN day(date) IN (3, 4) THEN NULL ELSE float_market_cap END AS float_market_cap)');
    const caps = factorsOf('factor cap { from daily direction 1 unit CNY value float_market_cap }');
    const alone = await outputRows((await compute({ store, factors: caps, engine: 'reference' })).out);
    const other = await storeOf(eightDays, '* REPLACE (CASE WHEN day(date) IN (3, 4) THEN NULL ELSE float_market_cap END AS float_market_cap)');
    const beside = await outputRows((await compute({ store: other, factors: [...caps, ...only('clean')], engine: 'reference' })).out);
    expect(beside.map(({ cap }) => cap)).toEqual(alone.map(({ cap }) => cap));
    expect(alone.filter(({ cap }) => cap === null)).toHaveLength(2 * (STOCKS - 1));
  });

  test('take the last factor that was there where a suspended day has none, wherever a run begins', async () => {
    const columns = '* REPLACE (CASE WHEN day(date) <= 3 THEN 2.0 END AS adj_factor, day(date) BETWEEN 6 AND 8 AS suspended)';
    const prices = factorsOf('factor price { from daily direction 1 unit CNY/share value close }');
    const whole = cells(await outputRows((await compute({ store: await storeOf(eightDays, columns), factors: prices, engine: 'reference' })).out));
    const part = cells(await outputRows((await compute({ store: await storeOf(eightDays, columns), factors: prices, engine: 'reference', from: '2022-03-07' })).out));
    expect(part.size).toBe(2 * (STOCKS - 1));
    for (const [place, row] of part) expect(row, place).toEqual(whole.get(place));
  });

  test('of a column that nobody delivers are missing on suspended days too', async () => {
    const store = await storeOf(eightDays, '* REPLACE (CAST(NULL AS DOUBLE) AS turnover, CAST(NULL AS DOUBLE) AS vwap, day(date) = 4 AS suspended)');
    const factors = factorsOf('factor turns { from daily direction 1 value sum(turnover, window=5d) } factor paid { from daily direction 1 unit CNY/share value mean(vwap, window=5d) } factor much { from daily direction 1 value count(top(turnover, 50%), window=5d) }');
    const rows = await outputRows((await compute({ store, factors, engine: 'reference' })).out);
    expect(rows.length).toBeGreaterThan(100);
    expect(rows.filter(({ turns, paid, much }) => turns !== null || paid !== null || much !== null)).toEqual([]);
  });

  test('say what is missing also where the files lack a column, and what stocks were to be compared by', async () => {
    const store = await storeOf(eightDays, '* EXCLUDE (turnover, industry)');
    const factors = factorsOf('factor turns { from daily direction 1 value mean(turnover, window=2d) } factor neutral { from daily direction 1 value neutralize(ret) }');
    const { warnings } = await compute({ store, factors });
    expect(warnings).toEqual(['turns: every value is missing: the days have no turnover', 'neutral: every value is missing: the days have no industry']);
  });

  test('of a store without days say how to bring them in', async () => {
    const store = await freshFolder();
    const fault = await faultOf(compute({ store, factors: only('money') }));
    expect(fault.found).toBe('no days');
    expect(fault.remedy).toContain('fullband import');
  });

  test('refuse two rows of one stock and day, and name them', async () => {
    const store = await dailyStore();
    copyFileSync(join(dailyFolder(store, 2022), 'days.parquet'), join(dailyFolder(store, 2022), 'again.parquet'));
    const fault = await faultOf(compute({ store, factors: only('money') }));
    expect(fault.found).toMatch(/^two rows of 6000\d\d\.SH on 2022-/);
  });

  test('of a run that is stopped are kept', async () => {
    const store = await dailyStore();
    const stopped = new AbortController();
    await expect(
      compute({ store, factors: FACTORS, signal: stopped.signal, onProgress: ({ done }) => {
        if (done >= 20) stopped.abort();
      } }),
    ).rejects.toThrow(/abort/);
    const { cached, computed } = await compute({ store, factors: FACTORS });
    expect(cached).toBeGreaterThanOrEqual(20 * FACTORS.length);
    expect(cached).toBeLessThan(30 * FACTORS.length);
    expect(cached + computed).toBe(50 * FACTORS.length);
    rmSync(store, { recursive: true });
  });
});

describeWithRealFiles('factors/daily on five years of 300 real stocks', () => {
  test.runIf(process.env.FULLBAND_TEST === 'full')('agree with the same in SQL', async () => {
    const store = await freshFolder();
    await importFiles({ store, mapping: { preset: 'baostock-daily' }, files: [REAL_FILES.daily] });
    const names = ['reversal_20', 'turnover_20', 'amount_20'];
    const texts = Object.fromEntries(names.map((name) => [`${name}.factor`, readFileSync(join(ROOT, `factors/daily/${name}.factor`), 'utf8')]));
    const { factors, findings } = checkProject(loadProject(Object.keys(texts), memoryReader(texts)));
    expect(findings).toEqual([]);
    const { out, rows } = await compute({ store, factors, from: '2021-01-04', to: '2021-06-30' });
    expect(rows).toBeGreaterThan(25_000);
    const [row] = await sql(`WITH days AS (SELECT CAST(date AS DATE) AS date, symbol, close * adj_factor AS adjusted, turnover, amount FROM read_parquet('${store}/daily/*/*.parquet')),
        peer AS (SELECT date, symbol, adjusted / lag(adjusted, 20) OVER stock - 1 AS reversal, avg(turnover) OVER recent AS turnover, avg(amount) OVER recent AS amount FROM days
          WINDOW stock AS (PARTITION BY symbol ORDER BY date), recent AS (PARTITION BY symbol ORDER BY date ROWS 19 PRECEDING))
      SELECT CAST(count(*) AS INTEGER) AS n, CAST(count(*) FILTER (WHERE abs(reversal_20 - reversal) <= 1e-5 + 1e-4 * abs(reversal) AND abs(turnover_20 - p.turnover) <= 1e-5 + 1e-4 * p.turnover AND abs(amount_20 - p.amount) <= 1e-4 * p.amount
          OR (reversal IS NULL AND reversal_20 IS NULL)) AS INTEGER) AS alike
      FROM read_parquet(${quoteText(out)}) v JOIN peer p USING (date, symbol)`);
    expect(numberIn(row, 'alike')).toBe(numberIn(row, 'n'));
  }, 60_000);
});
