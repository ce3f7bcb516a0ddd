import { describe, expect, test } from 'vitest';
import { benchDay } from '../../../../bench/data.ts';
import type { Plan } from '../../../../src/compiler/plan.ts';
import { PreparedRows } from '../../../../src/runtime/engine/prepared-rows.ts';
import { hasSelectionKernel } from '../../../../src/runtime/engine/selection/instance.ts';
import { selectionForm } from '../../../../src/runtime/engine/selection/forms.ts';
import { TileWriter } from '../../../../src/runtime/engine/tile.ts';
import type { MinuteData } from '../../../../src/runtime/store/minute-data.ts';
import { hurtingMinuteData } from '../../../oracle/hurting-days.ts';
import { minuteFactors, programOf, programOfValues } from '../../../support/programs.ts';
import { executionDays, vendorDays } from '../../../support/real-days.ts';
import { describeWithRealFiles } from '../../store/support.ts';

const full = process.env['FULLBAND_TEST'] === 'full';

/** Columns of sizes in the tile, and without: then the host computes what is put in order. */
const IN_TILE = ['corr(volume, amount)', 'corr(items, ret)'];
const SELECTIONS = [
  'prod(1 + ret, where=top(amount / items, 30%)) - 1',
  'prod(1 + ret, where=bottom(amount / items, 30%)) - 1',
  'mean(ret, where=top(volume, 10%))',
  'mean(ret, where=bottom(volume, 50%))',
  'mean(ret, where=top(volume / amount, 45%))',
  'mean(ret, where=top(items, 5%, window=late))',
  'mean(ret, where=bottom(amount / volume, 20%, window=half_hour(3)))',
  'mean(ret, where=top(volume, 25%, where=ret > 0))',
  'mean(ret, where=top(abs(ret), 10%))',
  'mean(ret, where=bottom(ret, 10%, window=early, where=volume > 0))',
  'mean(ret, where=top(close, 0%)) + mean(ret, where=top(high - low, 100%))',
  'corr(rank(volume), rank(close)) + mean(ret, where=top(cumsum(volume), 33%))',
];
/** Selections that take every row of their window. */
const WHOLE = ['mean(ret, where=top(items, 100%))', 'mean(ret, where=bottom(amount / items, 100%))', 'mean(ret, where=top(volume / amount, 100%, window=late))', 'mean(ret, where=top(items, 50%, window=10:00..10:01))', 'mean(ret, where=top(amount, 100%, where=ret > 0))'];
const WHOLE_PLANS: readonly (readonly [string, Plan])[] = [
  ['columns in the tile', programOfValues(...IN_TILE, ...WHOLE).plan],
  ...WHOLE.map((text): readonly [string, Plan] => [text, programOfValues(text).plan]),
];

const PLANS: readonly (readonly [string, Plan])[] = [
  ['the minute factors', programOf(minuteFactors()).plan],
  ['columns in the tile', programOfValues(...IN_TILE, ...SELECTIONS).plan],
  ...SELECTIONS.map((text): readonly [string, Plan] => [text, programOfValues(text).plan]),
];

/** Prepared rows of every stock, and which stocks are irregular. */
function preparedOf(plan: Plan, data: MinuteData, kernel: boolean): { readonly rows: readonly Float32Array[]; readonly irregular: readonly number[] } {
  const { lanes, rows, prepared } = plan.layout;
  const count = data.symbols.length;
  const writer = new TileWriter(plan, Math.ceil(count / lanes) * lanes);
  const tile = new Float32Array(writer.length).fill(NaN);
  const filled = writer.fillColumns(tile, data, 0, count);
  new PreparedRows(plan, kernel).write(tile, data, 0, filled);
  const places = [...prepared].flatMap(([node, row]) => Array.from({ length: node.shape === 'series' ? 240 : 1 }, (_, k) => row + k));
  return {
    rows: data.symbols.map((_, stock) => Float32Array.from(places, (row) => tile[(Math.floor(stock / lanes) * rows + row) * lanes + (stock % lanes)] as number)),
    irregular: [...filled.irregular],
  };
}

/** A day on which every other stock lacks a column. */
function lacking(data: MinuteData, column: 'volume' | 'amount' | 'items'): MinuteData {
  return { ...data, columns: { ...data.columns, [column]: data.columns[column].map((value, i) => (Math.floor(i / 240) % 2 === 0 ? value : NaN)) } };
}

function expectSame(plan: Plan, data: MinuteData): void {
  expect(preparedOf(plan, data, true)).toEqual(preparedOf(plan, data, false));
}

describe('prepared rows', () => {
  test('of these programs come from the kernel: selections from the tile where it has the columns, else from values of the host', () => {
    expect(hasSelectionKernel()).toBe(true);
    const forms = (plan: Plan): readonly (string | null)[] =>
      plan.prepared.map((node) => {
        const form = selectionForm(node, plan.layout);
        return form === null ? null : form.inTile === null ? 'values' : 'tile';
      });
    expect(forms(programOf(minuteFactors()).plan)).toEqual(['tile']);
    expect(forms(programOfValues('mean(ret, where=top(amount / items, 30%))').plan)).toEqual(['values']);
    expect(forms(programOfValues('mean(ret, where=top(volume, 30%, where=ret > 0))', 'corr(volume, ret)').plan)).toContain('values');
    expect(forms(programOfValues('corr(rank(volume), ret)').plan)).toEqual([null]);
  });

  test.each(PLANS)('are the same with the kernel of selections as without it, on days that hurt: %s', (_, plan) => {
    for (const first of full ? [0, 1000, 2000, 3000] : [0]) expectSame(plan, hurtingMinuteData(full ? 400 : 90, first));
  });

  test.each(PLANS)('are the same on a generated day of thin and liquid stocks: %s', (_, plan) => {
    expectSame(plan, benchDay(full ? 2000 : 100, 3));
  });

  test.each([...PLANS, ...WHOLE_PLANS])('are the same for stocks that lack a column altogether: %s', (_, plan) => {
    for (const column of ['volume', 'amount', 'items'] as const) expectSame(plan, lacking(benchDay(20, 3), column));
  });

  test('of a selection by a column that a stock lacks are none, even where it takes all rows', () => {
    const { rows } = preparedOf(programOfValues('corr(items, ret)', 'mean(ret, where=top(items, 100%))').plan, lacking(benchDay(2, 3), 'items'), true);
    expect(rows.map((row) => row.reduce((sum, each) => sum + each, 0))).toEqual([240, 0]);
  });
});

describeWithRealFiles('prepared rows of real days', () => {
  test('are the same with the kernel of selections as without it', async () => {
    for (const data of [...(await executionDays()), ...(await vendorDays())]) for (const [, plan] of PLANS) expectSame(plan, data);
  });
});
