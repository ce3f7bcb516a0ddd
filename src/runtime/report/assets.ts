/** Files that every page holds a copy of: ECharts, the page's own script and its style sheet. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { DataError } from '../store/data-error.ts';
import { paletteCss } from './palette.ts';

/** Parts of the page's script: one scope, in this order. */
const SCRIPTS = ['options.js', 'charts.js', 'tables.js', 'export.js', 'main.js'] as const;

export interface Assets {
  /** Scripts in the order in which they run. */
  readonly scripts: readonly string[];
  readonly style: string;
}

let assets: Assets | undefined;

/** Read once per process. */
export function pageAssets(): Assets {
  assets ??= {
    scripts: [scriptText(readFileSync(createRequire(import.meta.url).resolve('echarts/dist/echarts.min.js'), 'utf8')), scriptText(`(() => {\n'use strict';\n${SCRIPTS.map(pageFile).join('\n')}\n})();`)],
    style: `${paletteCss()}\n${pageFile('page.css')}`,
  };
  return assets;
}

function pageFile(name: string): string {
  // Beside this module, or below the file that this module was bundled into.
  const candidates = [`./page/${name}`, `./runtime/report/page/${name}`, `../report/page/${name}`].map((path) => fileURLToPath(new URL(path, import.meta.url)));
  const file = candidates.find((path) => existsSync(path));
  if (file === undefined) throw new DataError({ file: candidates[0] ?? null, found: 'no such file', expected: 'a part of the report beside the program', remedy: 'Install fullband again: its files are incomplete.' });
  return readFileSync(file, 'utf8');
}

/** A script as it may stand in an element: without the end of one. */
function scriptText(code: string): string {
  return code.replaceAll('</script', '<\\/script');
}
