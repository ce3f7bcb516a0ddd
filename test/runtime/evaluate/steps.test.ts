import { describe, expect, test } from 'vitest';
import { DEFAULT_SETTINGS } from '../../../src/runtime/evaluate/settings.ts';
import { briefSteps, DEFAULT_STEPS, parseSteps, printSteps } from '../../../src/runtime/evaluate/steps.ts';

describe('steps', () => {
  test('the default is that of the settings', () => {
    expect(parseSteps(DEFAULT_STEPS)).toEqual(DEFAULT_SETTINGS.steps);
  });

  test.each([
    ['none', 'none'],
    ['mean20', 'mean(20)'],
    ['mean(5), rank', 'mean(5),rank'],
    ['winsorize(quantile)', 'winsorize(quantile,0.01)'],
    ['winsorize(std, 2.5),fill(0)', 'winsorize(std,2.5),fill(0)'],
    ['neutralize(cap)', 'neutralize(cap)'],
    ['neutralize(cap,industry)', 'neutralize(industry,cap)'],
    ['neutralize(industry),zscore,fill(-1.5)', 'neutralize(industry),zscore,fill(-1.5)'],
  ])('%s is read as %s, which reads back as the same', (text, printed) => {
    const steps = parseSteps(text);
    expect(printSteps(steps)).toBe(printed);
    expect(parseSteps(printed)).toEqual(steps);
  });

  test.each([DEFAULT_STEPS, 'none', 'mean5,winsorize(mad,4),neutralize(cap),rank', 'winsorize(quantile),winsorize(std),winsorize(std,2),neutralize(industry),fill(0)'])('%s is printed as briefly as it was typed', (text) => {
    expect(briefSteps(parseSteps(text))).toBe(text);
  });

  test.each([
    ['meen20', 'no step of that name (did you mean mean?)'],
    ['zsocre', 'no step of that name (did you mean zscore?)'],
    ['winsorize,,zscore', 'an empty step'],
    ['', 'an empty step'],
    ['mean', 'a mean that is not understood; expected mean20 or mean(20)'],
    ['mean0', 'a mean that is not understood'],
    ['mean20(5)', 'a mean that is not understood'],
    ['zscore5', 'a zscore that is not understood; expected zscore'],
    ['winsorize(mad', 'brackets that do not close'],
    ['winsorize(mat,5)', 'expected winsorize, winsorize(mad, 5), winsorize(quantile, 0.01) or winsorize(std, 3)'],
    ['winsorize(quantile,5)', 'a winsorize that is not understood'],
    ['neutralize(sector)', 'expected neutralize, neutralize(industry) or neutralize(cap)'],
    ['fill()', 'expected fill(0)'],
    ['zscore,none', 'none among other steps'],
    ['zscore,mean20', 'mean20 after zscore; expected a mean over days only as the first step'],
  ])('%s: %s', (text, message) => {
    expect(() => parseSteps(text)).toThrow(message);
  });
});
