import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { prepareRows } from '../../../src/runtime/engine/prepare.ts';
import { withDatabase } from '../../../src/runtime/store/duckdb.ts';
import { dataVersion } from '../../../src/runtime/store/fingerprint.ts';
import { partitionFolder } from '../../../src/runtime/store/layout.ts';
import { preparedFolder, preparedPath } from '../../../src/runtime/store/prepared-paths.ts';
import { HURTING_EVENT_KINDS, hurtingEvents } from '../../oracle/hurting-events.ts';
import { numbered, writeEventStore } from '../../support/event-store.ts';
import { factorsOf } from '../../support/programs.ts';
import { contents, faultOf, freshFolder } from '../store/support.ts';
import { compute, outputRows, preparing, removing } from './stores.ts';

const DATES = ['2023-02-01', '2023-02-02'] as const;
const [FIRST, SECOND] = DATES;
const EVENTS = { tables: ['trade', 'order'] } as const;

const factor = (name: string, table: string, value: string): string => `/// t\nfactor ${name} { from ${table} direction 1 value ${value} }`;
const FACTORS = factorsOf(
  [
    factor('trades', 'trade', 'sum(sum(amount, by=buy_id)^2) / sum(amount)^2'),
    factor('active', 'trade', 'sum(amount, where=side == buy, window=early) / sum(amount)'),
    factor('both', 'trade', 'corr(sum(amount, by=minute), minute.ret)'),
    factor('orders', 'order', 'skew(volume, where=side == buy)'),
    factor('limits', 'order', 'corr(volume, price, where=type == limit)'),
  ].join('\n'),
);

/** Written once, copied by every test: stocks of every kind that hurts. */
let written = '';
beforeAll(async () => {
  written = await freshFolder();
  for (const date of DATES) await writeEventStore(written, date, numbered(Array.from({ length: HURTING_EVENT_KINDS.length }, (_, i) => hurtingEvents(DATES.indexOf(date) * 30 + i).day)));
});

async function eventStore(): Promise<string> {
  const store = await freshFolder();
  cpSync(written, store, { recursive: true });
  return store;
}

/** Changes the rows of a day of executions. */
async function rewrite(store: string, date: string, select: string): Promise<void> {
  const file = join(partitionFolder(store, 'trade', date), 'events.parquet');
  await withDatabase({}, (db) =>
    db.use(async (connection) => {
      await connection.run(`CREATE TEMP TABLE kept AS SELECT * FROM read_parquet('${file}')`);
      await connection.run(`COPY (SELECT ${select}) TO '${file}' (FORMAT parquet)`);
    }),
  );
}

const fileOf = async (store: string, table: 'trade' | 'order', date: string): Promise<string> => preparedPath(store, date, await dataVersion(store, table, date), table);

