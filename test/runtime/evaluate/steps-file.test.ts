import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseSteps, printSteps } from '../../../src/runtime/evaluate/steps.ts';
import { parseStepsYaml, readSteps } from '../../../src/runtime/evaluate/steps-file.ts';
import { DataError } from '../../../src/runtime/store/data-error.ts';
import { faultOf, freshFolder, writeText } from '../store/support.ts';

const message = (text: string): string => {
  try {
    parseStepsYaml('steps.yaml', text);
  } catch (error) {
    if (error instanceof DataError) return error.message;
    throw error;
  }
  return 'no fault';
};

describe('steps in YAML', () => {
  test.each([
    ['- mean: 20\n- winsorize: {by: mad, k: 5}\n- neutralize: [industry, cap]\n- zscore\n', 'mean20,winsorize,neutralize,zscore'],
    ['- winsorize\n- neutralize\n- rank\n', 'winsorize,neutralize,rank'],
    ['- winsorize: {by: quantile}\n- winsorize: {k: 3}\n- winsorize: {by: std, k: 2.5}\n', 'winsorize(quantile),winsorize(mad,3),winsorize(std,2.5)'],
    ['# one regressor alone\n- neutralize: [cap]\n- fill: -0.5\n', 'neutralize(cap),fill(-0.5)'],
    ['- neutralize: [cap, industry]\n- zscore:\n- rank:\n- winsorize:\n', 'neutralize(cap,industry),zscore,rank,winsorize'],
    ['[]\n', 'none'],
  ])('%j means %s', (yaml, text) => {
    expect(parseStepsYaml('steps.yaml', yaml)).toEqual(parseSteps(text));
  });

  test.each([
    ['- mean: 20\n- winsorise: {k: 5}\n', 'line 2:3, column 1.winsorise: found the key winsorise (did you mean winsorize?); expected one of mean, winsorize, neutralize, zscore, rank, fill. Rename or remove it.'],
    ['- mean: 20\n- zsocre\n', 'line 2:3, column 1: found "zsocre" (did you mean zscore?); expected one of winsorize, neutralize, zscore, rank. Choose one of them.'],
    ['- mean\n', 'line 1:3, column 0: found "mean"; expected the step as YAML, mean: 20. Write - mean: 20.'],
    ['- fill\n', 'line 1:3, column 0: found "fill"; expected the step as YAML, fill: 0. Write - fill: 0.'],
    ['- mean5\n', 'column 0: found "mean5"; expected the step as YAML, mean: 5. Write - mean: 5.'],
    ['- zscore\n- neutralize(cap)\n', 'line 2:3, column 1: found "neutralize(cap)"; expected the step as YAML, neutralize: [cap]. Write - neutralize: [cap].'],
    ['- winsorize(std, 2)\n', 'found "winsorize(std, 2)"; expected the step as YAML, winsorize: {by: std, k: 2}.'],
    ['- none\n', 'line 1:3, column 0: found "none" as a step; expected a list without steps, []. Write [] alone for no step at all.'],
    ['none\n', 'line 1:1: found "none"; expected a list of steps. Begin the line of each step with "- ", such as - mean: 20; [] alone is no step at all.'],
    ['- fill: .inf\n', 'line 1:3, column 0.fill: found .inf; expected a finite number.'],
    ['- fill: .nan\n', 'line 1:3, column 0.fill: found .nan; expected a finite number.'],
    ['- mean: twenty\n', 'line 1:3, column 0.mean: found "twenty"; expected integer.'],
    ['- mean: 0\n', 'line 1:3, column 0.mean: found 0; expected >= 1.'],
    ['- zscore\n- mean: 5\n', 'line 2:3, column 1.mean: found a mean over days after another step; expected it as the first step.'],
    ['- winsorize: {by: iqr}\n', 'line 1:15, column 0.winsorize.by: found "iqr"; expected one of mad, quantile, std.'],
    ['- winsorize: {by: quantile, k: 0.7}\n', 'line 1:29, column 0.winsorize.k: found 0.7; expected a quantile below 0.5.'],
    ['- winsorize: {k: -1}\n', 'line 1:15, column 0.winsorize.k: found -1; expected > 0.'],
    ['- zscore\n- neutralize: [cap, indstry]\n', 'line 2:21, column 1.neutralize.1: found "indstry" (did you mean industry?); expected one of industry, cap.'],
    ['- neutralize: []\n', 'line 1:3, column 0.neutralize: found []; expected at least 1 of its entries.'],
    ['- neutralize: [cap, cap]\n', 'line 1:3, column 0.neutralize: found ["cap","cap"]; expected no entry twice.'],
    ['- mean: 20\n  zscore:\n', 'line 1:3, column 0: found {"mean":20,"zscore":null}; expected at most 1 of its keys.'],
    ['- 3\n', 'line 1:3, column 0: found 3; expected object.'],
    ['mean: 20\n', 'line 1:1: found {"mean":20}; expected a list of steps.'],
    ['', 'line 1:1: found null; expected a list of steps.'],
    ['- [mean\n', 'expected YAML. Correct the file.'],
  ])('%j is refused at its place', (yaml, expected) => {
    expect(message(yaml)).toContain(expected);
    expect(message(yaml)).toContain('steps.yaml, line ');
  });

  test('a file reads like its text, and its steps print as text that means the same', async () => {
    const file = await writeText(await freshFolder(), 'steps.yaml', '- mean: 5\n- winsorize: {by: std}\n- zscore\n');
    const steps = await readSteps(file);
    expect(printSteps(steps)).toBe('mean(5),winsorize(std,3),zscore');
    expect(parseSteps(printSteps(steps))).toEqual(steps);
  });

  test('a file that is not there or no file says what to do', async () => {
    const folder = await freshFolder();
    expect((await faultOf(readSteps(join(folder, 'none.yaml')))).message).toContain('none.yaml: found no such file; expected a list of steps in YAML.');
    expect((await faultOf(readSteps(folder))).message).toContain('found a file that cannot be read (EISDIR)');
  });
});
