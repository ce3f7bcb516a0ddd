import { defineConfig } from 'tsdown';
import { chevrotainBundle, KERNELS_FROM, packagesWith } from './tsdown.chevrotain.ts';
import { chunks } from './tsdown.chunks.ts';

/**
 * Nearly one output file per source file (`tsdown.chunks.ts`): modules find their data files (presets, schemas) beside themselves, and the
 * command line loads only what a command needs.
 */
export default defineConfig({
  entry: ['src/index.ts', 'src/cli/main.ts', 'src/runtime/engine/bars-worker.ts', 'src/runtime/engine/event-worker.ts', 'src/runtime/model/data/gather-worker.ts', 'src/runtime/model/data/prepare-worker.ts'],
  root: 'src',
  outDir: 'dist',
  format: 'esm',
  platform: 'node',
  target: 'node20',
  fixedExtension: false,
  dts: true,
  deps: packagesWith(KERNELS_FROM),
  plugins: [chevrotainBundle],
  sourcemap: true,
  inputOptions: { preserveEntrySignatures: 'allow-extension' },
  outputOptions: chunks(),
  logLevel: 'warn',
  checks: { pluginTimings: false },
  failOnWarn: true,
  copy: [{ from: ['src/**/*.yaml', 'src/**/*.schema.json', 'src/**/*.wasm', 'src/runtime/report/page/*.{js,css}'], flatten: false }],
});