describe('a store whose executions and orders are prepared', () => {
  test.for(['webasm', 'cpu', 'reference'] as const)('gives the values of one whose are not, byte for byte, on %s', async (engine) => {
    const plain = await compute({ store: await eventStore(), factors: FACTORS, engine });
    const store = await eventStore();
    expect(await preparing(store, EVENTS)).toMatchObject({ prepared: 4, unchanged: 0 });
    const prepared = await compute({ store, factors: FACTORS, engine });
    expect(readFileSync(prepared.out)).toEqual(readFileSync(plain.out));
    expect(prepared.recomputed).toEqual(plain.recomputed);
    expect(prepared.warnings).toEqual(plain.warnings);
    expect(prepared.engineReason).toContain('prepared executions of 2 days, prepared order entries of 2 days');
    expect(plain.engineReason).not.toContain('prepared');
  });

  test('may have rows in any order, and stocks in several places', async () => {
    const store = await eventStore();
    const plain = await outputRows((await compute({ store, factors: FACTORS })).out);
    const other = await eventStore();
    await rewrite(other, FIRST, '* FROM kept ORDER BY "time" DESC, symbol');
    await prepareRows(other, EVENTS);
    const report = await compute({ store: other, factors: FACTORS });
    expect(report.engineReason).toContain('prepared executions of 2 days');
    expect(await outputRows(report.out)).toEqual(plain);
  });

  test('gives the same where its bars are prepared as well', async () => {
    const plain = await compute({ store: await eventStore(), factors: FACTORS });
    const store = await eventStore();
    await prepareRows(store, { tables: ['minute', 'trade', 'order'] });
    const report = await compute({ store, factors: FACTORS });
    expect(readFileSync(report.out)).toEqual(readFileSync(plain.out));
    expect(report.engineReason).toContain('prepared minute bars of 2 days, prepared executions of 2 days, prepared order entries of 2 days');
    const [name = ''] = readdirSync(join(preparedFolder(store), 'minute', `date=${FIRST}`));
    const file = join(preparedFolder(store), 'minute', `date=${FIRST}`, name);
    const bytes = readFileSync(file);
    bytes[8 + 4 * 240] = 255 - (bytes[8 + 4 * 240] ?? 0);
    writeFileSync(file, bytes);
    rmSync(join(store, 'values'), { recursive: true });
    const again = await compute({ store, factors: FACTORS });
    expect(readFileSync(again.out)).toEqual(readFileSync(plain.out));
    expect(again.engineReason).toContain('prepared minute bars of 1 of 2 days, prepared executions of 2 days');
    expect(again.warnings.filter((warning) => warning.includes(file))).toHaveLength(1);
  });

  test.for(['webasm', 'reference'] as const)('gives the values of some symbols, byte for byte, on %s', async (engine) => {
    for (const symbols of [['600001.SH', '600003.SH'], ['600002.SH', '600009.SH', '999999.SH'], ['999999.SH', '600000.SH']]) {
      const plain = await compute({ store: await eventStore(), factors: FACTORS, symbols, engine });
      const store = await eventStore();
      await prepareRows(store, { tables: ['minute', 'trade', 'order'] });
      const report = await compute({ store, factors: FACTORS, symbols, engine });
      expect(readFileSync(report.out)).toEqual(readFileSync(plain.out));
      expect(report.engineReason).toContain('prepared executions of 2 days, prepared order entries of 2 days');
    }
  });

  test('reads some symbols of scattered rows as they are stored, which may be cut in other ranges', async () => {
    const store = await eventStore();
    await rewrite(store, FIRST, '* FROM kept ORDER BY "time" DESC, symbol');
    await prepareRows(store, EVENTS);
    const report = await compute({ store, factors: FACTORS, symbols: ['600001.SH', '600003.SH'] });
    expect(report.engineReason).toContain('prepared executions of 1 of 2 days, prepared order entries of 2 days');
  });

  test('does not serve a day that was written again; preparing it again does, and removes what was there', async () => {
    const store = await eventStore();
    await prepareRows(store, EVENTS);
    await rewrite(store, SECOND, '* REPLACE (volume + 100 AS volume) FROM kept ORDER BY symbol, seq');
    expect((await compute({ store, factors: FACTORS })).engineReason).toContain('prepared executions of 1 of 2 days, prepared order entries of 2 days');
    expect(await preparing(store, EVENTS)).toMatchObject({ prepared: 1, unchanged: 3 });
    expect(readdirSync(join(preparedFolder(store), 'trade', `date=${SECOND}`))).toHaveLength(1);
  });

  test('is left as it is where nothing changed, and is freed table by table', async () => {
    const store = await eventStore();
    await prepareRows(store, { tables: ['minute', 'trade', 'order'] });
    const before = await contents(preparedFolder(store));
    expect(await preparing(store, EVENTS)).toEqual({ prepared: 0, unchanged: 4, removed: 0, bytes: 0 });
    expect(await contents(preparedFolder(store))).toEqual(before);
    expect(await removing(store, {}, ['order'])).toBe(2);
    expect((await compute({ store, factors: FACTORS })).engineReason).toMatch(/prepared executions of 2 days(?!, prepared order entries)/);
    expect(await removing(store)).toBe(4);
  });

  test('refuses orders that an import has yet to make again, like one whose are not prepared', async () => {
    const store = await eventStore();
    const other = await eventStore();
    await prepareRows(other, EVENTS);
    const faults = [];
    for (const each of [store, other]) {
      mkdirSync(join(each, 'order/.staging'), { recursive: true });
      writeFileSync(join(each, 'order/.staging/due.json'), `{"due": [{"date": "${SECOND}", "symbols": ["600000.SH"], "reconstitute": true}]}`);
      faults.push(await faultOf(compute({ store: each, factors: FACTORS })));
    }
    for (const { found } of faults) expect(found).toBe(`an import that has changed executions of ${SECOND} and not yet the orders that rest on them`);
  });

  test('counts a table that is named twice once', async () => {
    expect(await preparing(await eventStore(), { tables: ['trade', 'order', 'trade'] })).toMatchObject({ prepared: 4, unchanged: 0 });
  });

  test('must have them to be prepared', async () => {
    const store = await freshFolder();
    cpSync(join(written, 'minute'), join(store, 'minute'), { recursive: true });
    // Nothing is prepared of the other tables that are named.
    expect(await faultOf(prepareRows(store, { tables: ['minute', 'trade'] }))).toMatchObject({ found: 'no executions', remedy: 'Import them with `fullband import`.' });
    expect(existsSync(preparedFolder(store))).toBe(false);
  });

  test('names a row that is not valid, and keeps the days before it', async () => {
    const store = await eventStore();
    await rewrite(store, SECOND, '* REPLACE (CASE WHEN seq = 3 THEN -1 ELSE price END AS price) FROM kept ORDER BY symbol, seq');
    const fault = await faultOf(prepareRows(store, { tables: ['trade'] }));
    expect(fault).toMatchObject({ column: 'price', expected: expect.stringContaining('positive') as string });
    expect(fault.file).toContain(`date=${SECOND}`);
    expect(existsSync(await fileOf(store, 'trade', FIRST))).toBe(true);
    expect(Object.keys(await contents(preparedFolder(store)))).toHaveLength(1);
  });
});

