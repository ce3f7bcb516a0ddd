import { describe, expect, test } from 'vitest';
import { explain } from '../../../src/compiler/explain.ts';
import { checkText } from '../../support/programs.ts';
import { factorSource, randomFactors } from '../../support/random-programs.ts';

const COUNT = process.env.FULLBAND_TEST === 'full' ? 1000 : 100;

describe('explain', () => {
  test('says something of every stage of any factor', () => {
    const texts = randomFactors(911, COUNT).map((factor, i) => factorSource(`f${i}`, factor));
    const factors = texts.flatMap((text) => checkText(text).factors);
    expect(factors.length).toBeGreaterThan(COUNT / 3);
    for (const factor of factors) {
      for (const stage of ['overview', 'ir', 'plan', 'kernel'] as const) expect(explain([factor], stage).text.length, `${factor.name} ${stage}`).toBeGreaterThan(100);
    }
  });
});
