import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { format } from '../../src/dsl/print.ts';
import { parse } from '../../src/dsl/parse.ts';
import { checkStored, MODELS, planOf, storedModel } from '../support/models.ts';
import { ROOT } from '../support/sources.ts';

/** 3 gates of units × (features + units) weights, and two biases for each gate. */
function gru(features: number, units = 30): number {
  return 3 * units * (features + units) + 2 * 3 * units;
}

const HEAD = 2 * 30 + 31;

describe('the models that come with the project', () => {
  test('are those of the report and its ablations', () => {
    expect(MODELS).toEqual(['full_band_multitask', 'hf_gru', 'lf_daily_only', 'lf_monthly', 'lf_multitask', 'lf_multitask_unshared_gru', 'lf_weekly']);
  });

  test.each(MODELS)('%s checks without a finding, under the name of its file', (name) => {
    const { findings, models } = checkStored(name);
    expect(findings).toEqual([]);
    expect(models.map((model) => model.name)).toEqual([name]);
  });

  test.each(MODELS)('%s is documented in Chinese and English and has the layout of fmt', (name) => {
    const text = readFileSync(join(ROOT, 'models', `${name}.model`), 'utf8');
    expect(storedModel(name).documentation).toMatch(/\p{Script=Han}.* · .*[a-z]/u);
    expect(format(parse(text, `${name}.model`).tree)).toBe(text);
  });

  test.each(MODELS)('%s is trained as the report says', (name) => {
    const { training, target } = storedModel(name).model;
    expect(training).toEqual({ optimizer: { kind: 'adam', learningRate: 0.005 }, batch: 5000, epochs: 100, patience: 10, every: 5, split: 0.8, refitMonths: 6, seeds: 3 });
    expect(target).toMatchObject({ from: 1, to: 11, price: 'vwap', prepared: [{ kind: 'across', operator: 'zscore' }] });
  });

  test('hf_gru goes over 40 days of 27 factors, prepared as the report says', () => {
    const { model, factors } = storedModel('hf_gru');
    const [input] = model.inputs;
    if (input?.kind !== 'panel') throw new Error('hf_gru has no panel');
    expect(input.shape.map(({ size }) => size)).toEqual([null, 40, 27]);
    expect(input.daily).toEqual([
      { kind: 'across', operator: 'winsorize', parameters: [5], by: null },
      { kind: 'across', operator: 'neutralize', parameters: [], by: null },
      { kind: 'across', operator: 'zscore', parameters: [], by: null },
      { kind: 'across', operator: 'fill', parameters: [0], by: null },
    ]);
    expect(factors.map(({ name }) => name)).toEqual(input.features.map(({ name }) => name));
    expect(new Set(factors.map(({ name }) => name)).size).toBe(27);
    expect(planOf(storedModel('hf_gru')).parameterCount).toBe(gru(27) + HEAD);
  });

  test('a shared GRU is one set of weights, unshared ones are three', () => {
    const shared = planOf(storedModel('lf_multitask'));
    const unshared = planOf(storedModel('lf_multitask_unshared_gru'));
    expect(shared.layers.filter(({ kind }) => kind === 'gru')).toMatchObject([{ name: 'shared', parameterCount: 3 * 30 * (6 + 30) + 2 * 90 }]);
    expect(shared.layers[0]?.calls).toHaveLength(3);
    expect(unshared.layers.filter(({ kind }) => kind === 'gru')).toHaveLength(3);
    expect(shared.parameterCount).toBe(gru(6) + 3 * HEAD);
    expect(unshared.parameterCount).toBe(3 * gru(6) + 3 * HEAD);
    expect(planOf(storedModel('full_band_multitask')).parameterCount).toBe(gru(6) + gru(27) + 4 * HEAD);
    expect(planOf(storedModel('lf_daily_only')).parameterCount).toBe(gru(6) + HEAD);
  });

  test('the tasks of a multi-task model are z-scored before they are averaged', () => {
    expect(planOf(storedModel('lf_multitask')).standardised).toEqual(['y1', 'y2', 'y3']);
    expect(planOf(storedModel('full_band_multitask')).standardised).toEqual(['y1', 'y2', 'y3', 'y4']);
    expect(planOf(storedModel('hf_gru')).standardised).toEqual([]);
  });
});
