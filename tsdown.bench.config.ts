import { defineConfig } from 'tsdown';
import { chevrotainBundle, packages } from './tsdown.chevrotain.ts';

/** The measurements, built beside the sources they measure; run by `npm run bench`. */
export default defineConfig(({ outDir = '.fullband/bench' }) => ({
  entry: ['bench/run.ts', 'bench/minutes-scan.ts', 'bench/training-step.ts', 'bench/training-fit.ts', 'bench/solve-sections.ts', 'src/runtime/model/data/gather-worker.ts', 'src/runtime/model/data/prepare-worker.ts', 'bench/tell-usage.ts', 'bench/events-duckdb.ts', 'bench/events-memory.ts', 'bench/events-memory-worker.ts', 'bench/events-memory-duckdb.ts', 'bench/evaluate-duckdb.ts', 'bench/evaluate-fullband.ts', 'src/runtime/engine/bars-worker.ts', 'src/runtime/engine/event-worker.ts'],
  root: '.',
  outDir,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  unbundle: true,
  fixedExtension: false,
  deps: packages,
  plugins: [chevrotainBundle],
  dts: false,
  logLevel: 'warn',
  checks: { pluginTimings: false },
  failOnWarn: true,
  copy: [{ from: 'package.json', to: outDir }, { from: ['src/**/*.yaml', 'src/**/*.schema.json', 'src/**/*.wasm'], to: `${outDir}/src`, flatten: false }],
}));
