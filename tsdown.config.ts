import { defineConfig } from 'tsdown';
import { chevrotainBundle, packages } from './tsdown.chevrotain.ts';

/**
 * One output file per source file: modules find their data files (presets, schemas) beside themselves, and the
 * command line loads only what a command needs.
 */
export default defineConfig({
  entry: ['src/index.ts', 'src/cli/main.ts', 'src/runtime/engine/bars-worker.ts', 'src/runtime/engine/event-worker.ts', 'src/runtime/model/data/gather-worker.ts', 'src/runtime/model/data/prepare-worker.ts'],
  root: 'src',
  outDir: 'dist',
  format: 'esm',
  platform: 'node',
  target: 'node20',
  unbundle: true,
  fixedExtension: false,
  dts: true,
  deps: packages,
  plugins: [chevrotainBundle],
  sourcemap: true,
  logLevel: 'warn',
  checks: { pluginTimings: false },
  failOnWarn: true,
  copy: [{ from: ['src/**/*.yaml', 'src/**/*.schema.json', 'src/**/*.wasm', 'src/runtime/report/page/*.{js,css}'], flatten: false }],
});
