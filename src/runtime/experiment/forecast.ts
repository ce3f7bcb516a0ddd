/** What a run would do: which steps run and why, and how long that may take. */
import { join } from 'node:path';
import { medianOf } from '../evaluate/moments.ts';
import { missingOf } from '../cluster/plan-tasks.ts';
import { plural } from '../plural.ts';
import { withDatabase, type Database } from '../store/duckdb.ts';
import { namesIn, valuesFolder } from '../store/layout.ts';
import { KeptResults, type StepInputs, type StepKind, type StepRecord } from './kept-results.ts';
import type { LoadedExperiment } from './load-experiment.ts';
import { marketIsThere } from './market-there.ts';
import { factorsOf, planOf, stepsOf } from './plan.ts';
import { readKeptJson } from './read-json.ts';
import { runHistory, type LastEnd } from './run-history.ts';
import { readRecord } from './run-record.ts';
import { marketStep } from './steps/market.ts';
import type { Step } from './steps/step.ts';

export interface ForecastStep {
  readonly name: string;
  readonly state: 'kept' | 'runs';
  /** Why it runs, or from what it is kept; for people. */
  readonly why: string;
  /** Rough: from what such steps took before, here or where fullband was measured; null for what is kept. */
  readonly seconds: number | null;
}

/** Seconds per unit of each kind where nothing was measured in the store yet: two cores of 2020s servers. */
const USUAL_RATES: Readonly<Record<StepKind, number>> = { market: 1.6e-6, values: 7e-3, 'factor-test': 1e-3, training: 1.2e-3, signals: 0.4, 'signal-test': 1e-3, portfolio: 6e-3 };

/** What the run folder knows of earlier runs, by the names of steps. */
export interface Before {
  /** Inputs of the steps of the run that the folder holds. */
  readonly inputs: ReadonlyMap<string, StepInputs>;
  /** How steps ended, runs that have written no results included. */
  readonly ends: ReadonlyMap<string, LastEnd>;
}

/** What a run folder knows. */
export async function readBefore(folder: string): Promise<Before> {
  const record = await readRecord(folder);
  return { inputs: new Map(record?.steps.map(({ name, inputs }) => [name, inputs]) ?? []), ends: await runHistory(folder) };
}

/** Looks, and runs nothing. */
export async function forecast(loaded: LoadedExperiment, before: Before): Promise<readonly ForecastStep[]> {
  const { experiment, store } = loaded;
  const kept = new KeptResults(store);
  const rates = await ratesOf(store);
  const found: ForecastStep[] = [];
  const see = async (step: Step): Promise<void> => {
    const record = await kept.find(step.kind, step.hash);
    found.push(record !== null ? { name: step.name, state: 'kept', why: record.summary, seconds: null } : { name: step.name, state: 'runs', why: whyOf(step, before), seconds: step.units * (rates.get(step.kind) ?? USUAL_RATES[step.kind]) });
  };
  if (experiment.data.simulate !== null) {
    const market = marketStep(kept, store, experiment.data.simulate);
    if (!(await marketIsThere(kept, market, store, experiment.data.simulate))) {
      found.push({ name: market.name, state: 'runs', why: whyOf(market, before), seconds: market.units * (rates.get('market') ?? USUAL_RATES.market) });
      return [...found, ...stepNames(loaded).map((name): ForecastStep => ({ name, state: 'runs', why: 'after the market', seconds: null }))];
    }
    await see(market);
  }
  await withDatabase({}, async (db) => {
    for (const step of stepsOf(await planOf(db, loaded, kept))) {
      await see(step);
      const told = found.at(-1);
      if (step.kind !== 'values' || told?.state !== 'runs') continue;
      const missing = await missingValues(db, loaded);
      found[found.length - 1] = { ...told, why: `${told.why}; ${missing.text}`, seconds: missing.factorDays * (rates.get('values') ?? USUAL_RATES.values) };
    }
  });
  return found;
}

