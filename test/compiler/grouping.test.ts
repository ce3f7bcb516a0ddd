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

  test('what shares work shares a thread, and only threads with a prepared column wait for the host', () => {
    const groups = groupsOf(programOf(minuteFactors()));
    expect(groups.map((group) => [group.part, group.names.includes('bigorder_ret')])).toEqual(expect.arrayContaining([['prepared', true]]));
    expect(groups.filter((group) => group.part === 'prepared')).toHaveLength(1);
    // Both divide by the day's volume.
    expect(groups.some(({ names }) => names.includes('volume_perc2') && names.includes('volume_perc3'))).toBe(true);
  });

  test('without prepared columns there is one part', () => {
    expect(groupsOf(programOfValues('CNY/share: mean(close)', 'share: sum(volume)')).map((group) => group.part)).toEqual(['stored']);
  });

  test('with prepared columns everywhere there is one part too', () => {
    expect(groupsOf(programOfValues('share: sum(volume, where=top(volume, 30%))')).map((group) => group.part)).toEqual(['prepared']);
  });
});
