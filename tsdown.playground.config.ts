import { defineConfig } from 'tsdown';
import scripts from './tsdown.docs.config.ts';

/** The script that writes the playground's market, built as that of docs/ is; run by `npm run build:playground`. */
export default defineConfig({ ...scripts, entry: ['scripts/playground/write-market.ts'], outDir: '.fullband/playground/build' });
