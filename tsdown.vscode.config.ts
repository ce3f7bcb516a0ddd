import { defineConfig } from 'tsdown';

/** The extension for VS Code as one file: it is installed without packages. Run by `npm run vscode`. */
export default defineConfig({
  entry: { extension: 'editors/vscode/src/extension.ts' },
  outDir: '.fullband/vscode/dist',
  format: 'cjs',
  platform: 'node',
  target: 'node20',
  minify: true,
  dts: false,
  deps: { alwaysBundle: [/./], neverBundle: ['vscode'] },
  outExtensions: () => ({ js: '.cjs' }),
  logLevel: 'warn',
  checks: { pluginTimings: false },
});
