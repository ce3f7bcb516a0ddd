/** Files that every page holds a copy of: ECharts, the page's own script and its style sheet. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { paletteCss } from './palette.ts';
import { packagedFile } from '../packaged-file.ts';

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
  return readFileSync(packagedFile(`report/page/${name}`), 'utf8');
}

/** A script as it may stand in an element: without the end of one. */
function scriptText(code: string): string {
  return code.replaceAll('</script', '<\\/script');
}
