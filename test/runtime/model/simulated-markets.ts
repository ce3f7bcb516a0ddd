import { join } from 'node:path';
import { expect } from 'vitest';
import type { Evaluation, SignalEvaluation } from '../../../src/runtime/evaluate/evaluation.ts';
import { testModels } from '../../../src/runtime/model/signal/test-models.ts';
import { simulateMarket } from '../../../src/runtime/store/simulate/simulate.ts';
import { storedModel } from '../../support/models.ts';
import { beyondChance, standardErrors } from '../evaluate/simulated-market.ts';
import { freshFolder } from '../store/support.ts';

/** hf_gru on simulated markets. Order by order, 400 days take a minute to make and another to compute: a full run only, in two files that two cores share. */
export const FULL = process.env.FULLBAND_TEST === 'full';
const SIZE = { stocks: 150, days: 400, ordersPerStock: 150, from: '2022-01-04' };
export const TIMEOUT = 900_000;

/** hf_gru with its three seeds, its factors computed from the orders of the market, at two refits. */
export async function testedMarket(seed: number, information: boolean): Promise<Evaluation> {
  const store = await freshFolder();
  await simulateMarket({ store, seed, information, ...SIZE });
  const { evaluation } = await testModels({ store, models: [storedModel('hf_gru')], values: null, out: join(store, 'signal.parquet'), fewestDates: 30, importanceDates: 0, settings: { layers: 5 }, training: { backend: 'wasm' } });
  process.stderr.write(`${SIZE.stocks} stocks, ${SIZE.days} days, seed ${seed}, information ${information ? 'on' : 'off'}: ${evaluation.signals.map((one) => `${one.name} ${((one.figures.rankIcMean ?? NaN) * 100).toFixed(2)} % (${standardErrors(one).toFixed(1)} standard errors)`).join(', ')}\n`);
  return evaluation;
}

export function signalIn({ signals }: Evaluation, name: string): SignalEvaluation {
  const found = signals.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no signal ${name}`);
  return found;
}

/** A market with information: the model must find more than the sums of its factors, and more than chance. */
export async function expectFound(seed: number): Promise<void> {
  const evaluation = await testedMarket(seed, true);
  const [model, equal, icir] = [signalIn(evaluation, 'hf_gru'), signalIn(evaluation, 'equal_weight'), signalIn(evaluation, 'icir_weight')];
  expect(model.training?.runs).toHaveLength(6);
  expect(model.figures.sections).toBeGreaterThan(25);
  expect(standardErrors(model)).toBeGreaterThan(beyondChance(1));
  expect(model.figures.rankIcMean).toBeGreaterThan(equal.figures.rankIcMean ?? NaN);
  expect(model.figures.rankIcMean).toBeGreaterThan(icir.figures.rankIcMean ?? NaN);
}
