import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { explain, type ExplainStage } from '../../src/compiler/explain.ts';
import { factorsOf } from '../support/programs.ts';

/** `FULLBAND_UPDATE=1` rewrites the goldens; look at the difference before committing it. */
const update = process.env['FULLBAND_UPDATE'] === '1';
const FOLDER = join(import.meta.dirname, 'goldens');

const FILES = ['late_skew_ret', 'bigorder_ret', 'corr_close_nextopen', 'down_single_amt_perc', 'volume_perc2'];
/** Of days: a ratio of moved prices, a window, and one that has the host compare stocks and reduce days twice. */
const DAYS: Readonly<Record<string, string>> = {
  reversal_20: readFileSync(join(import.meta.dirname, '../../factors/daily/reversal_20.factor'), 'utf8'),
  turnover_20: readFileSync(join(import.meta.dirname, '../../factors/daily/turnover_20.factor'), 'utf8'),
  crowded_days: '/// test\nfactor crowded_days { from daily direction -1 value corr(rank(adj_open), rank(volume), window=10d) * mean(std(ret, window=5d), window=20d) / count(ret > 0, window=20d) }',
};
const STAGES: readonly ExplainStage[] = ['overview', 'ir', 'plan', 'kernel'];

function expectGolden(name: string, stage: ExplainStage, text: string): void {
  const found = `${explain(factorsOf(text), stage).text}\n`;
  const golden = join(FOLDER, `${name}.${stage}.txt`);
  if (update || !existsSync(golden)) {
    if (!update) throw new Error(`${golden} is missing; FULLBAND_UPDATE=1 writes it`);
    writeFileSync(golden, found);
  }
  expect(found).toBe(readFileSync(golden, 'utf8'));
}

describe('goldens: what the compiler makes of a factor', () => {
  test.each(FILES.flatMap((name) => STAGES.map((stage) => [name, stage] as const)))('%s, %s', (name, stage) => {
    expectGolden(name, stage, readFileSync(join(import.meta.dirname, '../../factors/minute', `${name}.factor`), 'utf8'));
  });

  test.each(Object.keys(DAYS).flatMap((name) => [...STAGES, 'sql' as const].map((stage) => [name, stage] as const)))('%s, over days, %s', (name, stage) => {
    expectGolden(name, stage, DAYS[name] ?? '');
  });
});
