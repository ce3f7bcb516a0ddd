import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { fullbandHere } from '../../support/cli-here.ts';
import { folderWith } from '../../support/cli.ts';
import { ROOT } from '../../support/sources.ts';

const FACTORS = join(ROOT, 'factors/minute');
const LATE = join(FACTORS, 'late_skew_ret.factor');

function folder(files: Readonly<Record<string, string>>): string {
  const made = folderWith({ 'fullband.yaml': '', ...files });
  onTestFinished(() => made.remove());
  return made.path;
}

describe('explain', () => {
  test('tells unit, time and where each step runs', async () => {
    const { code, stdout, stderr } = await fullbandHere(['explain', LATE]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('late_skew_ret');
    expect(stdout).toContain('known at 15:00');
    for (const place of ['SQL', 'host', 'kernel']) expect(stdout).toMatch(new RegExp(`^ {2}${place} `, 'm'));
  });

  test.each(['tree', 'typed', 'ir', 'plan', 'sql', 'kernel'])('--stage %s prints text, and JSON with --json', async (stage) => {
    const text = await fullbandHere(['explain', LATE, '--stage', stage]);
    expect({ code: text.code, stderr: text.stderr }).toEqual({ code: 0, stderr: '' });
    expect(text.stdout.trim().split('\n').length).toBeGreaterThan(1);
    const { code, stdout } = await fullbandHere(['explain', LATE, '--stage', stage, '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toBeTypeOf('object');
  });

  test('a folder is compiled together; #NAME takes one factor of it', async () => {
    const all = await fullbandHere(['explain', FACTORS, '--json']);
    expect(JSON.parse(all.stdout)).toHaveLength(15);
    const one = await fullbandHere(['explain', `${FACTORS}#volume_perc3`, '--json']);
    expect(JSON.parse(one.stdout)).toMatchObject([{ factor: 'volume_perc3' }]);
  });

  test('the tree shows every node with its place, Chinese names included', async () => {
    const cwd = folder({ 'f.factor': '/// 量 · v\nfactor 量比 {\n  from minute\n  direction +1\n  value sum(volume, window=late) / 2\n}\n' });
    const { stdout } = await fullbandHere(['explain', 'f.factor', '--stage', 'tree'], { cwd });
    expect(stdout).toBe(
      [
        'factor 量比 "量 · v"  @2:1',
        '  clauses[0]: from table=minute  @3:3',
        '  clauses[1]: direction 1  @4:3',
        '  clauses[2]: value  @5:3',
        '    value: binary /  @5:9',
        '      left: call sum  @5:9',
        '        args[0]:  @5:13',
        '          value: name volume  @5:13',
        '        args[1]: window  @5:21',
        '          value: name late  @5:28',
        '      right: number 2  @5:36',
        '',
      ].join('\n'),
    );
  });

  test('a file with errors ends in its findings; its tree is shown all the same', async () => {
    const cwd = folder({ 'f.factor': '/// f\nfactor f {\n  from minute\n  direction +1\n  value sum(volume\n}\n' });
    const plan = await fullbandHere(['explain', 'f.factor', '--stage', 'plan'], { cwd });
    expect({ code: plan.code, stdout: plan.stdout }).toEqual({ code: 3, stdout: '' });
    expect(plan.stderr).toMatch(/^f\.factor:\d+:\d+ error FB1\d\d/);
    const tree = await fullbandHere(['explain', 'f.factor', '--stage', 'tree'], { cwd });
    expect(tree.code).toBe(3);
    expect(tree.stdout).toContain('factor f');
    expect(tree.stderr).toMatch(/^f\.factor:\d+:\d+ error FB1\d\d/);
  });

  test('a factor over executions tells what is grouped, what kernels sum, and over which rows', async () => {
    const cwd = folder({ 't.factor': '/// t\nfactor t {\n  from trade\n  direction +1\n  let big = mean(sum(amount, by=buy_id))\n  value sum(amount, where=side == buy and sum(amount, by=buy_id) > big) / sum(amount)\n}\n' });
    const { code, stdout, stderr } = await fullbandHere(['explain', 't.factor'], { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const text of ['reads trade', 'DuckDB reads amount, buy_id, side, time of trade', 'host1 = sum(trade.amount, by=buy_id)', 'one pass over executions collects', 'sum of trade.amount  where trade.side == buy and host2', 'operations per row']) expect(stdout).toContain(text);
  });

  test.each(['typed', 'ir', 'plan', 'sql', 'kernel'])('factors over bars and over executions stand side by side in --stage %s', async (stage) => {
    const cwd = folder({ 't.factor': '/// t\nfactor t { from trade direction 1 value corr(sum(amount, by=minute), minute.ret) }\n/// m\nfactor m { from minute direction 1 value mean(ret) }\n' });
    const text = await fullbandHere(['explain', 't.factor', '--stage', stage], { cwd });
    expect({ code: text.code, stderr: text.stderr }).toEqual({ code: 0, stderr: '' });
    expect(text.stdout).toMatch(stage === 'kernel' ? /over the 240 bars: the same source/ : /trade/);
    const { code, stdout } = await fullbandHere(['explain', 't.factor', '--stage', stage, '--json'], { cwd });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toBeTypeOf('object');
  });

  test.each([
    [[`${LATE}#late_skew_rt`], 'did you mean late_skew_ret?'],
    [[LATE, '--stage', 'kernl'], 'Allowed choices are tree, typed, ir, plan, sql, kernel, svg.'],
    [[`${LATE}#nothing`, '--stage', 'tree'], 'Nothing is named nothing'],
    [[LATE, '--stage', 'svg'], 'only models are drawn'],
    [[LATE, '--svg', 'x.svg'], 'only models are drawn'],
    [[join(ROOT, 'models/lf_daily_only.model'), '--stage', 'kernel'], 'theirs are tree, typed, plan and svg'],
    [[join(ROOT, 'models'), '--stage', 'svg'], 'One model is drawn at a time'],
  ])('%j is wrong usage', async (args, reason) => {
    const { code, stdout, stderr } = await fullbandHere(['explain', ...args]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(reason);
  });
});

describe('explain of models', () => {
  const HF = join(ROOT, 'models/hf_gru.model');

  test('tells shapes, parameters, the loss and what is known when', async () => {
    const { code, stdout, stderr } = await fullbandHere(['explain', HF]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const part of ['x  [samples, days 40, features 27]', '5,401 parameters in total', 'p = sigmoid(dense_1(batch_norm_1(h)))', '-corr(p, y)', 'the label at the close of T+11']) expect(stdout).toContain(part);
  });

  test('draws a model to standard output or to a file', async () => {
    const cwd = folder({});
    const { stdout } = await fullbandHere(['explain', HF, '--stage', 'svg']);
    expect(stdout).toMatch(/^<svg xmlns=/);
    const { code, stderr } = await fullbandHere(['explain', HF, '--svg', 'drawn/hf.svg'], { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'drawn/hf.svg written.\n' });
    expect(readFileSync(join(cwd, 'drawn/hf.svg'), 'utf8')).toBe(stdout);
  });

  test.each(['overview', 'tree', 'typed', 'plan', 'svg'])('%s is there as JSON', async (stage) => {
    const { code, stdout } = await fullbandHere(['explain', HF, '--json', ...(stage === 'overview' ? [] : ['--stage', stage])]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toHaveLength(1);
  });

  test('a file of factors and models shows both, #NAME one of them', async () => {
    const cwd = folder({ 'both.model': '/// f\nfactor f { from minute direction 1 value mean(ret) }\n/// m\nmodel m { input x = panel(f, days=5) target y = forward_return(to=2) output p = dense(gru(x, units=2), units=1) loss mse(p, y) train {} }\n' });
    const both = await fullbandHere(['explain', 'both.model'], { cwd });
    expect(both.stdout).toMatch(/^model m [^]*\n\nfactor f /);
    expect(JSON.parse((await fullbandHere(['explain', 'both.model', '--json'], { cwd })).stdout)).toMatchObject([{ model: 'm' }, { factor: 'f' }]);
    expect((await fullbandHere(['explain', 'both.model#f'], { cwd })).stdout).toMatch(/^factor f /);
    expect((await fullbandHere(['explain', 'both.model#m'], { cwd })).stdout).not.toContain('factor f ');
    expect((await fullbandHere(['explain', 'both.model', '--stage', 'kernel'], { cwd })).stdout).not.toContain('model m');
  });

  test('a model with errors ends in its findings', async () => {
    const cwd = folder({ 'm.model': 'model m {}\n' });
    const { code, stdout, stderr } = await fullbandHere(['explain', 'm.model'], { cwd });
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toMatch(/^m\.model:1:7 error FB600/);
  });
});
