import { defineConfig } from 'tsdown';

/** The script that writes the generated pages of docs/, built beside the sources it reads; run by `npm run docs`. */
export default defineConfig({
  entry: ['scripts/docs/write.ts'],
  root: '.',
  outDir: '.fullband/docs',
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
