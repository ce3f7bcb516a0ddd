import { beforeAll, describe, expect, test } from 'vitest';
import { edited, saidOf, smallProject } from '../../support/experiments.ts';

let project: string;
beforeAll(async () => {
  project = await smallProject(2);
});

describe('a date', () => {
  test.each(['2022-02-30', '2021-02-29', '2022-13-01', '2022-00-10', '2022-06-31', '0000-00-00'])('%s does not exist, and is a finding at each of its places', async (date) => {
    const found = await saidOf(project, edited('store: market', `store: market, from: ${date}`).replace('fewestDates: 5', `from: ${date}`).replace('signal: both', `signal: both, from: ${date}`));
    expect(found).toEqual(['2:24 FB924 data.from', '7:13 FB924 training.from', '10:24 FB924 portfolios.big.from'].map((place) => `${place}: there is no date ${date}`));
  });

  test.each(['yesterday', '2022-1-4', '20220104', '2022-01-04T00:00', '"2022-01-04 "'])('%s is not written as one', async (date) => {
    expect((await saidOf(project, edited('store: market', `store: market, to: ${date}`))).map((each) => each.split(' ').slice(0, 3).join(' '))).toEqual(['2:24 FB903 data.to:']);
  });

  test.each([
    [edited('store: market', 'store: market, from: 2022-02-02, to: 2022-02-01'), '2:24 FB923'],
    [edited('store: market', 'store: market, to: 2022-02-01').replace('fewestDates: 5', 'from: 2022-03-01'), '7:13 FB923'],
    [edited('store: market', 'store: market, to: 2022-02-01').replace('signal: both', 'signal: both, from: 2022-03-01'), '10:24 FB923'],
    [edited('store: market', 'store: made, to: 2022-02-01, simulate: { stocks: 3, days: 3, from: 2022-03-01 }'), '2:70 FB923'],
  ])('to that lies before from is a finding (%#)', async (text, expected) => {
    const found = await saidOf(project, text);
    expect(found.filter((each) => each.startsWith(expected)), found.join('\n')).toHaveLength(1);
  });
});
