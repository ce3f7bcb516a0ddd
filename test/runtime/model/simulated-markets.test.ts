import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Evaluation, SignalEvaluation } from '../../../src/runtime/evaluate/evaluation.ts';
import { testModels } from '../../../src/runtime/model/signal/test-models.ts';
import { simulateMarket } from '../../../src/runtime/store/simulate/simulate.ts';
import { storedModel } from '../../support/models.ts';
import { beyondChance, standardErrors } from '../evaluate/simulated-market.ts';
import { freshFolder } from '../store/support.ts';

/** Order by order, 400 days take a minute to make and another to compute: a full run only. */
const FULL = process.env.FULLBAND_TEST === 'full';
const SIZE = { stocks: 150, days: 400, ordersPerStock: 150, from: '2022-01-04' };
const TIMEOUT = 900_000;

/** hf_gru with its three seeds, its factors computed from the orders of the market, at two refits. */
async function tested(seed: number, information: boolean): Promise<Evaluation> {
  const store = await freshFolder();
  await simulateMarket({ store, seed, information, ...SIZE });
  const { evaluation } = await testModels({ store, models: [storedModel('hf_gru')], values: null, out: join(store, 'signal.parquet'), fewestDates: 30, importanceDates: 0, settings: { layers: 5 }, training: { backend: 'wasm' } });
  process.stderr.write(`${SIZE.stocks} stocks, ${SIZE.days} days, seed ${seed}, information ${information ? 'on' : 'off'}: ${evaluation.signals.map((one) => `${one.name} ${((one.figures.rankIcMean ?? NaN) * 100).toFixed(2)} % (${standardErrors(one).toFixed(1)} standard errors)`).join(', ')}\n`);
  return evaluation;
}

function signal({ signals }: Evaluation, name: string): SignalEvaluation {
  const found = signals.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no signal ${name}`);
  return found;
}

describe.runIf(FULL)('hf_gru on days that no training had seen', () => {
  test.each([1, 2, 3])('finds more than the sums of its factors where orders say something, seed %i', { timeout: TIMEOUT }, async (seed) => {
    const evaluation = await tested(seed, true);
    const [model, equal, icir] = ['hf_gru', 'equal_weight', 'icir_weight'].map((name) => signal(evaluation, name)) as [SignalEvaluation, SignalEvaluation, SignalEvaluation];
    expect(model.training?.runs).toHaveLength(6);
    expect(model.figures.sections).toBeGreaterThan(25);
    expect(standardErrors(model)).toBeGreaterThan(beyondChance(1));
    expect(model.figures.rankIcMean).toBeGreaterThan(equal.figures.rankIcMean ?? NaN);
    expect(model.figures.rankIcMean).toBeGreaterThan(icir.figures.rankIcMean ?? NaN);
  });

  test('finds nothing beyond chance where they say nothing', { timeout: TIMEOUT }, async () => {
    const evaluation = await tested(1, false);
    for (const one of evaluation.signals) expect(Math.abs(standardErrors(one)), one.name).toBeLessThan(beyondChance(evaluation.signals.length));
  });
});
