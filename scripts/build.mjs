// Builds with tsdown: `node scripts/build.mjs [CONFIG]`, by default the program into dist/ and the studio's page beside it. It calls tsdown as a library, because tsdown's own
// command says on every Node before 22.18 that this Node will lose its support; the version that is installed runs on it, and is exact.
import { build } from 'tsdown';
import { build as buildPage } from 'vite';

const [config] = process.argv.slice(2);
// What is worth reading is an error; warnings of the program's build are errors (tsdown.config.ts).
await build(config === undefined ? { logLevel: 'warn' } : { config, logLevel: 'error' });
// After the program: its build empties dist/.
if (config === undefined) await buildPage({ configFile: 'vite.page.config.ts' });
