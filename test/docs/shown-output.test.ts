import { describe, expect, test } from 'vitest';
import { isShown } from './shown-output.ts';

describe('what a command printed is what a page shows', () => {
  test.each([
    ['of the same text', 'a\nb', 'a\nb\n'],
    ['of other times', 'done in 1.2 s, 3,456 a second', 'done in 9 s, 78 a second'],
    ['of lines of progress', 'done', '31/60 days · 6.1 days/s · 4.7 s left · 2022-02-23\ndone'],
    ['of other last digits', '0.16491899', '0.16491902'],
    ['of what … stands for', 'Engine: …\na … b\n…\nend', 'Engine: webasm (why)\na c b\nd\ne\nend'],
    ['of no line for …', 'a\n…', 'a'],
  ])('regardless %s', (_, shown, printed) => {
    expect(isShown(shown, printed)).toBe(true);
  });

  test.each([
    ['another word', 'a\nb', 'a\nc'],
    ['another digit', '0.1649', '0.1751'],
    ['a line too many', 'a', 'a\nb'],
    ['a line that is missing', 'a\nb', 'a'],
    ['other text around …', 'a … b', 'a c d'],
  ])('and not where there is %s', (_, shown, printed) => {
    expect(isShown(shown, printed)).toBe(false);
  });
});
