import { beforeAll, expect, test } from 'vitest';
import { textIn } from '../../../src/runtime/store/duckdb.ts';
import { importFiles, type ImportReport } from '../../../src/runtime/store/import.ts';
import { REAL_FILES, describeWithRealFiles, freshFolder, sql, sqlNumber } from './support.ts';

describeWithRealFiles('five years of 300 stocks from BaoStock', () => {
  let store: string;
  let report: ImportReport;
  let days: string;

  beforeAll(async () => {
    store = await freshFolder();
    const [only] = await importFiles({ store, mapping: { preset: 'baostock-daily' }, files: [REAL_FILES.daily] });
    if (only === undefined) throw new Error('no report');
    report = only;
    days = `read_parquet('${store}/daily/*/*.parquet')`;
  });

  test('all rows come in, and the report counts what was computed', () => {
    expect(report).toMatchObject({ rowsRead: 369_338, rowsKept: 369_338, dropped: [], unchanged: 0 });
    expect(report.symbols).toHaveLength(300);
    expect(report.dates).toHaveLength(1273);
    expect(report.derived).toEqual([
      { column: 'vwap', rows: 368_626 },
      { column: 'limit_up', rows: 369_299 },
      { column: 'limit_down', rows: 369_299 },
      { column: 'float_market_cap', rows: 368_626 },
      { column: 'adj_factor', rows: 369_338 },
    ]);
  });

  test('every limit is that of whole cents, worked out here once more', async () => {
    const rows = await sql(`SELECT symbol, CAST("date" AS VARCHAR) AS day, is_st, pre_close, limit_up, limit_down FROM ${days} WHERE limit_up IS NOT NULL`);
    const wrong = rows.filter((row) => {
      const { is_st, pre_close, limit_up, limit_down } = row;
      const code = textIn(row, 'symbol') ?? '';
      const percent = code.startsWith('68') || (code.startsWith('30') && (textIn(row, 'day') ?? '') >= '2020-08-24') ? 20n : is_st === true ? 5n : 10n;
      const cents = BigInt(Math.round(Number(pre_close) * 100));
      const rounded = (factor: bigint): number => Number((cents * factor * 2n + 100n) / 200n) / 100;
      return rounded(100n + percent) !== limit_up || rounded(100n - percent) !== limit_down;
    });
    expect(rows).toHaveLength(369_299);
    expect(wrong).toEqual([]);
  });

  test('no day trades beyond its limits, and thousands reach them', async () => {
    expect(await sqlNumber(`SELECT count(*)::INTEGER AS n FROM ${days} WHERE high > limit_up OR low < limit_down`)).toBe(0);
    expect(await sqlNumber(`SELECT count(*)::INTEGER AS n FROM ${days} WHERE high = limit_up AND NOT suspended`)).toBeGreaterThan(3900);
  });

  test('days without limits are first days of a listing and a return after a reorganisation', async () => {
    expect(await sqlNumber(`SELECT count(*)::INTEGER AS n FROM ${days} WHERE limit_up IS NULL`)).toBe(39);
  });

  test('suspended days are those of the feed, and trade nothing', async () => {
    expect(await sql(`SELECT suspended, count(*)::INTEGER AS n, max(volume)::DOUBLE > 0 AS trades, count(vwap)::INTEGER AS prices FROM ${days} GROUP BY suspended ORDER BY suspended`)).toEqual([
      { suspended: false, n: 368_626, trades: true, prices: 368_626 },
      { suspended: true, n: 712, trades: false, prices: 0 },
    ]);
  });

  test('returns of adjusted closes are those of close to pre_close', async () => {
    expect(
      await sqlNumber(`SELECT count(*)::INTEGER AS n FROM (SELECT "close" * adj_factor / lag("close" * adj_factor) OVER (PARTITION BY symbol ORDER BY "date") - "close" / pre_close AS gap FROM ${days} WHERE NOT suspended) WHERE abs(gap) > 1e-12`),
    ).toBe(0);
    expect(await sqlNumber(`SELECT count(DISTINCT symbol)::INTEGER AS n FROM ${days} WHERE adj_factor <> 1`)).toBe(295);
  });
});
