import { defineConfig } from 'tsdown';

/** The script that writes the playground's market, built beside the sources it reads; run by `npm run build:playground`. */
export default defineConfig({
  entry: ['scripts/playground/write-market.ts'],
  root: '.',
  outDir: '.fullband/playground/build',
  format: 'esm',
  platform: 'node',
  target: 'node20',
  unbundle: true,
  fixedExtension: false,
  deps: { skipNodeModulesBundle: true },
  dts: false,
  logLevel: 'warn',
  checks: { pluginTimings: false },
});