/** What a step of values would compute: a new day costs that day, a changed factor that factor. */
async function missingValues(db: Database, { experiment: { engine, data }, sources, store }: LoadedExperiment): Promise<{ readonly text: string; readonly factorDays: number }> {
  const groups = await missingOf(db, { store, factors: factorsOf(sources), engine, ...(data.to === null ? {} : { to: data.to }) });
  let factorDays = 0;
  let all = 0;
  const parts: string[] = [];
  for (const { group, dates, batches } of groups) {
    all += dates.length * group.factors.length;
    for (const { factors, dates: of } of batches) {
      factorDays += of.length * factors.length;
      const [first = '', last = first] = [of[0], of.at(-1)];
      const names = factors.length === group.factors.length && factors.length > 1 ? `all ${String(factors.length)} of ${group.name}` : factors.length <= MOST_NAMED ? factors.map(({ name }) => name).join(', ') : plural(factors.length, 'factor');
      parts.push(`${names} on ${of.length === 1 ? first : `${plural(of.length, 'date')} (${first} … ${last})`}`);
    }
  }
  if (factorDays === 0) return { text: 'every value is in the store', factorDays };
  const shown = parts.slice(0, MOST_PARTS).join('; ');
  return { text: `to compute: ${shown}${parts.length > MOST_PARTS ? '; …' : ''} (${factorDays.toLocaleString('en')} of ${all.toLocaleString('en')} factor days)`, factorDays };
}

/** Factors that are named, and batches that are told. */
const MOST_NAMED = 3;
const MOST_PARTS = 4;

/** Names of the steps after the market, in their order. */
export function stepNames({ experiment: { tests, portfolios }, sources }: LoadedExperiment): readonly string[] {
  const { factors, models } = sources;
  return [
    ...(factors.length > 0 || models.some(({ model }) => model.factors.length > 0) ? ['factors'] : []),
    ...(factors.length > 0 && tests.factors !== null ? ['test of the factors'] : []),
    ...models.map(({ model }) => `train ${model.name}`),
    ...(models.length > 0 ? ['signals', ...(tests.signals === null ? [] : ['test of the signals'])] : []),
    ...portfolios.flatMap(({ name, variants }) => variants.map((variant) => `portfolio ${name} ${variant.name}`)),
  ];
}

function whyOf({ name, inputs }: Step, before: Before): string {
  const [earlier, end] = [before.inputs.get(name), before.ends.get(name)];
  if (end === 'at work') return 'a run is at work on it';
  if (earlier === undefined) return end === undefined ? 'it was never run' : WHY_WITHOUT_INPUTS[end];
  const changed = Object.keys({ ...inputs, ...earlier }).filter((each) => inputs[each] !== earlier[each]);
  return changed.length === 0 ? 'its result is no longer there' : `changed: ${changed.join(', ')}`;
}

/** Of a step that was begun by a run that has not come to its end. */
const WHY_WITHOUT_INPUTS: Readonly<Record<Exclude<LastEnd, 'at work'>, string>> = {
  'cut off': 'the run that began it was cut off',
  stopped: 'the run that began it was stopped',
  done: 'what it is made of has changed since a run that did not come to its end, or its result is no longer there',
};

/** Median seconds per unit of the results that are kept, by kind. */
async function ratesOf(store: string): Promise<ReadonlyMap<StepKind, number>> {
  const folder = join(valuesFolder(store), 'steps');
  const rates = new Map<StepKind, number[]>();
  for (const name of await namesIn(folder)) {
    if (name.endsWith('.tmp')) continue;
    const record = await readKeptJson<StepRecord>(join(folder, name, 'step.json'));
    if (record === null || !(record.units > 0)) continue;
    rates.set(record.kind, [...(rates.get(record.kind) ?? []), record.seconds / record.units]);
  }
  return new Map([...rates].map(([kind, of]) => [kind, medianOf(Float64Array.from(of).sort())]));
}
