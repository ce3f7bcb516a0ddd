/** Whatever stands in a file, checking it ends, and what it finds lies in the file. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stripAnnotations } from './harness/annotations.ts';
import { checkCase, languageCases, writtenText } from './harness/cases.ts';

const RUNS = process.env.FULLBAND_TEST === 'full' ? 40_000 : 600;

/** Pieces that texts are broken with: signs, words and whole clauses of the language. */
const PIECES = [
  ...['(', ')', '{', '}', ',', '=', '==', ' + ', '^', '-', '"', '#', '///', '，', '\n', '成交量', '09:30', '30%', 'ret', 'side', 'buy', 'missing'],
  ...['input x = ', 'layer a = gru(units=2) ', 'let h = ', 'gru(x, units=30)', 'panel(', 'forward_return(to=2)', 'output p = ', 'loss ', 'train { ', '5d', ' units=', 'batch_norm()', 'a(x)'],
  ...['not ', ' and ', ' by=buy_id', ' where=', 'window=early', 'let a = a', 'value ', 'from trade ', 'def f() = f()', 'half_hour(', 'concat('],
];

interface Break {
  /** Where in the text, as a share of its length. */
  readonly at: number;
  /** How many characters are taken out. */
  readonly length: number;
  /** What is put in: a piece, or what was taken out, twice. */
  readonly piece: string | null;
}

const breaks = fc.array(
  fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), length: fc.nat(12), piece: fc.option(fc.constantFrom('', ...PIECES)) }),
  { minLength: 1, maxLength: 4 },
);

function broken(text: string, { at, length, piece }: Break): string {
  const start = Math.floor(at * text.length);
  const taken = text.slice(start, start + length);
  return text.slice(0, start) + (piece ?? taken.repeat(2)) + text.slice(start + length);
}

test(`a language file broken in one to four places is checked to the end, ${RUNS} times`, { timeout: 300_000 }, () => {
  const files = languageCases().flatMap((each) => each.files.map((file) => ({ each, file, text: stripAnnotations(writtenText(each, file)) })));
  fc.assert(
    fc.property(fc.constantFrom(...files), breaks, ({ each, file, text: whole }, places) => {
      const text = places.reduce(broken, whole);
      const { findings } = checkCase(each, new Map([[file, text]]));
      const outside = findings.filter(({ path, span }) => path === file && !(span.start >= 0 && span.start <= span.end && span.end <= text.length));
      expect(outside).toEqual([]);
      expect(new Set(findings.map((found) => JSON.stringify(found))).size).toBe(findings.length);
    }),
    { numRuns: RUNS, seed: 20231208 },
  );
});
