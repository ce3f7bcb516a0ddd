import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../../support/sources.ts';

test('the compiled kernel is what its sources give', () => {
  const folder = mkdtempSync(join(tmpdir(), 'fullband-kernel-'));
  try {
    const file = join(folder, 'kernel.wasm');
    execFileSync(process.execPath, [join(ROOT, 'scripts/build-wasm.mjs'), file], { cwd: ROOT });
    expect(readFileSync(file).equals(readFileSync(join(ROOT, 'src/runtime/model/gru/kernel.wasm'))), 'run npm run build:wasm').toBe(true);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
