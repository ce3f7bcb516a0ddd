import { describe, expect, test } from 'vitest';
import { HURTING_KINDS, hurtingMinuteData } from '../oracle/hurting-days.ts';
import { describeDisagreements, disagreements } from '../support/agreement.ts';
import { referenceValues, valuesOn, withBackend } from '../support/engines.ts';
import { programOfValues } from '../support/programs.ts';
import { prepareWebGpu } from '../support/vulkan.ts';

const noWebGpu = await prepareWebGpu();

/** Numbers beyond what single precision holds, some beyond float64: 3.4e38 and 1.8e308 are the largest, 1.2e-38 the smallest with all digits. */
const VALUES = [
  'share: mean(volume * 1e39)', 'mean(ret * 1e39) / 1e39', 'sum(ret * 1e-50) * 1e50', 'mean(ret) * 1e300 / 1e300', 'mean(ret + 1e39)', 'sum(items) * 1e-44', 'sum(items) ^ 4 * 1e20 / 1e30', '1e-300 * count(ret)', 'mean(ret) ^ 100 * 0 + 1', '(mean(items) + 1e20) - 1e20',
  'count(ret > 1e-50)', 'count(ret < 1e300)', 'count(ret * 1e200 * 1e200)', 'count(items * 1e20 * 1e20 * 1e20)', 'count(exp(items))', 'greater(1e39, mean(items))', 'fill(mean(ret), 1e300)',
  'if(is_missing(mean(ret) * 1e300 * 1e300), 1, 0)', 'if(is_missing(sum(items) * 1e30 * 1e30), 1, 0)', 'if(is_missing(prod(1 + items) - 1), 1, 2)', 'if(is_missing(exp(sum(items))), 1, 0)',
  'prod(items)', 'log(prod(1 + items))', 'log(exp(kurt(ret)))', 'sqrt(exp(kurt(ret)))', 'exp(kurt(ret)) / exp(kurt(ret))', 'lesser(exp(kurt(ret)), 1e38)', 'if(exp(kurt(ret)) > 1e38, 1, 2)', 'sum(exp(items))', 'log(prod(1 + ret * 1e-9) - 1)',
  'CNY: min(amount / 1e-40)', 'CNY: max(-amount / 1e-40)', 'log(min((1 + items) / 1e-40))', 'log(0 - max(-(1 + items) / 1e-40))', 'log(first((1 + items) / 1e-40))', 'max(ret ^ 2 / 1e-40) / 1e36',
  'skew(items * 1e15)', 'corr(items * 1e25, ret * 1e25)', 'std(items * 1e30) / 1e30', 'slope(items * 1e25, items * 1e25)', 'var(items * 1e25) / 1e50', 'cov(items * 1e20, items * 1e20) / 1e40', 'sum(ret / 1e38) * 1e38', 'kurt(ret ^ 4)', 'corr(ret ^ 4, ret ^ 3)',
];

describe('values too large or too small for single precision', () => {
  const program = programOfValues(...VALUES);
  const data = hurtingMinuteData(2 * HURTING_KINDS.length, 12);

  test.for(['webasm', 'cpu', 'webgpu'] as const)('are what float64 says on %s', async (name, { skip }) => {
    skip(name === 'webgpu' && noWebGpu !== null, noWebGpu ?? '');
    const actual = await withBackend(name, (backend) => valuesOn(backend, program, data));
    const off = disagreements(actual, await referenceValues(program, data));
    expect(describeDisagreements(off, (i) => VALUES[i] ?? '', (i) => HURTING_KINDS[(12 + i) % HURTING_KINDS.length] ?? '')).toEqual([]);
  });
});
