/** The studio's page, for the program (dist/studio/page) or as the playground (`--mode playground`), a site of files for any place of any host. */
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
import { pagePolicy } from './src/studio/page-policy.ts';
import { CHEVROTAIN } from './tsdown.chevrotain.ts';

function at(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}

/** A host of files sends no policy, so the page carries it; what only a header may say is left out. */
const policy: Plugin = {
  name: 'policy-in-page',
  transformIndexHtml: () => [{ tag: 'meta', injectTo: 'head-prepend', attrs: { 'http-equiv': 'Content-Security-Policy', content: pagePolicy(true).split('; ').filter((part) => !part.startsWith('frame-ancestors')).join('; ') } }],
};

/** Says where the site lies, and how it is looked at. */
const where: Plugin = {
  name: 'say-where',
  closeBundle: () => console.log('The playground is in .fullband/playground/site: put it on any host of files, or look at it with  npx vite preview --config vite.page.config.ts --mode playground'),
};

export default defineConfig(({ mode }) => {
  const isPlayground = mode === 'playground';
  return {
    root: at('src/studio/page'),
    base: './',
    publicDir: isPlayground ? at('.fullband/playground/market') : false,
    define: { PLAYGROUND: String(isPlayground) },
    resolve: { alias: { chevrotain: CHEVROTAIN } },
    plugins: isPlayground ? [policy, where] : [],
    worker: { format: 'es' },
    build: {
      outDir: at(isPlayground ? '.fullband/playground/site' : 'dist/studio/page'),
      emptyOutDir: true,
      target: 'es2022',
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 2500,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
      rolldownOptions: { checks: { bundlerTimings: false } },
    },
    logLevel: 'warn',
  };
});
