import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { importArguments } from '../../src/cli/import-arguments.ts';
import { UsageError } from '../../src/cli/exit.ts';
import { folderWith } from '../support/cli.ts';

const folder = folderWith({ 'trades.csv': '', 'raw/day.csv.gz': '', 'empty/.keep': '', 'mine.yaml': '' });
afterAll(() => {
  folder.remove();
});

const PRESETS = ['dolphindb-candle', 'huatai-insight-trade'];

function taken(words: readonly string[], mapping?: string): ReturnType<typeof importArguments> {
  return importArguments({ words, mapping, presets: PRESETS, currentFolder: folder.path });
}

describe('what import was asked for', () => {
  test('a preset and its files', () => {
    expect(taken(['huatai-insight-trade', 'trades.csv', join('raw', 'day.csv.gz')])).toEqual({ mapping: { preset: 'huatai-insight-trade' }, files: ['trades.csv', join('raw', 'day.csv.gz')] });
  });

  test('a mapping and its files, with or without a name in the place of the preset', () => {
    const expected = { mapping: { path: 'mine.yaml' }, files: ['trades.csv'] };
    expect(taken(['trades.csv'], 'mine.yaml')).toEqual(expected);
    expect(taken(['mine', 'trades.csv'], 'mine.yaml')).toEqual(expected);
  });

  test.each([
    ['nothing', [], undefined, 'Name a preset and the files to import. Presets are dolphindb-candle, huatai-insight-trade'],
    ['a file without a preset', ['trades.csv'], undefined, 'trades.csv is a file where a preset is expected: write the format before the files, as in npx fullband import dolphindb-candle trades.csv --store DIR'],
    ['a file that does not exist, without a preset', ['bars.csv'], undefined, 'bars.csv is a file where a preset is expected'],
    ['a mistyped preset', ['dolphindb-candel', 'trades.csv'], undefined, 'There is no preset dolphindb-candel (did you mean dolphindb-candle?). Presets are'],
    ['a preset without files', ['dolphindb-candle'], undefined, 'Name the files to import, after the preset'],
    ['two presets', ['dolphindb-candle', 'huatai-insight-trade', 'trades.csv'], undefined, 'huatai-insight-trade is a second preset: a call imports files of one format'],
    ['a file that does not exist', ['dolphindb-candle', 'trade.csv'], undefined, 'There is no file trade.csv (did you mean trades.csv?); expected a .csv, .csv.gz or .parquet file'],
    ['a file in a folder that does not exist', ['dolphindb-candle', 'nowhere/x.csv'], undefined, 'There is no file nowhere/x.csv; expected'],
    ['a folder', ['dolphindb-candle', 'raw'], undefined, `raw is a folder; expected a .csv, .csv.gz or .parquet file. Name its files, as in ${join('raw', 'day.csv.gz')}.`],
    ['a folder with nothing to import', ['dolphindb-candle', 'empty'], undefined, 'empty is a folder; expected a .csv, .csv.gz or .parquet file. Name its files.'],
    ['a mapping that does not exist', ['trades.csv'], 'min.yaml', 'There is no file min.yaml (did you mean mine.yaml?); expected a mapping file'],
    ['a mapping and a file that does not exist', ['trade.csv'], 'mine.yaml', 'There is no file trade.csv (did you mean trades.csv?)'],
    ['a mapping without files', [], 'mine.yaml', 'Name the files to import'],
  ])('%s is wrong usage', (_, words, mapping, message) => {
    expect(() => taken(words, mapping)).toThrow(UsageError);
    expect(() => taken(words, mapping)).toThrow(message);
  });
});

test('a preset beside --mapping is one format too many', () => {
  expect(() => importArguments({ words: ['dolphindb-candle', 'trades.csv'], mapping: 'mine.yaml', presets: PRESETS, currentFolder: folder.path })).toThrow('dolphindb-candle is a preset, and --mapping names another format');
});
