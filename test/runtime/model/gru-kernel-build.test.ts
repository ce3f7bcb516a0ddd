import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { ROOT } from '../../support/sources.ts';

test('the compiled kernel is what its sources give', { timeout: 180_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'fullband-kernel-'));
  try {
    const file = join(folder, 'kernel.wasm');
    await promisify(execFile)(process.execPath, [join(ROOT, 'scripts/build-wasm.mjs'), file], { cwd: ROOT });
    expect((await readFile(file)).equals(await readFile(join(ROOT, 'src/runtime/model/gru/kernel.wasm'))), 'run npm run build:wasm').toBe(true);
  } finally {
    await rm(folder, { recursive: true });
  }
});
