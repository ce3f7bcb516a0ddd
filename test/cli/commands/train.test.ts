import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Metrics } from '../../../src/runtime/evaluate/metrics.ts';
import { DATES, storeOf, valuesOf } from '../../runtime/model/small-market.ts';
import { freshFolder, writeText } from '../../runtime/store/support.ts';
import { fullbandHere } from '../../support/cli-here.ts';

const FACTORS = `/// 振幅 · Swing of the day.
factor swing { from daily direction -1 value high / low - 1 }
/// 换手率 · Turnover of the day.
factor busy { from daily direction 1 value turnover }
set both { swing, busy }
`;
const TRAIN = 'train { batch 200 epochs 2 patience 1 seeds 2 }';
const MODELS = `use "../factors/days.factor"
/// 面板 · Days of two factors.
model of_factors {
  input x = panel(fill(zscore(neutralize(winsorize(both))), 0), days=6)
  target y = zscore(forward_return(from=1, to=4, price=vwap))
  output p = dense(gru(x, units=3), units=1)
  loss -corr(p, y)
  ${TRAIN}
}
/// 日线 · Daily bars.
model of_bars {
  input day = zscore(over_last(bars(every=1d, count=5, fields=[open, close])))
  target y = zscore(forward_return(from=1, to=4, price=vwap))
  output p = dense(gru(day, units=3), units=1)
  loss -corr(p, y)
  ${TRAIN}
}
`;

let store: string;
let project: string;
beforeAll(async () => {
  store = await storeOf(DATES);
  project = await freshFolder();
  await writeText(project, 'package.json', '{}');
  await writeText(project, 'factors/days.factor', FACTORS);
  await writeText(project, 'models/days.model', MODELS);
});

const train = (args: readonly string[]): ReturnType<typeof fullbandHere> => fullbandHere(['train', ...args, '--store', store, '--fewest-dates', '20'], { cwd: project });

