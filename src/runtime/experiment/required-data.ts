/** What can be told of the data before hours of training: columns that are null throughout, and indices that the store does not have. */
import { requireTestable } from '../evaluate/evaluate.ts';
import { requireIndex } from '../portfolio/market-index.ts';
import { requirePortfolioData } from '../portfolio/portfolio-columns.ts';
import { EQUAL_INDEX } from '../portfolio/settings.ts';
import { withDatabase } from '../store/duckdb.ts';
import type { LoadedExperiment } from './load-experiment.ts';
import { saidInKeys } from './option-keys.ts';

/** Throws as the steps would, each of which looks again at the days that it reads. */
export async function requireData({ experiment: { data, tests, portfolios, factors, models }, store }: LoadedExperiment): Promise<void> {
  const to = data.to ?? undefined;
  for (const [kind, settings] of [['factor-test', factors.length > 0 ? tests.factors : null], ['signal-test', models.length > 0 ? tests.signals : null]] as const) {
    if (settings !== null) await saidInKeys(kind, requireTestable(store, settings, to));
  }
  await withDatabase({}, (db) =>
    db.use(async (connection) => {
      for (const { variants } of portfolios) {
        const [first] = variants;
        if (first === undefined) continue;
        await requirePortfolioData(connection, store, first.settings, to);
        if (first.settings.index !== EQUAL_INDEX) await requireIndex(connection, store, first.settings.index);
      }
    }),
  );
}
