import { describe, expect, test } from 'vitest';
import { OPERATORS } from '../../../src/dsl/catalogue/index.ts';

const OTHERS = [0, 1, -1, 2];

describe('missing arguments', () => {
  const spreading = OPERATORS.filter(({ meaning, missing }) => meaning.kind === 'element' && missing === 'spreads');

  test('most element-wise operators say that missing spreads', () => {
    expect(spreading.length).toBeGreaterThan(12);
  });

  test.each(spreading.map((entry) => [entry.name, entry] as const))('%s of a missing argument is missing, a condition false', (_, { meaning, arguments: inputs, result }) => {
    if (meaning.kind !== 'element') return;
    for (const at of inputs.keys()) {
      // Conditions are never missing.
      if (inputs[at]?.accepts === 'boolean') continue;
      for (const other of OTHERS) {
        const values = inputs.map((_input, i) => (i === at ? NaN : other));
        expect(meaning.of(values, []), `of ${values.join(', ')}`).toBe(result === 'boolean' ? 0 : NaN);
      }
    }
  });
});
