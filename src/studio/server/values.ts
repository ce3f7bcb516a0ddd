/** Values of one factor on one day, by the program's own engine. */
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { computeFactors } from '../../runtime/engine/compute.ts';
import type { ValuesAnswer, ValuesRequest } from '../api.ts';
import { openFactor } from './open-factor.ts';
import type { ProjectFolder } from './project-folder.ts';
import type { TrialStore } from './trial-store.ts';

type Row = Readonly<Record<string, string | number | null>>;

export async function valuesOf(project: ProjectFolder, trials: TrialStore, request: ValuesRequest, signal: AbortSignal): Promise<ValuesAnswer> {
  const factor = openFactor(project, request);
  const results = await trials.resultsFolder();
  try {
    const out = join(results, 'values.json');
    const { engine, engineReason, cachedEngines, seconds } = await computeFactors({ store: await trials.folder(), factors: [factor], out, engine: 'auto', from: request.date, to: request.date, signal });
    const rows = JSON.parse(await readFile(out, 'utf8')) as readonly Row[];
    return {
      symbols: rows.map((row) => String(row['symbol'])),
      values: rows.map((row) => {
        const value = row[factor.name];
        return typeof value === 'number' ? value : null;
      }),
      engine: engine === 'none' ? (cachedEngines[0] ?? engine) : engine,
      engineReason,
      seconds,
    };
  } finally {
    await rm(results, { recursive: true, force: true });
  }
}
