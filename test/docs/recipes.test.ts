import { describe, expect, test } from 'vitest';
import { pageText } from './pages.ts';

const RECIPES = pageText('docs/recipes.md')
  .split(/^### /m)
  .slice(1)
  .map((text) => [text.split('\n')[0] ?? '', text] as const);

describe('recipes', () => {
  test.each(RECIPES)('%s has a Chinese name, a formula, a direction, what is missing, and its source', (title, text) => {
    expect(title).toMatch(/^[A-Z].* · \p{Script=Han}+$/u);
    for (const said of ['Formula', 'Direction', 'Missing', 'In the literature']) expect(text).toMatch(new RegExp(`^- ${said}: \\S`, 'm'));
  });

  test('there are recipes over every table', () => {
    expect(new Set(RECIPES.map(([, text]) => /^ {2}from (\w+)$/m.exec(text)?.[1]))).toEqual(new Set(['minute', 'trade', 'order', 'daily']));
  });
});