describe('train', () => {
  test('trains models side by side, tests them beside the sums of their factors, and says what it did', async () => {
    const { code, stdout, stderr } = await train(['models/days.model', '--average', 'mean=of_factors:1,of_bars:3', '--out', 'signals.csv', '--report', 'results', '--universe', 'st,suspended', '--layers', '3', '--importance', '4']);
    expect({ code }, stderr).toEqual({ code: 0 });
    const lines = stdout.trimEnd().split('\n');
    expect(lines[0]).toMatch(/^model\s+refit\s+seed\s+trained on\s+samples\s+validated on\s+epochs\s+best\s+IC$/);
    expect(lines.slice(1, 9).map((line) => line.split(/\s+/).slice(0, 3).join(' '))).toEqual(['of_factors', 'of_bars'].flatMap((name) => [`${name} 2021-07-01 1`, `${name} 2021-07-01 2`, `${name} 2022-01-03 1`, `${name} 2022-01-03 2`]));
    expect(lines.slice(11, 16).map((line) => line.split(' ')[0])).toEqual(['of_factors', 'of_bars', 'mean', 'equal_weight', 'icir_weight']);
    expect(lines.at(-1)).toBe('Preprocessing: winsorize,neutralize,zscore; of the factors that are summed: mean20,winsorize,neutralize,zscore.');
    expect(stderr).toMatch(/of_factors: \d+ parameters, hash [0-9a-f]{12}, weights in .*values\/models\/of_factors\n/);
    expect(stderr).toMatch(/Written: signals\.csv\nTested: \d+ sections from 2021-07-01 to .*; open results\/report\.html in a browser\.\n$/);
    expect(readFileSync(join(project, 'signals.csv'), 'utf8')).toMatch(/^date,symbol,of_factors,of_bars,mean\n2021-07-01,600000\.SH,/);
    const metrics = JSON.parse(readFileSync(join(project, 'results', 'metrics.json'), 'utf8')) as Metrics;
    expect(Object.keys(metrics.signals)).toEqual(['of_factors', 'of_bars', 'mean', 'equal_weight', 'icir_weight']);
    for (const file of ['report.html', 'signals/of_factors.html', 'signals/equal_weight.html', 'series/training.csv', 'series/importance.parquet']) expect(existsSync(join(project, 'results', file)), file).toBe(true);
    expect(readFileSync(join(project, 'results', 'series', 'training.csv'), 'utf8')).toMatch(/^signal,refit,seed,epoch,loss,validation_ic,is_best\nof_factors,2021-07-01,1,1,/);
  });

  test('takes factors from a file of values, and one model of several', async () => {
    const values = await valuesOf(store);
    const { code, stdout, stderr } = await train(['models/days.model#of_factors', '--values', values, '--seeds', '1', '--out', 'one.parquet']);
    expect({ code }, stderr).toEqual({ code: 0 });
    expect(stdout.split('\n')[0]).toMatch(/^refit\s+seed\s/);
    expect(existsSync(join(project, 'one.parquet'))).toBe(true);
    const scored = await fullbandHere(['predict', 'models/days.model#of_factors', '--store', store, '--values', values, '--seeds', '1', '--date', '2022-02-01'], { cwd: project });
    expect({ code: scored.code }, scored.stderr).toEqual({ code: 0 });
    expect(scored.stdout).toMatch(/^date,symbol,of_factors\n2022-02-01,600000\.SH,-?[\d.e-]+\n/);
  });

  test.each([
    [['models/days.model', '--out', 'x.parquet', '--average', 'mean=of_factors,nobody'], /--average mean: nobody is not among the models that are trained: of_factors, of_bars\./],
    [['models/days.model', '--out', 'x.parquet', '--average', 'mean=of_factors:0,of_bars'], /"of_factors:0": expected a model, or a model and its weight above 0/],
    [['models/days.model', '--out', 'x.parquet', '--average', 'mean=of_factors'], /It takes a name and two or more models/],
    [['models/days.model', '--out', 'x.parquet', '--average', 'of_bars=of_factors,of_bars'], /--average of_bars: a model has this name/],
    [['models/days.model#of_bras', '--out', 'x.parquet'], /No model of_bras \(did you mean of_bars\?\) in models\/days\.model, which holds of_factors, of_bars\./],
    [['models/days.model', '--out', 'x.parquet', '--layers', '4'], /--layers is of the test, which only --report DIR asks for/],
    [['models/days.model', '--out', 'x.txt'], /the extension \.txt; expected one of \.parquet, \.csv, \.json/],
    [['models/days.model', '--out', 'x.parquet', '--average', 'date=of_factors,of_bars'], /date is a column of the output/],
    [['models/days.model', '--out', 'x.parquet', '--report', 'package.json'], /--report package\.json is a file; expected a folder for the results\./],
    [['models/days.model', '--out', 'x.parquet', '--importance', '-1'], /It takes a whole number from 0 on\./],
    [['models/none*.model', '--out', 'x.parquet'], /No \.factor or \.model file matches models\/none\*\.model/],
  ])('%j is wrong usage', async (args, message) => {
    const { code, stdout, stderr } = await train(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });

  test('one model of a file is trained whatever is wrong with another', async () => {
    await writeText(project, 'models/mixed.model', `${MODELS}\nmodel broken { input x = nonsense(1) target y = forward_return(to=2) output p = x loss p train {} }\n`);
    const { code, stderr } = await train(['models/mixed.model#of_bars', '--seeds', '1', '--out', 'mixed.parquet']);
    expect({ code }, stderr).toEqual({ code: 0 });
    const whole = await train(['models/mixed.model', '--seeds', '1', '--out', 'mixed.parquet']);
    expect(whole.code).toBe(3);
    expect(whole.stderr).toMatch(/models\/mixed\.model:\d+:\d+ error FB607 nonsense/);
  });

  test('columns that the test lacks are findings before anything is trained', async () => {
    const { code, stderr } = await train(['models/days.model', '--out', 'never.parquet', '--report', 'never']);
    expect(code).toBe(3);
    expect(stderr).toMatch(/daily error FB800 the step universe\(limit\) needs the column limit_up of daily/);
    expect(existsSync(join(project, 'never.parquet'))).toBe(false);
  });
});
