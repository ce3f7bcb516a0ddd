import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Metrics } from '../../../src/runtime/evaluate/metrics.ts';
import { randomMarket, storeOf, valuesOf, weekdays } from '../../runtime/evaluate/support.ts';
import { freshFolder, writeText } from '../../runtime/store/support.ts';
import { fullbandHere } from '../../support/cli-here.ts';

let store: string;
let values: string;

beforeAll(async () => {
  const { days, rows } = randomMarket(31, weekdays('2021-11-01', 100), 24);
  store = await storeOf(days);
  values = await valuesOf(rows.map(({ first, second, ...row }) => ({ ...row, late_skew_ret: first ?? null, own: second ?? null })));
});

const run = async (...args: readonly string[]): Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string; readonly out: string }> => {
  const out = join(await freshFolder(), 'results');
  return { ...(await fullbandHere(['evaluate', '--store', store, '--values', values, '--out', out, ...args])), out };
};

const metricsIn = (out: string): Metrics => JSON.parse(readFileSync(join(out, 'metrics.json'), 'utf8')) as Metrics;

describe('evaluate', () => {
  test('prints one line per signal with published figures in brackets, and writes metrics and series', async () => {
    const { code, stdout, stderr, out } = await run();
    expect({ code }, stderr).toEqual({ code: 0 });
    const lines = stdout.trimEnd().split('\n');
    expect(lines[0]).toMatch(/^signal\s+direction\s+sections\s+RankIC\s+std\s+IC_IR\s+t\s+IC > 0\s+TOP excess\s+IR\s+win rate\s+turnover$/);
    expect(lines[1]).toMatch(/^late_skew_ret\s+\+1\s+17\s+-?[\d.]+ % \(1\.74 %\)\s.*\(0\.31\)\s.*\(62\.17 %\)\s.*\(71\.86 %\)$/);
    expect(lines.slice(2, 5).map((line) => line.split(' ')[0])).toEqual(['own', 'equal_weight', 'icir_weight']);
    expect(lines[5]).toContain('a reference, not a target');
    expect(lines[6]).toBe('Preprocessing: mean20,winsorize,neutralize,zscore. Every direction is +1, because there is no --factors to give others.');
    expect(stderr).toMatch(/warning: .*late_skew_ret has \d+ sections with a RankIC, and 2 signals have fewer than 20: figures of so few say little\./);
    expect(stderr).toMatch(/20 sections from 2021-11-01 to 2022-03-14, 17 of them with a RankIC; prices to 2022-03-18\.\nWritten: \d+ files into .*results; open .*results\/report\.html in a browser\.\n$/);
    expect(existsSync(join(out, 'series', 'layer_returns.parquet'))).toBe(true);
    expect(metricsIn(out).settings).toEqual({ preprocess: 'mean(20),winsorize(mad,5),neutralize(industry,cap),zscore', baselinePreprocess: null, universe: ['st', 'suspended', 'limit'], price: 'vwap', adjusted: true, horizon: 5, every: 5, layers: 5, icirWindow: 50 });
  });

  test('every option reaches the test', async () => {
    const { code, stdout, stderr, out } = await run('--direction', '-1', '--from', '2021-12-01', '--to', '2022-03-01', '--preprocess', 'mean(5),rank', '--universe', 'st,limit', '--price', 'close', '--no-adjust', '--layers', '3', '--horizon', '2', '--every', '4', '--icir-window', '9', '--screen', '0.5', '--screen-t', '-9');
    expect({ code }, stderr).toEqual({ code: 0 });
    const { settings, period } = metricsIn(out);
    expect(settings).toEqual({ preprocess: 'mean(5),rank', baselinePreprocess: null, universe: ['st', 'limit'], price: 'close', adjusted: false, horizon: 2, every: 4, layers: 3, icirWindow: 9 });
    expect(period).toMatchObject({ first: '2021-12-01', prices: '2022-03-01' });
    expect(stdout).toContain('\nfactor');
    expect(stdout).toContain('\nPreprocessing: mean5,rank. Every direction is -1, as --direction says.\n');
    expect(stderr).toMatch(/\d factors? of 2 kept\./);
    expect(existsSync(join(out, 'series', 'screen.csv'))).toBe(true);
  });

  test('steps may stand in a YAML file, whose faults have a line and a column', async () => {
    const steps = await writeText(await freshFolder(), 'steps.yaml', '- mean: 5\n- neutralize: [cap]\n- rank\n');
    const { code, stderr, out } = await run('--preprocess', steps);
    expect({ code }, stderr).toEqual({ code: 0 });
    expect(metricsIn(out).settings.preprocess).toBe('mean(5),neutralize(cap),rank');
    const wrong = await writeText(await freshFolder(), 'wrong.yml', '- mean: 5\n- neutralise: [cap]\n');
    const refused = await run('--preprocess', wrong);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain(`${wrong}, line 2:3, column 1.neutralise: found the key neutralise (did you mean neutralize?); expected one of mean, winsorize, neutralize, zscore, rank, fill.`);
  });

  test('factor files choose the columns and give the directions', async () => {
    const { code, stdout, stderr } = await run('--factors', 'factors/minute/late_skew_ret.factor');
    expect({ code }, stderr).toEqual({ code: 0 });
    expect(stdout.split('\n').slice(1, 3).map((line) => line.slice(0, 24))).toEqual([expect.stringMatching(/^late_skew_ret\s+-1/), expect.stringMatching(/^\(In brackets/)]);
    expect(stdout).toMatch(/\nPreprocessing: mean20,winsorize,neutralize,zscore\.\n$/);
  });

  test('a second run with fewer factors leaves no page and no table of the first, and a note of the user stays', async () => {
    const { out } = await run('--screen', '0.5', '--screen-t', '-9');
    const before = readdirSync(out, { recursive: true, encoding: 'utf8' });
    expect(before).toEqual(expect.arrayContaining([join('signals', 'own.html'), join('series', 'screen.csv')]));
    writeFileSync(join(out, 'signals', 'note.md'), 'mine');
    const { code, stderr } = await fullbandHere(['evaluate', '--store', store, '--values', values, '--out', out, '--factors', 'factors/minute/late_skew_ret.factor']);
    expect({ code }, stderr).toEqual({ code: 0 });
    const gone = before.filter((path) => path.startsWith(`signals${sep}`) || path.startsWith(join('series', 'screen')));
    expect(readdirSync(out, { recursive: true, encoding: 'utf8' }).sort()).toEqual([...before.filter((path) => !gone.includes(path)), join('signals', 'note.md')].sort());
    expect(Object.keys(metricsIn(out).signals)).toEqual(['late_skew_ret']);
  });

  test('columns that are null throughout are findings with exit code 3, a result of before stays', async () => {
    const { days } = randomMarket(31, weekdays('2021-11-01', 40), 9);
    const bare = await storeOf(days.map((day) => ({ ...day, industry: null, limit_up: null })));
    const out = await freshFolder();
    const { code, stdout, stderr } = await fullbandHere(['evaluate', '--store', `${bare}/`, '--values', values, '--out', out]);
    expect({ code, stdout }, stderr).toEqual({ code: 3, stdout: '' });
    expect(stderr.split('\n').filter((line) => !line.includes('sections ·'))).toEqual([
      `${bare}/daily error FB800 the step universe(limit) needs the column limit_up of daily, which is null on every day and stock`,
      '  hint: leave it out with --universe st,suspended, or import the column',
      '',
      `${bare}/daily error FB800 the step neutralize(industry) needs the column industry of daily, which is null on every day and stock`,
      `  hint: leave it out with --preprocess 'mean20,winsorize,neutralize(cap),zscore', or import it: fullband import industry FILE --store DIR`,
      'Stopped: 2 errors.',
      '',
    ]);
    expect(readdirSync(out)).toEqual([]);
    const followed = await fullbandHere(['evaluate', '--store', bare, '--values', values, '--out', out, '--universe', 'st,suspended', '--preprocess', 'mean20,winsorize,neutralize(cap),zscore']);
    expect({ code: followed.code }, followed.stderr).toEqual({ code: 0 });
  });

  test('a cell that is no number is no wrong usage, and is named by its line', async () => {
    const bad = await writeText(await freshFolder(), 'bad.csv', 'date,symbol,f\n2021-11-01,600000.SH,1\n2021-11-02,600000.SH,None\n');
    const { code, stderr } = await run('--values', bad);
    expect({ code }, stderr).toEqual({ code: 1 });
    expect(stderr).toContain('bad.csv, line 3, column f: found "None"; expected a number');
  });

  test.each([
    [['--direction', '2'], 2, 'Allowed choices are +1, 1, -1.'],
    [['--layers', '1'], 2, 'It takes a whole number from 2 on.'],
    [['--universe', 'st,susp'], 2, '"susp": expected some of st, suspended, limit with commas between them, or all.'],
    [['--direction', '-1', '--factors', 'factors'], 2, 'cannot be used with'],
    [['--from', '2022-01-01', '--to', '2021-01-01'], 2, 'no date is between them'],
    [['--out', ''], 2, '--out is empty; expected a folder for the results.'],
    [['--preprocess', 'absent.yaml'], 2, 'absent.yaml: found no such file; expected a list of steps in YAML.'],
    [['--values', 'values.xlsx'], 2, 'values.xlsx: found the extension .xlsx; expected one of .parquet, .csv, .json.'],
    [['--values', 'absent.csv'], 2, 'absent.csv: found no such file; expected values of factors.'],
    [['--preprocess', 'mean20,zsocre'], 2, 'in the steps, at "zsocre": no step of that name (did you mean zscore?)'],
    [['--price', 'vwp'], 2, 'Allowed choices are vwap, close, open.'],
  ])('%j ends with %i: %s', async (args, expected, message) => {
    const { code, stderr } = await run(...args);
    expect({ code }, stderr).toEqual({ code: expected });
    expect(stderr).toContain(message);
  });
});
