import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { ROOT } from '../support/sources.ts';

test.each(['src/runtime/model/gru/kernel', 'src/runtime/bars/kernel'])('the compiled kernel is what its sources give: %s', { timeout: 180_000 }, async (kernel) => {
  const folder = await mkdtemp(join(tmpdir(), 'fullband-kernel-'));
  try {
    const file = join(folder, 'kernel.wasm');
    await promisify(execFile)(process.execPath, [join(ROOT, 'scripts/build-wasm.mjs'), kernel, file], { cwd: ROOT });
    expect((await readFile(file)).equals(await readFile(join(ROOT, `${kernel}.wasm`))), 'run npm run build:wasm').toBe(true);
  } finally {
    await rm(folder, { recursive: true });
  }
});
