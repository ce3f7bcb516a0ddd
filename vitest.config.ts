import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const FULL = process.env.FULLBAND_TEST === 'full';

/** Files of a short run share the processes of the workers: most of their time would be loading the same modules again. Those of a full one have a process each. */
const shared = { isolate: FULL, testTimeout: FULL ? 180_000 : 30_000, hookTimeout: 60_000, pool: 'forks' as const };

/** Tests that run the built command. */
const BUILT = ['test/cli/commands/**/*.test.ts', 'test/lsp/**/*.test.ts'];
/** Tests that drive the built page. */
const PAGE = ['test/studio/page/**/*.test.ts'];
/** They replace modules, or hide drivers of GPUs, which none may have loaded before. */
const ALONE = ['test/runtime/model/checkpoint-full-disk.test.ts', 'test/runtime/backends-without-gpu.test.ts', 'test/runtime/engine/compute-without-gpu.test.ts'];

/** So many projects that only the tests of what is built wait for a build. A file for every core: vitest would leave one of them idle. */
export default defineConfig({
  test: {
    maxWorkers: availableParallelism(),
    projects: [
      { test: { ...shared, name: 'library', include: ['test/**/*.test.ts'], exclude: [...BUILT, ...PAGE, ...ALONE] } },
      { test: { ...shared, isolate: true, name: 'alone', include: ALONE } },
      { test: { ...shared, name: 'page', include: PAGE, globalSetup: ['test/support/playground.ts'] } },
      { test: { ...shared, name: 'cli', include: BUILT, globalSetup: ['test/support/build.ts'] } },
    ],
  },
});
