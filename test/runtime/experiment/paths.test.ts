import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { edited, load, saidOf, smallProject } from '../../support/experiments.ts';
import { freshFolder, writeText } from '../store/support.ts';
import { writeMarket } from './market.ts';

let project: string;
beforeAll(async () => {
  project = await smallProject(2);
});

describe('a path', () => {
  test.each([
    ...['../small.factor', '../../x.factor', '/etc/passwd', 'factors/../../x.factor'].flatMap((path) => [
      [edited('factors/small.factor', path), '4:11 FB911 factors:', path] as const,
      [edited('models/bars.model', path), '6:31 FB911 models:', path] as const,
      [edited('store: market', `store: ${path}`), '2:9 FB911 data.store:', path] as const,
      [edited('signal: both', `signal: x, signals: ${path}`), '10:21 FB911 portfolios.big.signals:', path] as const,
    ]),
  ])('outside of the project is a finding (%#)', async (text, place, path) => {
    const found = await saidOf(project, text);
    expect(found.filter((each) => each.startsWith(`${place} ${path} lies outside of the project`)), found.join('\n')).toHaveLength(1);
  });

  test('of a store may lead outside by a link, or by the command line', async () => {
    const elsewhere = await freshFolder();
    await writeMarket(elsewhere, 2);
    symlinkSync(elsewhere, join(project, 'linked'));
    expect(await saidOf(project, edited('store: market', 'store: linked'))).toEqual([]);
    expect(await saidOf(project, edited('store: market', 'store: nowhere'), [`data.store=${elsewhere}`])).toEqual([]);
  });

  test('of a store on the command line that is none is said of --store, and not of a line of the file', async () => {
    const empty = await freshFolder();
    const to = (store: string): (() => unknown) => () => load(project, [`data.store=${store}`]);
    expect(to(join(empty, 'nowhere'))).toThrow(`${join(empty, 'nowhere')}: found no such folder, named by --store; expected the folder of a store. Correct --store, or import`);
    expect(to(empty)).toThrow(`${empty}: found a folder without market data, named by --store; expected the folder of a store.`);
    expect(to(join(project, 'small.yaml'))).toThrow('small.yaml: found a file, named by --store; expected the folder of a store.');
    expect(load(project, [`data.store=${join(empty, 'nowhere')}`, 'data.simulate={stocks: 5, days: 4}']).loaded).not.toBeNull();
  });

  test('may go up and down again inside of it', async () => {
    expect(await saidOf(project, edited('factors/small.factor', './models/../factors/small.factor').replace('store: market', 'store: factors/../market'))).toEqual([]);
  });

  test('of a file without a name of its own does not name a folder above', async () => {
    for (const file of ['...yaml', '..yaml', '.yaml']) {
      await writeText(project, file, edited('name: small\n', ''));
      const read = load(project, [], file);
      expect([file, read.loaded?.experiment.name]).toEqual([file, 'experiment']);
    }
  });
});
