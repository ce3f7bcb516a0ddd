/** A whole page: one file that loads nothing. */
import { createHash } from 'node:crypto';
import { pageAssets } from './assets.ts';
import type { Chart } from './chart.ts';
import { both, escapeHtml, html, scriptJson, type Text } from './text.ts';

export interface Page {
  readonly title: Text;
  /** A sentence below the title. */
  readonly lead: Text;
  /** The page one level up; null on the first one. */
  readonly up: { readonly href: string; readonly title: Text } | null;
  /** HTML of the sections. */
  readonly body: readonly string[];
  /** Charts whose places the body has. */
  readonly charts: readonly Chart[];
}

export function pageHtml(page: Page): string {
  const { scripts, style } = pageAssets();
  const charts = Object.fromEntries(page.charts.filter(({ option }) => option !== null).map(({ id, title, columns, option, legend, height }) => [id, { title, columns, option, legend: legend.map(({ name }) => name), height }]));
  return `<!doctype html>
<html lang="en" data-theme="auto">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy(scripts))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="fullband">
<title>${escapeHtml(page.title.en)}</title>
<style>${style}</style>
</head>
<body>
<a class="skip" href="#main">${html(both('Skip to the content', '跳到正文'))}</a>
<header><div class="bar">${page.up === null ? '<span></span>' : `<nav><a href="${escapeHtml(page.up.href)}" data-page>← ${html(page.up.title)}</a></nav>`}${switchesHtml()}</div>
<h1>${html(page.title)}</h1><p class="lead">${html(page.lead)}</p></header>
<main id="main" tabindex="-1">
<noscript><p class="note">${html(both('Charts and sorting need JavaScript; tables and definitions do not.', '图表和排序需要JavaScript；表格和定义不需要。'))}</p></noscript>
${page.body.join('\n')}
</main>
<div id="tip" role="tooltip" hidden></div>
<script type="application/json" id="page-data">${scriptJson({ title: page.title, charts })}</script>
${scripts.map((script) => `<script>${script}</script>`).join('\n')}
</body>
</html>
`;
}

/** Nothing may be loaded, and no script may run but those of the page. */
function policy(scripts: readonly string[]): string {
  const hashes = scripts.map((script) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`);
  return `default-src 'none'; script-src ${hashes.join(' ')}; style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'`;
}

function switchesHtml(): string {
  const button = (name: string, value: string, text: string, isPressed: boolean): string => `<button type="button" data-${name}="${value}" aria-pressed="${String(isPressed)}">${text}</button>`;
  const themes = [['auto', both('Auto', '自动')], ['light', both('Light', '浅色')], ['dark', both('Dark', '深色')]] as const;
  return `<div class="switches"><div role="group" aria-labelledby="l-language"><span class="heard" id="l-language">${html(both('Language', '语言'))}</span>${button('language', 'en', '<span lang="en" class="own">English</span>', true)}${button('language', 'zh-CN', '<span lang="zh-CN" class="own">中文</span>', false)}</div>
<div role="group" aria-labelledby="l-theme"><span class="heard" id="l-theme">${html(both('Colours', '配色'))}</span>${themes.map(([value, text]) => button('scheme', value, html(text), value === 'auto')).join('')}</div></div>`;
}
