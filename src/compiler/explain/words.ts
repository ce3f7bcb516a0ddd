/** Words that explanations use and the language does not. */
import { inOrder, type Node } from '../ir.ts';
import type { LoopStep } from './loop-step.ts';

export type Word = 'ret' | 'quotient' | 'log' | 'growth' | 'base' | 'day_mean' | 'mean' | 'bound';

/** The word, and what it means: a line or more of text. */
const MEANINGS: Readonly<Record<Word, readonly [word: string, ...meaning: string[]]>> = {
  ret: [
    'ret',
    "a bar's return: close / previous close - 1, for the first bar with a price close / open - 1.",
    'It is computed as (close - previous) / previous: a difference of prices is exact in 32 bits.',
  ],
  quotient: ['a / b - 1', 'of two prices is computed as (a - b) / b: their difference is exact in 32 bits.'],
  log: ['log(a / b)', 'of two prices is computed from (a - b) / (a + b): their difference is exact in 32 bits.'],
  growth: ['growth by x', '(1 + x) of one bar times that of the next, and so on, less 1; the 1 is never added.'],
  base: ['base', "the stock's mean close of the day. Prices are kept as differences from it, which are small and exact."],
  day_mean: ['day_mean', "the stock's mean of that column over the day. Sums about it stay small and keep their digits."],
  mean: ['mean', 'the mean of the same bars, from the pass before. Sums about it stay small and keep their digits.'],
  bound: [
    'error bound',
    'how far roundings may have moved the result. Where that is too far, this one value is',
    'computed again on the host in float64.',
  ],
};

/** Words that steps need, in the order of the steps. */
export function wordsOf(nodes: readonly Node[], loops: readonly LoopStep[]): readonly Word[] {
  const found = new Set<Word>();
  const onHost = inOrder(nodes.flatMap((node) => (node.op === 'prepared' ? [node.source] : [])));
  if (onHost.some((node) => node.op === 'column' && node.column === 'ret')) found.add('ret');
  for (const node of nodes) {
    if (node.op === 'reduce' && node.operator === 'compound') found.add('growth');
    if (node.op !== 'element') continue;
    if (node.args.some((arg) => arg.op === 'column' && arg.column === 'lastPrice')) found.add('ret');
    else if (node.operator === 'quotientLess1') found.add('quotient');
    if (node.operator === 'logQuotient') found.add('log');
  }
  for (const { expression, boundsError } of loops) {
    for (const word of ['base', 'day_mean', 'mean'] as const) if (new RegExp(` - ${word}\\b(?!\\()`).test(expression)) found.add(word);
    if (boundsError) found.add('bound');
  }
  return [...found];
}

/** Lines that say what words mean. */
export function wordLines(words: readonly Word[]): readonly string[] {
  const width = Math.max(0, ...words.map((word) => MEANINGS[word][0].length));
  return words.flatMap((word) => {
    const [name, ...meaning] = MEANINGS[word];
    return meaning.map((line, i) => `${(i === 0 ? name : '').padEnd(width)}  ${line}`);
  });
}
