import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { explain, type ExplainStage } from '../../src/compiler/explain.ts';
import { factorsOf } from '../support/programs.ts';

/** `FULLBAND_UPDATE=1` rewrites the goldens; look at the difference before committing it. */
const update = process.env['FULLBAND_UPDATE'] === '1';
const FOLDER = join(import.meta.dirname, 'goldens');

const FILES = ['late_skew_ret', 'bigorder_ret', 'corr_close_nextopen', 'down_single_amt_perc', 'volume_perc2'];
const STAGES: readonly ExplainStage[] = ['overview', 'ir', 'plan', 'kernel'];

describe('goldens: what the compiler makes of a factor', () => {
  test.each(FILES.flatMap((name) => STAGES.map((stage) => [name, stage] as const)))('%s, %s', (name, stage) => {
    const text = readFileSync(join(import.meta.dirname, '../../factors/minute', `${name}.factor`), 'utf8');
    const found = `${explain(factorsOf(text), stage).text}\n`;
    const golden = join(FOLDER, `${name}.${stage}.txt`);
    if (update || !existsSync(golden)) {
      if (!update) throw new Error(`${golden} is missing; FULLBAND_UPDATE=1 writes it`);
      writeFileSync(golden, found);
    }
    expect(found).toBe(readFileSync(golden, 'utf8'));
  });
});
