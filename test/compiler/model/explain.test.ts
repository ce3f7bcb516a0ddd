import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { explainModels, MODEL_STAGES, type ModelStage } from '../../../src/compiler/model/explain.ts';
import type { CheckedModel } from '../../../src/dsl/typed-model.ts';
import { MODELS, modelOf, modelWith, storedModel } from '../../support/models.ts';

/** `FULLBAND_UPDATE=1` rewrites the goldens; look at the difference before committing it. */
const update = process.env['FULLBAND_UPDATE'] === '1';
const FOLDER = join(import.meta.dirname, 'goldens');

function text(model: CheckedModel, stage: ModelStage = 'overview'): string {
  return explainModels([model], stage).text;
}

describe('goldens: what explain says of a model', () => {
  const cases: readonly (readonly [string, ModelStage])[] = [['hf_gru', 'overview'], ['hf_gru', 'plan'], ['lf_multitask', 'overview'], ['lf_multitask', 'plan'], ['lf_multitask', 'typed'], ['lf_multitask', 'svg'], ['full_band_multitask', 'overview']];

  test.each(cases)('%s, %s', (name, stage) => {
    const found = `${text(storedModel(name), stage)}\n`;
    const golden = join(FOLDER, `${name}.${stage}.${stage === 'svg' ? 'svg' : 'txt'}`);
    if (update || !existsSync(golden)) {
      if (!update) throw new Error(`${golden} is missing; FULLBAND_UPDATE=1 writes it`);
      writeFileSync(golden, found);
    }
    expect(found).toBe(readFileSync(golden, 'utf8'));
  });
});

describe('the overview of a model', () => {
  test('says how settings other than the usual change what happens', () => {
    const model = modelOf(`
      factor early { from minute direction 1 value mean(ret, window=early) }
      model m {
        input x = zscore(panel(early, days=1))
        target y = forward_return(from=0, to=1, price=open)
        output p = dense(gru(x, units=2), units=1)
        loss mse(p, y)
        train { batch date epochs 1 patience 1 every 1d refit 1mo seeds 1 }
      }`);
    const said = text(model);
    for (const part of ['1 factor on the last 1 trading day', 'then zscore, at each step across the stocks of T', 'open(T+1) / open(T+0) - 1 on adjusted prices\n', 'a batch is the stocks of one date', 'at most 1 epoch;', 'a date of samples every 1 trading day;', 'on the first trading day of every month, once', 'inputs at 10:00 of T', 'the label at the open of T+1', 'at least 1 trading day before those of validation, so that no label reaches into them: no date between them is left out']) expect(said).toContain(part);
  });

  test('a preparation that needs the size of companies is known at the close', () => {
    const by = (key: string): string => text(modelOf(`factor early { from minute direction 1 value mean(ret, window=early) } model m { input x = panel(neutralize(early${key}), days=5) target y = forward_return(to=2) output p = dense(gru(x, units=2), units=1) loss mse(p, y) train {} }`));
    expect(by('')).toContain('inputs at 15:00 of T');
    expect(by(', by=industry')).toContain('inputs at 10:00 of T');
  });

  test('writes formulas with the parentheses they need and no others', () => {
    const model = modelWith('let a = dense(h, units=1)', 'let b = dense(dropout(h, 12.5%), units=1)', 'output p = a - (b - 2) / (a * (b + 1)) + -(a + b)', 'loss mse(p, y) - (mean(a) - mean(b)) - 1 / (2 / mean(a^2))');
    const said = text(model);
    expect(said).toContain('p = a - (b - 2) / (a * (b + 1)) + -(a + b)  [samples, 1]');
    expect(said).toContain('mse(p, y) - (mean(a) - mean(b)) - 1 / (2 / mean(a * a))');
    expect(said).toContain('b = dense_2(dropout(h, 12.5%))');
  });
});

describe('the drawing of a model', () => {
  test.each(MODELS)('%s is well-formed, and all its names are text', (name) => {
    const model = storedModel(name);
    const svg = text(model, 'svg');
    const open: string[] = [];
    for (const [, close, tag = '', rest = ''] of svg.matchAll(/<(\/?)([a-zA-Z]+)([^>]*)>/g)) {
      if (close === '/') expect(open.pop()).toBe(tag);
      else if (!rest.endsWith('/')) open.push(tag);
    }
    expect(open).toEqual([]);
    for (const { name: input } of model.model.inputs) expect(svg).toContain(`>input ${input}</text>`);
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    expect(svg).toContain('prefers-color-scheme: dark');
  });

  test('boxes do not overlap and arrows go to the right', () => {
    for (const name of MODELS) {
      const svg = text(storedModel(name), 'svg');
      const boxes = [...svg.matchAll(/<g><rect class="ground" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"/g)].map((match) => match.slice(1).map(Number) as [number, number, number, number]);
      expect(boxes.length).toBeGreaterThan(4);
      for (const [i, [x, y, w, h]] of boxes.entries()) {
        for (const [x2, y2, w2, h2] of boxes.slice(i + 1)) expect(x + w <= x2 || x2 + w2 <= x || y + h <= y2 || y2 + h2 <= y, name).toBe(true);
      }
      for (const [, from, to] of svg.matchAll(/d="M([\d.]+) [\d.]+ C.* ([\d.]+) [\d.]+"/g)) expect(Number(to)).toBeGreaterThan(Number(from));
    }
  });
});

test.each(MODEL_STAGES)('stage %s gives data that JSON holds', (stage) => {
  const { data } = explainModels([storedModel('lf_multitask')], stage);
  expect(JSON.parse(JSON.stringify(data))).toEqual(data);
  expect(data).toHaveLength(1);
});
