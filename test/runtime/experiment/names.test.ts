import { beforeAll, describe, expect, test } from 'vitest';
import { edited, load, MODELS, said, saidOf, smallProject } from '../../support/experiments.ts';
import { writeText } from '../store/support.ts';

let project: string;
beforeAll(async () => {
  project = await smallProject(2);
});

describe('a name that is not there', () => {
  test.each([
    [edited('factors/small.factor', 'factors/smal.factor'), '4:11 FB910 there is no file or folder factors/smal.factor (did you mean factors/small.factor?)'],
    [edited('factors/small.factor', 'factors/small.factor#laet'), '4:11 FB912 there is no factor factors/small.factor#laet (did you mean late?); expected one of late, swing, busy, all'],
    [edited('models/bars.model', 'models/bar.model'), '6:31 FB910 there is no file or folder models/bar.model (did you mean models/bars.model?)'],
    [edited('models/bars.model', 'models/bars.model#bar'), '6:31 FB913 there is no model models/bars.model#bar (did you mean bars?); expected one of bars'],
    [edited('models/bars.model', 'factors/small.factor'), '6:31 FB913 there is no model factors/small.factor'],
    [edited('factors/small.factor', 'trial.yaml'), '4:11 FB912 there is no factor trial.yaml'],
    [edited('factors/small.factor', 'nothing*.factor'), '4:11 FB910 there is no file or folder nothing*.factor'],
    [edited('store: market', 'store: markt'), '2:9 FB921 there is no store markt'],
    [edited('store: market', 'store: package.json'), '2:9 FB921 there is no store package.json'],
    [edited('store: market', 'store: "a\\0b"'), '2:9 FB903 data.store: found "a\\u0000b"'],
    [edited('bars: 3', 'baars: 3'), '8:30 FB920 there is no signal baars (did you mean bars?); expected one of the models panels, bars'],
    [edited('signal: both', 'signal: boht'), '10:10 FB920 there is no signal boht (did you mean both?); expected one of panels, bars, both'],
    [edited('signal: both', 'signal: x, signals: x.parquet'), '10:21 FB910 there is no file or folder x.parquet'],
  ])('is a finding at its place, with the nearest one that is (%#)', async (text, expected) => {
    const found = await saidOf(project, text);
    expect(found.filter((each) => each.startsWith(expected)), found.join('\n')).toHaveLength(1);
  });

  test('of a fusion where there are no models is an error if a portfolio rests on it', async () => {
    const text = 'data: { store: market }\nfusion: { both: { a: 1, b: 1 } }\nportfolios: { big: { signal: both, index: tiny } }\n';
    expect((await saidOf(project, text)).filter((each) => each.includes('FB920'))).toHaveLength(1);
  });
});

/** The fusion by another name. */
const twin = (name: string): string => edited('both: {', `${name}: {`).replace('signal: both', `signal: ${name}`);

describe('a name that is there twice', () => {
  test.each([
    [edited('models/bars.model]', 'models/bars.model, models/bars.model#bars]'), '6:1 FB914 the model bars is there twice'],
    [edited('models/bars.model]', 'models/twin.model]'), '6:1 FB914 the model panels is there twice: models/panels.model and models/twin.model'],
    [edited('factors/small.factor', 'factors'), '4:1 FB914 the factor late is there twice'],
    [twin('bars'), '8:11 FB914 the signal bars is there twice: the model bars and a fusion'],
    [twin('date'), '8:11 FB9'], [twin('symbol'), '8:11 FB9'], [twin('Bars'), '8:11 FB9'],
    // What a file of signals calls its columns, and a name that no table tells from another.
  ])('is a finding (%#)', async (text, expected) => {
    await writeText(project, 'models/twin.model', MODELS.bars.replace('model bars', 'model panels'));
    await writeText(project, 'factors/twin.factor', '/// 同名 · A name that is taken.\nfactor late { from daily direction 1 value turnover }\n');
    const found = await saidOf(project, text);
    expect(found.filter((each) => each.startsWith(expected)), found.join('\n')).toHaveLength(1);
  });
});

describe('a part that is not used', () => {
  test.each([
    ['training: { seeds: 1 }', '3:1 FB930 training says nothing: there are no models'],
    ['fusion: { a: { b: 1, c: 1 } }', '3:1 FB930 fusion says nothing: there are no models'],
    ['tests: { signals: none }', '3:10 FB930 tests.signals says nothing: there are no models'],
  ])('is a warning, and the experiment runs: %s', async (more, expected) => {
    const found = await saidOf(project, `data: { store: market }\nfactors: [factors/small.factor]\n${more}\n`);
    expect(found).toEqual([expected]);
    const read = load(project, [], 'trial.yaml');
    expect(read.loaded).not.toBeNull();
    expect(said(read).map(({ severity, hint }) => [severity, hint])).toEqual([['warning', 'remove it']]);
  });

  test('of tests of factors where there are none as well', async () => {
    const found = await saidOf(project, 'data: { store: market }\nmodels: [models/bars.model]\ntests: { factors: none, screen: { correlation: 60% } }\n');
    expect([...found].sort()).toEqual(['3:10 FB930 tests.factors says nothing: there are no factors', '3:25 FB930 tests.screen says nothing: there are no factors']);
  });

  test('is an error where nothing is left', async () => {
    expect(await saidOf(project, 'data: { store: market }\n')).toEqual(['1:1 FB922 the experiment asks for nothing; expected factors, models or portfolios']);
  });
});
