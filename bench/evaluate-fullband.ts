/** Program of the engine's evaluations, from Parquet to a file of figures in a process of its own: `node evaluate-fullband.js STORE VALUES OUT`. */
import { writeFile } from 'node:fs/promises';
import { evaluateFactors } from '../src/runtime/evaluate/evaluate.ts';
import type { SignalEvaluation } from '../src/runtime/evaluate/evaluation.ts';
import { EVERY, HORIZON, LAYERS, type EvaluationRow } from './evaluation-rows.ts';

const [, , store = '', values = '', out = ''] = process.argv;
// Of what the peer leaves out, what can be left out: preprocessing, the decay, and for want of columns styles and groups.
const { signals, sections } = await evaluateFactors({ store, values, directions: 1, settings: { steps: [], universe: [], horizon: HORIZON, every: EVERY, layers: LAYERS, decayHorizons: 0 } });
await writeFile(out, JSON.stringify(signals.filter(({ kind }) => kind === 'factor').flatMap(rowsOf)));

/** Sections with a return. A layer is bought at T + 1 and held to the next purchase, so that its daily returns compound to the mean return of its stocks. */
function rowsOf({ name, layers, ...signal }: SignalEvaluation): readonly EvaluationRow[] {
  return signal.sections.flatMap(({ rankIc, ic }, s) => {
    if (rankIc === null || ic === null) return [];
    const means = layers.map(({ returns }) => returns.slice(s * EVERY, (s + 1) * EVERY).reduce((value, each) => value * (1 + each), 1) - 1);
    return [[name, sections[s] ?? '', rankIc, ic, ...means] as const];
  });
}
