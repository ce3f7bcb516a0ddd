import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Failure, ProjectAnswer, SourceFile, TestLine, ValuesAnswer } from '../../../src/studio/api.ts';
import { decodeDays } from '../../../src/runtime/store/day-format.ts';
import { ROOT } from '../../support/sources.ts';
import { FALLING, openStudio, type TestStudio } from './studio.ts';

const DATE = '2023-02-02';
const STORE = join(ROOT, 'samples/store');
let studio: TestStudio;
beforeAll(async () => {
  studio = await openStudio();
});
afterAll(() => studio.close());

const valuesOf = (name: string, unsaved: readonly { path: string; text: string }[] = []): Promise<unknown> => studio.json('api/values', { data: { path: 'factors/late.factor', name, date: DATE, unsaved } });

describe('the project', () => {
  test('its sources come with their texts, and the store with its days', async () => {
    const { files, store, name } = (await studio.json('api/project')) as ProjectAnswer;
    expect(name).toBe('project');
    expect(files.map(({ path }) => path)).toContain('factors/late.factor');
    expect(store?.dates).toContain(DATE);
    expect(store?.tables).toContain('minute');
  });

  test('a file is saved as it is typed, and another one is new', async () => {
    const before = (await studio.json('api/source?path=factors/late.factor')) as SourceFile;
    const text = before.text.replace('late', 'early');
    const after = (await studio.json('api/source', { method: 'PUT', data: { path: before.path, text, version: before.version } })) as SourceFile;
    expect(readFileSync(join(studio.root, before.path), 'utf8')).toBe(text);
    expect(after.version).not.toBe(before.version);
    await studio.json('api/source', { method: 'PUT', data: { path: before.path, text: FALLING, version: after.version } });
    await studio.json('api/source', { method: 'PUT', data: { path: 'factors/new/a.factor', text: FALLING, version: null } });
    expect(readdirSync(join(studio.root, 'factors/new'))).toEqual(['a.factor']);
  });

  test('a file that was changed meanwhile is not overwritten', async () => {
    const { path, version } = (await studio.json('api/source?path=factors/late.factor')) as SourceFile;
    const theirs = `${FALLING}\n# by another editor\n`;
    writeFileSync(join(studio.root, path), theirs);
    expect(await studio.json('api/source', { method: 'PUT', data: { path, text: 'mine', version } })).toMatchObject({ message: expect.stringContaining('changed by another program') as string });
    expect(await studio.json('api/source', { method: 'PUT', data: { path, text: 'mine', version: null } })).toMatchObject({ message: expect.stringContaining('is there already') as string });
    expect(readFileSync(join(studio.root, path), 'utf8')).toBe(theirs);
    writeFileSync(join(studio.root, path), FALLING);
  });
});

describe('saving', () => {
  const save = (data: unknown): Promise<unknown> => studio.json('api/source', { method: 'PUT', data });

  test('of two saves of one version at the same moment one is told of the other', async () => {
    const { path, version } = (await studio.json('api/source?path=factors/late.factor')) as SourceFile;
    const texts = ['one', 'two', 'three'].map((word) => `${FALLING}# ${word}\n`);
    const answers = await Promise.all(texts.map((text) => save({ path, text, version })));
    expect(answers.filter((answer) => 'version' in (answer as object)).length).toBe(1);
    const kept = answers.find((answer): answer is SourceFile => 'version' in (answer as object));
    expect(readFileSync(join(studio.root, path), 'utf8')).toBe(kept?.text);
    writeFileSync(join(studio.root, path), FALLING);
  });

  test('a text that could not be read again is not saved', async () => {
    expect(await save({ path: 'factors/long.factor', text: '因'.repeat(400_000), version: null })).toMatchObject({ message: expect.stringContaining('1200000 bytes') as string });
    expect(readdirSync(join(studio.root, 'factors'))).not.toContain('long.factor');
  });
});

