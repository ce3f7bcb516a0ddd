import { describe, expect, test } from 'vitest';
import { factorsOf, factorText, minuteFactors, programOf } from '../support/programs.ts';

/** Loops that take several bars a round. */
const ROUNDS = /const k = (?:j \* 30 \+ )?i \* [2-6]\b/;

/** V8 leaves a function of more bytecode than this to its interpreter; a letter of a kernel is about a byte. */
const OPTIMISED = 60_000;

describe('rounds of loops', () => {
  test('the 15 minute factors take several bars a round in a kernel that V8 still optimises', () => {
    const [kernel = ''] = programOf(minuteFactors()).kernels;
    expect(kernel).toMatch(ROUNDS);
    expect(kernel.length).toBeLessThan(OPTIMISED);
  });

  test('a bar that a round has read is not read again for the return before', () => {
    const [kernel = ''] = programOf(factorsOf(factorText('corr(ret, prev(ret))'))).kernels;
    const loop = /for \(let i = 0; i < 5; i\+\+\) \{\n\s+const k = j \* 30 \+ i \* 6[^}]*\}/.exec(kernel)?.[0] ?? '';
    // Six bars and the two before the first.
    expect(loop.match(/tile\[/g)).toHaveLength(8);
    expect(loop.match(/ \/ /g)).toHaveLength(7);
  });

  test('a kernel of many groups takes one bar a round, so that it is not too long', () => {
    const values = Array.from({ length: 32 }, (_, i) => `corr(volume * ret, (high - low) / low, where=ret > ${String(i)} / 10000) + kurt(ret * volume, where=amount > ${String(i)} * amount)`);
    const kernels = programOf(factorsOf(factorText(...values))).kernels;
    expect(kernels.map((kernel) => ROUNDS.test(kernel))).toEqual(kernels.map(() => false));
  });
});
