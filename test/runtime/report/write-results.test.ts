import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { writeResults } from '../../../src/runtime/report/write-results.ts';
import { MANIFEST_FILE } from '../../../src/runtime/store/result-folder.ts';
import { faultOf, freshFolder } from '../store/support.ts';
import { madeEvaluation } from './evaluation.ts';

const SMALL = madeEvaluation({ days: 60 });

describe('a name of the results that something else has', () => {
  test('a folder where a file is to be is refused, and the former result stays whole', async () => {
    const out = await freshFolder();
    await writeResults(out, madeEvaluation({ days: 60, names: ['other'] }));
    const [before, manifest] = [(await readdir(out, { recursive: true })).sort(), await readFile(join(out, MANIFEST_FILE), 'utf8')];
    await mkdir(join(out, 'signals', 'late_skew_ret.html', 'mine'), { recursive: true });
    const fault = await faultOf(writeResults(out, SMALL));
    expect(fault.message).toBe(`${join(out, 'signals', 'late_skew_ret.html')}: found a folder of that name; expected a file of the results, or nothing. Rename or remove it, or choose another folder with --out.`);
    expect((await readdir(out, { recursive: true })).sort()).toEqual([...before, join('signals', 'late_skew_ret.html'), join('signals', 'late_skew_ret.html', 'mine')].sort());
    expect(await readFile(join(out, MANIFEST_FILE), 'utf8')).toBe(manifest);
  });

  test('a file where a folder is to be is refused', async () => {
    const out = await freshFolder();
    await writeFile(join(out, 'series'), 'mine');
    expect((await faultOf(writeResults(out, SMALL))).message).toContain(`${join(out, 'series')}: found a file of that name; expected a folder of the results, or nothing.`);
    expect(await readdir(out)).toEqual(['series']);
  });
});
