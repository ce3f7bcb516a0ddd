/** Experiments as an editor holds them: a text in the place of the file, and sources that are being edited. */
import { afterAll, describe, expect, test } from 'vitest';
import { loadExperiment } from '../../../src/runtime/experiment/load-experiment.ts';
import { openProjectReader } from '../../../src/runtime/project-reader.ts';
import { folderWith } from '../../support/cli.ts';

const FACTOR = '/// A.\nfactor a { from minute direction 1 value mean(ret) }\n';
const folder = folderWith({ 'fullband.yaml': '', 'factors/a.factor': FACTOR, 'experiments/kept.yaml': 'data: { store: market }\nfactors: [nowhere]\n' });
afterAll(() => {
  folder.remove();
});

function codes(file: string, text: string, edited = FACTOR): readonly string[] {
  const openReader = (root: string): ReturnType<typeof openProjectReader> => {
    const reader = openProjectReader(root);
    return { ...reader, read: (path) => (path === 'factors/a.factor' ? { text: edited } : reader.read(path)) };
  };
  return loadExperiment({ file, currentFolder: folder.path, needsData: false, text, openReader }).findings.map(({ code, path }) => `${path} ${code}`);
}

describe('an experiment that is being edited', () => {
  const GOOD = 'data: { store: market }\nfactors: ["factors/a.factor#a"]\n';

  test('is what the editor holds, not what the disk does', () => {
    expect(codes('experiments/kept.yaml', GOOD)).toEqual([]);
  });

  test('need not be on the disk', () => {
    expect(codes('experiments/new.yaml', GOOD)).toEqual([]);
    expect(codes('experiments/new.yaml', 'data: 3')).toEqual(['experiments/new.yaml FB903']);
  });

  test('names sources as they are being edited', () => {
    expect(codes('experiments/new.yaml', GOOD, FACTOR.replace('factor a', 'factor b'))).toEqual(['experiments/new.yaml FB912']);
    expect(codes('experiments/new.yaml', GOOD, FACTOR.replace('ret', 'rett'))).toEqual(['factors/a.factor FB250']);
  });

  test('is refused where it is too large, or nested so deep that the parser would not come back', () => {
    expect(codes('experiments/new.yaml', `# ${'占'.repeat(100_000)}\n`)).toEqual(['experiments/new.yaml FB900']);
    for (const piece of ['[', '{a: ', '- ', '? ', '-\t', ' ']) expect(codes('experiments/new.yaml', `a: ${piece.repeat(20_000)}x`).length).toBeGreaterThan(0);
    for (const piece of ['[', '{a: ', '- ', '? ', '-\t']) expect(codes('experiments/new.yaml', piece.repeat(20_000))).toEqual(['experiments/new.yaml FB902']);
  });
});