describe('values', () => {
  test('may be asked for several times at once, from the first moment on', async () => {
    const other = await openStudio();
    const data = { path: 'factors/late.factor', name: 'late_share', date: DATE, unsaved: [] };
    const answers = await Promise.all([1, 2, 3].map(() => other.json('api/values', { data })));
    answers.forEach((answer) => expect(answer).toHaveProperty('values'));
    await other.close();
  });

  test('a day comes bit for bit, of as many stocks as are asked for', async () => {
    const { body, status } = await studio.ask(`${studio.base}api/day?date=${DATE}&stocks=2`);
    expect(status).toBe(200);
    const [day] = decodeDays(body);
    expect(day?.date).toBe(DATE);
    expect(day?.symbols.length).toBe(2);
  });

  test('values of a factor are those of the text in the editor, and leave nothing in the store', async () => {
    const before = readdirSync(STORE).sort();
    const saved = (await valuesOf('late_share')) as ValuesAnswer;
    const typed = (await valuesOf('late_share', [{ path: 'factors/late.factor', text: FALLING.replace('value ', 'value 2 * ') }])) as ValuesAnswer;
    expect(saved.symbols.length).toBeGreaterThan(0);
    expect(typed.symbols).toEqual(saved.symbols);
    saved.values.forEach((value, i) => expect(typed.values[i]).toBeCloseTo(2 * (value ?? NaN), 5));
    expect(saved.engine).not.toBe('none');
    expect(readdirSync(STORE).sort()).toEqual(before);
  });

  test('of a factor with mistakes the findings come back', async () => {
    const failure = (await valuesOf('late_share', [{ path: 'factors/late.factor', text: FALLING.replace('amount, ', 'amuont, ') }])) as Failure;
    expect(failure.findings?.map(({ code, line }) => `${code} ${String(line)}`)).toEqual(['FB250 5']);
    expect(await valuesOf('other')).toMatchObject({ message: 'There is no factor other in factors/late.factor.' });
  });

  test('requests that are none are refused with what was expected', async () => {
    expect(await studio.json('api/values', { data: { path: 'factors/late.factor', name: 'late_share', date: '2023-02-30', unsaved: [] } })).toMatchObject({ message: 'date: expected a date such as 2023-02-01.' });
    expect(await studio.json('api/values', { data: [] })).toMatchObject({ message: 'The request is no object.' });
    expect(await studio.json('api/values', { data: { path: '../outside.factor', name: 'late_share', date: DATE, unsaved: [] } })).toHaveProperty('message');
    expect(await studio.json('api/day?date=2023-02-02&stocks=0')).toMatchObject({ message: expect.stringContaining('whole number') as string });
    expect(await studio.json('api/day?date=2020-02-03&stocks=5')).toMatchObject({ message: expect.stringContaining('no minute bars') as string });
  });
});

test('without a store the page is told how to get one', async () => {
  const empty = await openStudio({ store: null });
  expect(await empty.json('api/project')).toMatchObject({ store: null, storeHint: 'Make one.' });
  expect(await empty.json('api/day?date=2023-02-02&stocks=5')).toMatchObject({ message: 'No store is open.', hint: 'Make one.' });
  await empty.close();
});

test('what a test cannot be made of is said in the last line', async () => {
  const { body } = await studio.ask(`${studio.base}api/test`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ path: 'factors/late.factor', name: 'none', unsaved: [], horizon: 5, layers: 5 }) });
  const lines = body.toString().trim().split('\n').map((line) => JSON.parse(line) as TestLine);
  expect(lines.at(-1)).toMatchObject({ kind: 'failure', failure: { message: 'There is no factor none in factors/late.factor.' } });
});

test('the studio clears away what it tried', async () => {
  const own = (): readonly string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('fullband-') && name.includes(`-${String(process.pid)}-`));
  const before = own();
  const other = await openStudio();
  await other.json('api/values', { data: { path: 'factors/late.factor', name: 'late_share', date: DATE, unsaved: [] } });
  expect(own().length).toBeGreaterThan(before.length);
  await other.close();
  expect(own()).toEqual(before);
});
