import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { experimentSchema } from '../../../src/runtime/experiment/document.ts';
import { loadExperiment } from '../../../src/runtime/experiment/load-experiment.ts';
import { stepNames } from '../../../src/runtime/experiment/forecast.ts';
import { ROOT } from '../../support/sources.ts';

const FILES = readdirSync(join(ROOT, 'experiments')).filter((name) => /\.ya?ml$/.test(name));
const jsonOf = (path: string): Record<string, unknown> => JSON.parse(readFileSync(join(ROOT, path), 'utf8')) as Record<string, unknown>;

describe('the experiments of the project', () => {
  test.each(FILES)('%s has no error, but for a store of real data that is not here', (name) => {
    const { findings, loaded } = loadExperiment({ file: join('experiments', name), currentFolder: ROOT });
    const errors = findings.filter(({ severity, code }) => severity === 'error' && code !== 'FB921');
    expect(errors.map(({ code, message }) => `${code} ${message}`)).toEqual([]);
    expect(findings.filter(({ severity }) => severity === 'warning')).toEqual([]);
    if (loaded !== null) expect(stepNames(loaded).length).toBeGreaterThan(0);
  });

  test('are some, quickstart among them', () => {
    expect(FILES).toContain('quickstart.yaml');
    const { loaded } = loadExperiment({ file: 'experiments/quickstart.yaml', currentFolder: ROOT });
    expect(loaded?.sources.factors).toHaveLength(27);
    expect(loaded && stepNames(loaded)).toEqual(['factors', 'test of the factors', 'train hf_gru', 'train lf_multitask', 'signals', 'test of the signals', ...['csi500', 'csi1000'].flatMap((index) => [30, 40, 50].map((cap) => `portfolio ${index} turnover${cap}`))]);
  });
});

describe('the schema of experiments', () => {
  test('has the steps of preprocessing as the schema of step files has them', () => {
    const { definitions } = jsonOf('src/runtime/experiment/experiment.schema.json') as { definitions: Record<string, unknown> };
    const steps = Object.fromEntries(Object.entries(jsonOf('src/runtime/evaluate/steps.schema.json')).filter(([key]) => key !== '$schema' && key !== '$id'));
    expect(definitions['steps']).toEqual(steps);
  });

  test('is what the program reads', () => {
    expect(experimentSchema()).toEqual(jsonOf('src/runtime/experiment/experiment.schema.json'));
  });

  test('refuses unknown keys wherever keys are known', () => {
    const open: string[] = [];
    const visit = (node: unknown, path: string): void => {
      if (typeof node !== 'object' || node === null) return;
      if ('properties' in node && !('additionalProperties' in node)) open.push(path);
      for (const [key, each] of Object.entries(node)) visit(each, `${path}/${key}`);
    };
    visit(experimentSchema(), '');
    expect(open).toEqual([]);
  });
});
