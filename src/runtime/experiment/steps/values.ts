/** The step that computes factors: those that the experiment names, and those that its models read. */
import { join } from 'node:path';
import { factorIdentities } from '../../../compiler/model/identity.ts';
import type { CheckedFactor } from '../../../dsl/typed.ts';
import { computeFactors, type EngineChoice } from '../../engine/compute.ts';
import { hashOf } from '../../model/signal/kept.ts';
import type { DataHashes } from '../data-hashes.ts';
import { stepHash, type KeptResults, type StepInputs, type StepOutcome } from '../kept-results.ts';
import { plural } from '../../plural.ts';
import type { Step, StepContext } from './step.ts';

export const VALUES_FILE = 'values.parquet';

/** What factors are and what they read, as inputs of a step. */
export async function factorInputs(factors: readonly CheckedFactor[], hashes: DataHashes, engine: EngineChoice): Promise<StepInputs> {
  const identities = factorIdentities(factors);
  // Factors over executions or orders may read both, and bars beside them.
  const tables = new Set(factors.flatMap(({ table }) => (table === 'minute' || table === 'daily' ? [table] : (['minute', 'trade', 'order'] as const))));
  const inputs: Record<string, string> = { engine, factors: hashOf(factors.map(({ path, name, unit }) => `${name} ${JSON.stringify(unit)} ${identities.get(`${path}#${name}`) ?? ''}`)) };
  for (const table of tables) inputs[`days of ${table}`] = (await hashes.days(table)).hash;
  return inputs;
}

/** What a step of values is made of beside the days. */
export interface ValuesSettings {
  readonly engine: EngineChoice;
  readonly to: string | null;
  /** Texts of the project's files, by path. */
  readonly texts: ReadonlyMap<string, string>;
}

export async function valuesStep(kept: KeptResults, store: string, factors: readonly CheckedFactor[], hashes: DataHashes, { engine, to, texts }: ValuesSettings): Promise<Step> {
  const inputs = { ...(await factorInputs(factors, hashes, engine)), ...(to === null ? {} : { to }) };
  const hash = stepHash('values', inputs);
  const days = Math.max(...(await Promise.all((['minute', 'trade', 'order', 'daily'] as const).map((table) => hashes.days(table)))).map(({ dates }) => dates));
  return { kind: 'values', name: 'factors', inputs, hash, units: factors.length * days, folder: kept.folder('values', hash), run: (context, folder) => compute(context, folder, { store, factors, engine, to, texts }) };
}

async function compute({ signal, spread, tell }: StepContext, folder: string, { store, factors, engine, to, texts }: ValuesSettings & { readonly store: string; readonly factors: readonly CheckedFactor[] }): Promise<StepOutcome> {
  const range = to === null ? {} : { to };
  const interrupt = signal === undefined ? {} : { signal };
  const elsewhere = spread === undefined ? '' : `; ${await spread({ store, factors, engine, texts, tell, ...range, ...interrupt })}`;
  const report = await computeFactors({
    store, factors, engine, out: join(folder, VALUES_FILE),
    ...range,
    ...interrupt,
    onProgress: ({ done, total, date, note }) => { tell({ done, total: date === '' ? 0 : total, unit: 'days', note }); },
  });
  return { summary: `${plural(factors.length, 'factor')}, ${plural(report.dates, 'date')}, ${report.rows.toLocaleString('en')} rows: ${report.computed.toLocaleString('en')} factor days computed, ${report.cached.toLocaleString('en')} taken from the store${elsewhere}`, warnings: [...(spread !== undefined && report.computed > 0 ? [`${plural(report.computed, 'factor day')} of those that the queue was to compute were missing and computed here: workers of different engines, data that changed, or values that were deleted meanwhile`] : []), ...report.warnings], ran: spread !== undefined && report.computed === 0 ? null : { name: report.engine, reason: report.engineReason } };
}
