import { describe, expect, test } from 'vitest';
import { experimentSchema } from '../../../src/runtime/experiment/document.ts';
import { labels, marked, PATH, taken } from './support.ts';

const TOP = Object.keys((experimentSchema() as { properties: object }).properties);

describe('keys of an experiment', () => {
  test('are all there in an empty file, the needed one first', () => {
    const found = labels('|');
    expect([...found].sort()).toEqual([...TOP].sort());
    expect(found[0]).toBe('data');
  });

  test.each([
    ['below others', 'data: { store: market }\n|\n'],
    ['half-typed', 'data: { store: market }\nfac|'],
    ['between others', 'data: { store: market }\n|\nfactors: [factors]\n'],
    ['after lines that do not read', 'data: { store: market }\nmodels: [models/hf.model\n  foo: : bar\nreport:\n  pages: all\n|'],
  ])('are offered %s', (_, text) => {
    expect(labels(text)).toContain('engine');
  });

  test('that are there already are not offered again', () => {
    expect(labels('data: { store: market }\nengine: cpu\n|')).not.toContain('engine');
  });

  test.each([
    ['in a block', 'data:\n  store: market\n  |\n', ['from', 'simulate', 'to']],
    ['in brackets', 'data: { store: market, | }', ['from', 'simulate', 'to']],
    ['in brackets that are open', 'data: { store: market, fr|', ['from', 'simulate', 'to']],
    ['in brackets over lines', 'data: {\n  store: market,\n  |\n}\n', ['from', 'simulate', 'to']],
    ['below a key that is followed by another', 'data:\n  store: market\n  |\nfactors: [factors]\n', ['from', 'simulate', 'to']],
    ['of a portfolio of any name', 'portfolios:\n  mine:\n    signal: hf\n    index: equal\n    limits: { | }\n', ['deviation', 'industry', 'memberWeight', 'size']],
    ['of a step', 'tests:\n  factors:\n    preprocess: [winsorize: { | }]\n', ['by', 'k']],
    ['of tables', 'tests:\n  screen:\n    correlation: { minute: 60%, | }\n', ['daily', 'order', 'trade']],
  ])('%s are those of their map', (_, text, expected) => {
    expect([...labels(text)].sort()).toEqual(expected);
  });

  test('come with what their value begins with', () => {
    expect(taken('da|', 'data')).toBe('data:\n  $0');
    expect(taken('fa|', 'factors')).toBe('factors: [$1]');
    expect(taken('eng|', 'engine')).toBe('engine: ');
    expect(taken('data: { store: m, sim| }', 'simulate')).toBe('data: { store: m, simulate: { $1 } }');
    expect(taken('eng|: auto', 'engine')).toBe('engine: auto');
  });

  test('say what they are', () => {
    const { language, offset } = marked('data: { store: m }\nportfolios:\n  a:\n    tur|\n');
    const found = language.completions(PATH, offset).find(({ label }) => label === 'turnover');
    expect(found?.documentation).toContain('the most two-sided turnover of a rebalance');
    expect(found?.documentation).toContain('Default: `[30%]`');
    expect(found?.kind).toBe('key');
  });

  test('of a fusion are the models of the experiment', () => {
    expect(labels('models: [models/hf.model, models/lf.model]\nfusion:\n  both: { hf: 1, | }\n')).toEqual(['lf']);
    expect(labels('models:\n  - models/hf.model\n  - { model: models/lf.model, seeds: 1 }\nfusion:\n  both:\n    |\n')).toEqual(['hf', 'lf']);
  });
});

describe('values of an experiment', () => {
  test.each([
    ['of a choice', 'engine: |', ['auto', 'cpu', 'reference', 'webasm', 'webgpu']],
    ['directly behind the colon', 'engine:|', ['auto', 'cpu', 'reference', 'webasm', 'webgpu']],
    ['half-typed', 'engine: we|\ndata: { store: market }', ['auto', 'cpu', 'reference', 'webasm', 'webgpu']],
    ['that are true or false', 'data: { store: m, simulate: { stocks: 3, days: 3, information: | } }', ['false', 'true']],
    ['of a list', 'tests:\n  factors:\n    universe: [st, |]\n', ['limit', 'st', 'suspended']],
    ['with none among them', 'portfolios:\n  a:\n    limits:\n      industry: |\n', ['0.02', '2%', 'none']],
    ['of an index', 'portfolios: { a: { signal: hf, index: | } }', ['csi1000', 'csi500', 'equal']],
    ['of a store', 'data: { store: | }', ['market']],
  ])('%s are offered', (_, text, expected) => {
    expect([...labels(text)].sort()).toEqual(expected);
  });

  test('the default comes before the others', () => {
    expect(labels('engine: |')[0]).toBe('auto');
  });

  test('steps are words, and keys with settings', () => {
    const found = labels('tests:\n  factors:\n    preprocess:\n      - |\n');
    expect(found).toEqual(expect.arrayContaining(['winsorize', 'neutralize', 'zscore', 'rank', 'mean', 'fill']));
  });

  test('factors are files, folders and names of a file', () => {
    expect(labels('factors: [|]')).toEqual(['factors/both.factor', 'factors/minute/skew.factor', 'factors', 'factors/minute']);
    expect(labels('factors: [factors/both.factor#|]')).toEqual(['factors/both.factor#all', 'factors/both.factor#one', 'factors/both.factor#two']);
    expect(labels('factors:\n  - factors/|\n')).toContain('factors/both.factor');
    expect(taken('factors: [factors/bo|]', 'factors/both.factor')).toBe('factors: [factors/both.factor]');
    expect(taken('factors:\n  |\n', 'factors')).toBe('factors:\n  - factors\n');
  });

  test('models are files of models, also as keys', () => {
    expect(labels('models: [|]')).toEqual(expect.arrayContaining(['models/hf.model', 'models/lf.model', 'models']));
    expect(labels('models:\n  - { model: | }\n')).toContain('models/hf.model');
    expect(labels('models:\n  - |\n')).toEqual(expect.arrayContaining(['models/hf.model', 'model', 'seeds']));
  });

  test('signals are fusions and models', () => {
    expect(labels('models: [models]\nfusion:\n  both: { hf: 1, lf: 2 }\nportfolios:\n  a:\n    signal: |\n')).toEqual(['both', 'hf', 'lf']);
  });

  test.each(['# a comm|ent', 'title: some wo|rds', 'title: |', 'name: "x|', 'portfolios:\n  |'])('there are none at %s', (text) => {
    expect(labels(text)).toEqual([]);
  });
});
