import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const SAMPLE = join(ROOT, 'samples/store/minute');
const FILES = ['date=2023-02-01/part-0.parquet', 'date=2023-02-02/part-0.parquet'];

/** Rows of a query over the sample; `minute` in it stands for all bars. */
async function rows(sql: string): Promise<unknown[][]> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(`CREATE VIEW minute AS FROM read_parquet('${SAMPLE}/*/*.parquet', hive_partitioning = true)`);
  const found = (await connection.runAndReadAll(sql)).getRowsJson();
  connection.closeSync();
  instance.closeSync();
  return found;
}

describe('the sample store', () => {
  let again: string;
  beforeAll(async () => {
    again = await mkdtemp(join(tmpdir(), 'fullband-sample-'));
    await promisify(execFile)(process.execPath, [join(ROOT, 'scripts/make-sample.mjs'), again]);
  });
  afterAll(async () => {
    await rm(again, { recursive: true });
  });

  test.each(FILES)('%s is what the script writes, byte for byte', async (file) => {
    const written = await readFile(join(again, 'minute', file));
    expect(written.equals(await readFile(join(SAMPLE, file)))).toBe(true);
  });

  test('it stays below 600 KB', async () => {
    const sizes = await Promise.all(FILES.map(async (file) => (await stat(join(SAMPLE, file))).size));
    expect(sizes.reduce((a, b) => a + b)).toBeLessThan(600_000);
  });

  test('columns have the names and types of the store', async () => {
    const columns = await rows('SELECT column_name, column_type FROM (DESCRIBE SELECT * EXCLUDE date FROM minute)');
    expect(columns).toEqual([
      ['symbol', 'VARCHAR'],
      ['bar', 'SMALLINT'],
      ['open', 'DOUBLE'],
      ['high', 'DOUBLE'],
      ['low', 'DOUBLE'],
      ['close', 'DOUBLE'],
      ['volume', 'BIGINT'],
      ['amount', 'DOUBLE'],
      ['items', 'INTEGER'],
    ]);
  });

  test('30 stocks on the first day, one of them suspended on the second', async () => {
    expect(await rows('SELECT date, count(DISTINCT symbol) FROM minute GROUP BY date ORDER BY date')).toEqual([
      ['2023-02-01', '30'],
      ['2023-02-02', '29'],
    ]);
  });

  test('no bar breaks the rules of prices, volumes and trades', async () => {
    const broken = await rows(`
      SELECT * FROM minute WHERE NOT (
        bar BETWEEN 1 AND 240 AND low <= least(open, close) AND high >= greatest(open, close)
        AND abs(round(close * 100) / 100 - close) < 1e-9
        AND CASE WHEN volume = 0 THEN amount = 0 AND items = 0 AND high = low
            ELSE items BETWEEN 1 AND volume AND amount BETWEEN low * volume - 0.01 AND high * volume + 0.01 END)`);
    expect(broken).toEqual([]);
    expect(await rows('SELECT symbol, bar, date FROM minute GROUP BY ALL HAVING count(*) > 1')).toEqual([]);
  });

  test('bars without a trade carry the last close', async () => {
    const broken = await rows(`
      FROM (SELECT *, lag(close) OVER (PARTITION BY date, symbol ORDER BY bar) AS last FROM minute)
      SELECT symbol, bar WHERE volume = 0 AND close IS DISTINCT FROM last`);
    expect(broken).toEqual([]);
  });
});

describe('the sample executions', () => {
  test('samples/trades.csv.gz is what the script writes', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'fullband-sample-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const file = join(folder, 'trades.csv.gz');
    await promisify(execFile)(process.execPath, [join(ROOT, 'scripts/make-trades.mjs'), file]);
    const [written, kept] = await Promise.all([file, join(ROOT, 'samples/trades.csv.gz')].map(async (path) => gunzipSync(await readFile(path)).toString()));
    expect(kept).toBe(written);
    expect((await stat(join(ROOT, 'samples/trades.csv.gz'))).size).toBeLessThan(50_000);
  });
});
