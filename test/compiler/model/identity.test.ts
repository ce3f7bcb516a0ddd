import { describe, expect, test } from 'vitest';
import { modelIdentity } from '../../../src/compiler/model/identity.ts';
import { MODELS, modelOf, storedModel } from '../../support/models.ts';

function textOf(text: string): string {
  return modelIdentity(modelOf(text)).text;
}

const FACTOR = 'factor a { from minute direction 1 value mean(ret) }';

function model(input: string, train = '', factor = FACTOR, names: readonly [string, string] = ['x', 'h']): string {
  const [x, h] = names;
  return `${factor}\nmodel m { input ${x} = ${input} target y = forward_return(to=2) let ${h} = gru(${x}, units=3) output p = dense(${h}, units=1) loss mse(p, y) train { ${train} } }`;
}

const PANEL = 'panel(zscore(a), days=5)';

describe('the identity of a model', () => {
  test('is data that JSON holds, as the typed model is', () => {
    for (const name of MODELS) {
      const checked = storedModel(name);
      expect(JSON.parse(JSON.stringify(checked.model))).toEqual(checked.model);
      expect(modelIdentity(checked)).toEqual(modelIdentity(storedModel(name)));
    }
    expect(new Set(MODELS.map((name) => modelIdentity(storedModel(name)).text)).size).toBe(MODELS.length);
  });

  test('does not change with names, documentation, or defaults that are written', () => {
    const plain = textOf(model(PANEL));
    expect(textOf(`/// words\n${model(PANEL, '', FACTOR.replace('factor a', 'factor b').replace('a {', 'b {'), ['z', 'state']).replace('zscore(a)', 'zscore(b)')}`)).toBe(plain);
    expect(textOf(model(PANEL, 'epochs 100'))).toBe(plain);
  });

  test.each([
    ['the days of a panel', model('panel(zscore(a), days=6)')],
    ['a preparation', model('panel(rank(a), days=5)')],
    ['where a preparation acts', model('zscore(panel(a, days=5))')],
    ['what a factor computes', model(PANEL, '', FACTOR.replace('mean', 'std'))],
    ['the direction of a factor', model(PANEL, '', FACTOR.replace('direction 1', 'direction -1'))],
    ['the units of a layer', model(PANEL).replace('units=3', 'units=4')],
    ['the target', model(PANEL).replace('to=2', 'to=3')],
    ['the loss', model(PANEL).replace('loss mse(p, y)', 'loss 2 * mse(p, y)')],
    ['a setting of the training', model(PANEL, 'batch date')],
  ])('changes with %s', (_, changed) => {
    expect(textOf(changed)).not.toBe(textOf(model(PANEL)));
  });
});
