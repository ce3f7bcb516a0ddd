import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { streamChunks } from '../../../src/runtime/store/columns.ts';
import { databaseWhenNeeded, numberIn, openDatabase, queryRows, quoteList, quoteName, quoteText, textIn, withDatabase } from '../../../src/runtime/store/duckdb.ts';
import { freshFolder } from './support.ts';

describe('a database', () => {
  test('keeps to its threads and memory and downloads nothing', async () => {
    const settings = await withDatabase({ threads: 1, memoryMiB: 200 }, (db) =>
      db.use((connection) => queryRows(connection, "SELECT current_setting('threads')::INTEGER AS threads, current_setting('memory_limit') AS memory, current_setting('autoinstall_known_extensions')::VARCHAR AS install")),
    );
    expect(settings).toEqual([{ threads: 1, memory: '200.0 MiB', install: 'false' }]);
  });

  test('spills what does not fit and removes it on close', async () => {
    const folder = await freshFolder();
    const db = await openDatabase({ threads: 1, memoryMiB: 60, tempFolder: folder });
    await db.use((connection) => connection.run('CREATE TABLE big AS SELECT i, random() AS r FROM range(12000000) t(i)'));
    expect(await readdir(folder)).toHaveLength(1);
    db.close();
    db.close();
    expect(await readdir(folder)).toEqual([]);
  });

  test('is closed when the work throws', async () => {
    const late: (() => Promise<unknown>)[] = [];
    const failed = withDatabase({}, (db) => {
      late.push(() => db.use((connection) => connection.run('SELECT 1')));
      throw new Error('stop');
    });
    await expect(failed).rejects.toThrow('stop');
    expect(late).toHaveLength(1);
    for (const use of late) await expect(use()).rejects.toThrow();
  });

  test('that is opened when it is needed is opened once, and not again when it is closed', async () => {
    const folder = await freshFolder();
    const db = databaseWhenNeeded({ threads: 1, tempFolder: folder });
    await Promise.all([1, 2].map((n) => db.use((connection) => connection.run(`CREATE TABLE t${String(n)} AS SELECT ${String(n)} AS n`))));
    expect(await db.use((connection) => queryRows(connection, 'SELECT t1.n + t2.n AS n FROM t1, t2'))).toEqual([{ n: 3 }]);
    db.close();
    db.close();
    await expect(db.use((connection) => connection.run('SELECT 1'))).rejects.toThrow('the database is closed');
    const unused = databaseWhenNeeded({ threads: 1 });
    unused.close();
    const early = databaseWhenNeeded({ threads: 1 });
    const using = early.use((connection) => connection.run('SELECT 1'));
    early.close();
    await expect(using).rejects.toThrow();
  });

  test('shares tables between connections, but not temporary ones', async () => {
    await withDatabase({ threads: 1 }, async (db) => {
      await db.use((connection) => connection.run('CREATE TABLE shared AS SELECT 5 AS n; CREATE TEMP TABLE own AS SELECT 6 AS n'));
      expect(await db.use((connection) => queryRows(connection, 'SELECT n FROM shared'))).toEqual([{ n: 5 }]);
      await expect(db.use((connection) => queryRows(connection, 'SELECT n FROM own'))).rejects.toThrow('own does not exist');
    });
  });
});

describe('quoting', () => {
  test('keeps any text and name what it is', async () => {
    const odd = `a'b"c; -- \n %`;
    const [row] = await withDatabase({ threads: 1 }, (db) => db.use((connection) => queryRows(connection, `SELECT ${quoteText(odd)} AS ${quoteName(odd)}, ${quoteList([odd, 'x'])}[1] AS first`)));
    expect(row).toEqual({ [odd]: odd, first: odd });
  });
});

describe('cells of small results', () => {
  test('are numbers also when they arrive as text, and anything else is refused', () => {
    expect(numberIn({ n: '27135' }, 'n')).toBe(27135);
    expect(numberIn({ n: 1.5 }, 'n')).toBe(1.5);
    expect(() => numberIn({ n: null }, 'n')).toThrow('no number in n');
    expect(() => numberIn(undefined, 'n')).toThrow('no number in n');
    expect(textIn({ t: null }, 't')).toBeNull();
    expect(textIn({ t: 'x' }, 't')).toBe('x');
  });
});

describe('streamed columns', () => {
  const stream = (sql: string, onChunk: Parameters<typeof streamChunks>[2]): Promise<boolean> => withDatabase({ threads: 2 }, (db) => db.use((connection) => streamChunks(connection, sql, onChunk)));

  test('arrive whole and in order, nulls of numbers as NaN', async () => {
    const numbers: number[] = [];
    const integers: number[] = [];
    const texts: (string | null)[] = [];
    await stream("SELECT CASE WHEN i % 3 = 0 THEN NULL ELSE i / 2 END::DOUBLE, i::INTEGER, CASE WHEN i % 2 = 0 THEN 'a long text number ' || i END FROM range(5000) t(i)", (chunk) => {
      numbers.push(...chunk.numbers(0));
      integers.push(...chunk.integers(1));
      texts.push(...chunk.texts(2));
      return true;
    });
    expect(numbers).toEqual(Array.from({ length: 5000 }, (_, i) => (i % 3 === 0 ? NaN : i / 2)));
    expect(integers).toEqual(Array.from({ length: 5000 }, (_, i) => i));
    expect(texts).toEqual(Array.from({ length: 5000 }, (_, i) => (i % 2 === 0 ? `a long text number ${i}` : null)));
  });

  test('stay valid after later chunks', async () => {
    const kept: Float64Array[] = [];
    await stream('SELECT i::DOUBLE FROM range(100000) t(i)', (chunk) => {
      return kept.push(chunk.numbers(0)) > 0;
    });
    expect(kept.flatMap((values) => [...values])).toEqual(Array.from({ length: 100000 }, (_, i) => i));
  });

  test('end early when asked to', async () => {
    let chunks = 0;
    expect(await stream('SELECT i::DOUBLE FROM range(100000) t(i)', () => ++chunks < 2)).toBe(false);
    expect(chunks).toBe(2);
    expect(await stream('SELECT 1::DOUBLE', () => true)).toBe(true);
  });

  test('of other types are refused, as are nulls of integers', async () => {
    await expect(stream('SELECT 1::BIGINT', (chunk) => chunk.numbers(0).length > 0)).rejects.toThrow('result column 0 is BIGINT, not DOUBLE; cast it in SQL');
    await expect(stream('SELECT 1::DOUBLE', (chunk) => chunk.texts(0).length > 0)).rejects.toThrow('not VARCHAR');
    await expect(stream('SELECT NULL::INTEGER', (chunk) => chunk.integers(0).length > 0)).rejects.toThrow('holds a null');
    await expect(stream('SELECT 1::DOUBLE', (chunk) => chunk.numbers(3).length > 0)).rejects.toThrow('result column 3 is absent');
  });
});

test('no folder is made while nothing spills', async () => {
  const folder = await freshFolder();
  await withDatabase({ tempFolder: folder }, (db) => db.use((connection) => connection.run('SELECT 1')));
  expect(existsSync(folder)).toBe(true);
  expect(await readdir(folder)).toEqual([]);
});
