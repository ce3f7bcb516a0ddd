import { beforeAll, describe, expect, test } from 'vitest';
import { edited, load, placeOf, said, saidOf, SMALL, smallProject } from '../../support/experiments.ts';
import { writeText } from '../store/support.ts';

let project: string;
beforeAll(async () => {
  project = await smallProject(0);
  await writeText(project, 'market/daily/readme.txt', '');
});

const portfolio = (more: string): string => edited('limits: {', `${more}, limits: {`);

describe('an unknown key', () => {
  test.each([
    [edited('factors:', 'factor:'), 'factor:', 'factor: found the key factor (did you mean factors?); expected one of name, title, data,'],
    [edited('portfolios:', 'portfolio:'), 'portfolio:', 'portfolio: found the key portfolio (did you mean portfolios?)'],
    [edited('store: market', 'stroe: market'), 'stroe', 'data.stroe: found the key stroe (did you mean store?); expected one of store, from, to, simulate'],
    [edited('fewestDates', 'fewestdates'), 'fewestdates', 'training.fewestdates: found the key fewestdates (did you mean fewestDates?)'],
    [edited('deviation: 20%', 'deviaton: 20%'), 'deviaton', 'portfolios.big.limits.deviaton: found the key deviaton (did you mean deviation?)'],
    [edited('{ layers: 3 }, sig', '{ layer: 3 }, sig'), 'layer:', 'tests.factors.layer: found the key layer (did you mean layers?)'],
    [portfolio('turnoverAgains: target'), 'turnoverAgains', 'portfolios.big.turnoverAgains: found the key turnoverAgains (did you mean turnoverAgainst?)'],
    [edited('fewestDates: 5', 'zzzzzzzz: 5'), 'zzzz', 'training.zzzzzzzz: found the key zzzzzzzz; expected one of seeds, epochs,'],
    [`${SMALL}# 因子\n"因子 🚀": 1\n`, '"因子', '因子 🚀: found the key 因子 🚀; expected one of'],
    [edited('market }', 'market, simulate: { stocks: 3, dayz: 3 } }'), 'dayz', 'data.simulate.dayz: found the key dayz (did you mean days?)'],
  ])('is a finding at its line and column, with the nearest one that is known (%#)', async (text, at, expected) => {
    const found = await saidOf(project, text);
    expect(found.filter((each) => each.startsWith(`${placeOf(text, at)} FB903 ${expected}`)), found.join('\n')).toHaveLength(1);
  });

  test('ends where it ends, and has a hint', async () => {
    await writeText(project, 'trial.yaml', edited('store: market', 'stroe: market'));
    const [missing, unknown, ...more] = said(load(project, [], 'trial.yaml'));
    expect(more).toEqual([]);
    expect([missing, unknown].find((each) => each?.message.includes('stroe') === true)).toEqual({ code: 'FB903', severity: 'error', file: 'trial.yaml', line: 2, column: 9, endLine: 2, endColumn: 22, message: expect.stringContaining('stroe') as string, hint: 'Rename or remove it.' });
  });
});

describe('a wrong unit', () => {
  test.each([
    [portfolio('cost: 4 shares'), 'cost:', 'portfolios.big.cost: found "4 shares"; expected a share such as 0.4% or 0.004'],
    [portfolio('every: 5 weeks'), 'every:', 'portfolios.big.every: found "5 weeks"; expected a number of trading days between rebalances'],
    [portfolio('capital: 100 shares'), 'capital:', 'portfolios.big.capital: found "100 shares"; expected an amount of CNY'],
    [portfolio('lot: 100 shares'), 'lot:', 'portfolios.big.lot: found "100 shares"; expected a whole number of shares'],
    [edited('size: none', 'size: 20%'), 'size:', 'portfolios.big.limits.size: found "20%"; expected a number of standard deviations'],
    [edited('[30%, 60%]', '30'), 'turnover:', 'portfolios.big.turnover: found 30; expected'],
    [edited('[30%, 60%]', '[30%, 60]'), '60]', 'portfolios.big.turnover.1: found 60; expected a share'],
    [edited('deviation: 20%', 'deviation: 20 bp'), 'deviation:', 'portfolios.big.limits.deviation: found "20 bp"; expected a share'],
    [edited('{ layers: 3 }, sig', '{ horizon: 2 weeks }, sig'), 'horizon', 'tests.factors.horizon: found "2 weeks"; expected a number of trading days'],
    [edited('fewestDates: 5', 'fewestDates: 5.5'), 'fewestDates', 'training.fewestDates: found 5.5; expected integer'],
    [edited('panels: 1', 'panels: -1'), 'panels: ', 'fusion.both.panels: found -1; expected a weight above 0'],
    [edited('panels: 1', 'panels: .inf'), 'panels: ', 'fusion.both.panels: found .inf; expected a finite number'],
    [edited('engine: webasm', 'engine: gpu'), 'engine:', 'engine: found "gpu"'],
    [edited('backend: wasm', 'backend: webasm'), 'backend', 'training.backend: found "webasm" (did you mean wasm?)'],
  ])('is a finding at its place that says what is expected (%#)', async (text, at, expected) => {
    const found = await saidOf(project, text);
    expect(found.filter((each) => each.startsWith(`${placeOf(text, at)} FB903 ${expected}`)), found.join('\n')).toHaveLength(1);
  });

  test.each([
    ...['turnover: 500%', 'turnover: [30%, 201%]'].map((to) => [to, edited('turnover: [30%, 60%]', to)]),
    ...['every: 0 days', 'every: 1001 days', 'capital: 0 CNY', 'capital: 1e999 CNY', 'capital: 1e13 CNY', 'cost: 50%'].map((more) => [more, portfolio(more)]),
    ['deviation: 900%', edited('deviation: 20%', 'deviation: 900%')],
    ...['horizon: 0 days', 'every: 0 days'].map((more) => [`${more} of a test`, edited('{ layers: 3 }, sig', `{ ${more} }, sig`)]),
    ['correlation: 101%', edited('tests: {', 'tests: { screen: { correlation: 101% },')],
  ])('does not let a number pass that would be out of bounds without it: %s', async (_, text) => {
    expect((await saidOf(project, text)).map((each) => each.split(' ')[1])).toEqual(['FB903']);
  });

  test.each([
    ['turnover: 30%', [0.3]], ['turnover: 0.3', [0.3]], ['turnover: [32.5%, none]', [0.325, null]], ['turnover: [30%, 0.3]', [0.3]], ['turnover: 0.8 %', [0.008]],
  ])('%s is what it says, each run with a name of its own', async (to, caps) => {
    await writeText(project, 'trial.yaml', edited('turnover: [30%, 60%]', to));
    const [big] = load(project, [], 'trial.yaml').loaded?.experiment.portfolios ?? [];
    expect(big?.variants.map(({ settings }) => settings.limits.turnover)).toEqual(caps);
    expect(new Set(big?.variants.map(({ name }) => name)).size).toBe(big?.variants.length);
  });

  test('caps so near that one name is that of both are one run, or a finding', async () => {
    await writeText(project, 'trial.yaml', edited('turnover: [30%, 60%]', 'turnover: [30%, 0.30000000001]'));
    const [big] = load(project, [], 'trial.yaml').loaded?.experiment.portfolios ?? [];
    const names = big?.variants.map(({ name }) => name) ?? [];
    expect(new Set(names).size).toBe(names.length);
  });
});