describe('what lies in the way of prepared rows', () => {
  test('is named: a file in the place of a folder', async () => {
    for (const place of [[], ['trade'], ['trade', `date=${FIRST}`]]) {
      const store = await eventStore();
      const file = join(preparedFolder(store), ...place);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, '');
      for (const work of [() => prepareRows(store, EVENTS), () => removing(store)]) expect(await faultOf(work())).toMatchObject({ file, remedy: expect.stringMatching(/^Remove (?:that file|what lies in its place)\.$/) as string });
    }
  });

  test('is named: a folder in the place of a file', async () => {
    const store = await eventStore();
    const file = await fileOf(store, 'trade', FIRST);
    mkdirSync(join(file, 'something'), { recursive: true });
    for (const work of [() => prepareRows(store, EVENTS), () => removing(store)]) expect(await faultOf(work())).toMatchObject({ file, remedy: expect.stringMatching(/^Remove (?:that folder|what lies in its place)\.$/) as string });
    expect((await compute({ store, factors: FACTORS })).dates).toBe(2);
  });
});

describe('prepared executions that are damaged', () => {
  const cut = (path: string): void => truncateSync(path, 500);
  /** The last bytes of a column, so that the end of the file is whole. */
  const changed = (path: string): void => {
    const bytes = readFileSync(path);
    const index = bytes.length - 16 - bytes.readUInt32LE(bytes.length - 16);
    bytes[index - 9] = (bytes[index - 9] as number) ^ 255;
    writeFileSync(path, bytes);
  };

  test.for([
    ['cut off', cut],
    ['other numbers', changed],
  ] as const)('by being %s are a warning, and the values are those of the stored rows', async ([, damage]) => {
    const plain = await compute({ store: await eventStore(), factors: FACTORS });
    const store = await eventStore();
    await prepareRows(store, EVENTS);
    const path = await fileOf(store, 'trade', FIRST);
    damage(path);
    const report = await compute({ store, factors: FACTORS });
    expect(readFileSync(report.out)).toEqual(readFileSync(plain.out));
    expect(report.engineReason).toContain('prepared executions of 1 of 2 days, prepared order entries of 2 days');
    expect(report.warnings.filter((warning) => warning.includes('damaged'))).toEqual([expect.stringContaining(`${path} is damaged: `)]);
    expect(report.warnings.join()).toContain(`the stored executions of ${FIRST} were read instead. Make them anew with \`fullband prepare --store ${store} --again --tables trade --from ${FIRST} --to ${FIRST}\``);
    expect(await preparing(store, { ...EVENTS, again: true })).toMatchObject({ prepared: 4 });
    expect((await compute({ store, factors: FACTORS.slice(0, 1), engine: 'cpu' })).engineReason).toContain('prepared executions of 2 days');
  });
});
