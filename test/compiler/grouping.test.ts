import { describe, expect, test } from 'vitest';
import type { Program } from '../../src/compiler/compile.ts';
import { minuteFactors, programOf, programOfValues } from '../support/programs.ts';

/** Names of each group's results. */
function groupsOf(program: Program): readonly { readonly part: string; readonly names: readonly string[] }[] {
  return program.plan.kernels.flatMap((kernel) => kernel.groups.map((group) => ({ part: group.part, names: group.outputs.map((output) => output.factor.name) })));
}

describe('grouping of results', () => {
  test('takes as few threads as four results each allow', () => {
    expect(groupsOf(programOf(minuteFactors())).map((group) => group.names.length)).toEqual([4, 4, 4, 3]);
  });

  test('results of stored columns do not wait for what the host prepares', () => {
    const groups = groupsOf(programOf(minuteFactors()));
    expect(groups.filter((group) => group.part === 'prepared').map((group) => group.names[0])).toEqual(['bigorder_ret']);
  });

  test('a stored result joins a group that waits rather than make one more group', () => {
    const sums = ['open', 'high', 'low', 'close', 'vwap'].map((column) => `CNY/share: mean(${column})`);
    const groups = groupsOf(programOfValues(...sums, 'share: sum(volume, where=top(volume, 30%))', 'CNY: sum(amount, where=top(volume, 20%))'));
    expect(groups.map((group) => group.part)).toEqual(['stored', 'prepared']);
    expect(groups.map((group) => group.names.length)).toEqual([4, 3]);
  });

  test('without prepared columns there is one part', () => {
    expect(groupsOf(programOfValues('CNY/share: mean(close)', 'share: sum(volume)')).map((group) => group.part)).toEqual(['stored']);
  });

  test('with prepared columns everywhere there is one part too', () => {
    expect(groupsOf(programOfValues('share: sum(volume, where=top(volume, 30%))')).map((group) => group.part)).toEqual(['prepared']);
  });
});
