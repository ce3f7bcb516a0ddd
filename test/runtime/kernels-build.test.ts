import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { ROOT } from '../support/sources.ts';

const KERNELS = ['src/runtime/model/gru/kernel.wasm', 'src/runtime/engine/selection/kernel-code.ts', 'src/runtime/bars/kernel-code.ts'];

test('the compiled kernels are what their sources give', { timeout: 180_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'fullband-kernels-'));
  try {
    await promisify(execFile)(process.execPath, [join(ROOT, 'scripts/build-wasm.mjs'), folder], { cwd: ROOT });
    for (const kernel of KERNELS) expect((await readFile(join(folder, kernel))).equals(await readFile(join(ROOT, kernel))), `${kernel}: run npm run build:wasm`).toBe(true);
  } finally {
    await rm(folder, { recursive: true });
  }
});
