import { existsSync, readdirSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { importFiles } from '../../../src/runtime/store/import.ts';
import { dataVersion } from '../../../src/runtime/store/fingerprint.ts';
import { runAndKill } from '../../support/killed.ts';
import { REAL_FILES, describeWithRealFiles, freshFolder, storedRows } from './support.ts';

const CHILD = fileURLToPath(new URL('./child/import.ts', import.meta.url));
const HOOKS = new URL('../../support/typescript-hooks.mjs', import.meta.url).href;

const killed: number[] = [];

/** Starts an import in another process and kills it as soon as `reached` says so; returns how it ended. */
async function importAndKill(store: string, reached: (staging: string) => boolean): Promise<NodeJS.Signals | number | null> {
  const { end, pid } = await runAndKill(['--import', HOOKS, CHILD, store, 'dolphindb-trade', REAL_FILES.mixedTrade], () => reached(join(store, 'trade', '.staging')));
  killed.push(pid);
  return end;
}

/** Files of the runs that are writing. */
function staged(staging: string): readonly string[] {
  if (!existsSync(staging)) return [];
  return readdirSync(staging, { recursive: true, encoding: 'utf8' });
}

describeWithRealFiles('an import that is killed', () => {
  test('leaves the day as it was, at whatever moment, and its repetition completes it', async () => {
    const store = await freshFolder();
    await importFiles({ store, mapping: { preset: 'tonglian-sse-trade' }, files: [REAL_FILES.moutaiTrade], date: '2023-02-01' });
    const before = await dataVersion(store, 'trade', '2023-02-01');
    const clean = await freshFolder();
    for (const [preset, file] of [['tonglian-sse-trade', REAL_FILES.moutaiTrade], ['dolphindb-trade', REAL_FILES.mixedTrade]] as const) {
      await importFiles({ store: clean, mapping: { preset }, files: [file], date: '2023-02-01' });
    }
    const after = await dataVersion(clean, 'trade', '2023-02-01');
    expect(after).not.toBe(before);

    const moments: readonly ((staging: string) => boolean)[] = [
      (staging) => staged(staging).includes('lock'),
      (staging) => staged(staging).some((name) => name.endsWith('.part')),
    ];
    for (const reached of moments) {
      expect(await importAndKill(store, reached)).toBe('SIGKILL');
      expect(await dataVersion(store, 'trade', '2023-02-01')).toBe(before);
      expect(await storedRows(store, 'trade', 'count(*)::INTEGER AS n')).toEqual([{ n: 27135 }]);
    }
    // From the decision on the day is the old one or the new one, never a mixture.
    const end = await importAndKill(store, (staging) => staged(staging).some((name) => name.endsWith('commit.json')));
    expect(['SIGKILL', 0]).toContain(end);
    expect([before, after]).toContain(await dataVersion(store, 'trade', '2023-02-01'));

    await importFiles({ store, mapping: { preset: 'dolphindb-trade' }, files: [REAL_FILES.mixedTrade] });
    expect(await dataVersion(store, 'trade', '2023-02-01')).toBe(after);
    expect(await storedRows(store, 'trade', 'count(*)::INTEGER AS n')).toEqual([{ n: 27135 + 148687 }]);
    expect(await readdir(join(store, 'trade', '.staging'))).toEqual([]);
    expect(await readdir(join(store, 'trade', 'date=2023-02-01'))).toEqual(['fullband.parquet']);
    expect(killed).toHaveLength(3);
    expect((await readdir(tmpdir())).filter((name) => killed.some((pid) => name.startsWith('fullband-') && name.includes(`-${pid}-`)))).toEqual([]);
    // Three processes that compile their own sources before they import.
  }, 180_000);
});
