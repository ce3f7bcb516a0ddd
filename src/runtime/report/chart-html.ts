/** The place of a chart in a page: heading, summary, legend, drawing, buttons and the table of its numbers, which the page fills when it is opened. */
import type { Chart, LegendEntry } from './chart.ts';
import type { ChartSection } from './charts/signal-charts.ts';
import { both, html, type Text } from './text.ts';

export function sectionHtml({ id, title, charts, before = '', after = '' }: ChartSection): string {
  return `<section aria-labelledby="h-${id}"><h2 id="h-${id}">${html(title)}</h2><div class="charts">${before}${charts.map(chartHtml).join('\n')}${after}</div></section>`;
}

export function chartHtml(chart: Chart): string {
  const { id, title, summary, note, isWide, option } = chart;
  const words = `<h3 id="t-${id}">${html(title)}</h3><p class="summary" id="s-${id}">${html(summary)}</p>`;
  if (option === null) return `<article class="chart empty" id="${id}">${words}</article>`;
  return `<article class="chart${isWide === true ? ' wide' : ''}" id="${id}">${words}
${legendHtml(chart.legend)}<div class="plot" role="img" aria-labelledby="t-${id}" aria-describedby="s-${id}" data-chart="${id}" style="height:${String(chart.height)}px"></div>
${note === undefined ? '' : `<p class="note">${html(note)}</p>`}<div class="tools"><details data-table="${id}"><summary>${html(both('Numbers', '数据'))}${ofTitle(title)}</summary><div class="scroll" role="group" tabindex="0" aria-labelledby="t-${id}"></div></details>
<span class="exports">${exportButton('png', id, title)}${exportButton('svg', id, title)}</span></div></article>`;
}

function exportButton(kind: 'png' | 'svg', id: string, title: Text): string {
  return `<button type="button" class="small" data-export="${kind}" data-of="${id}">${kind.toUpperCase()}${ofTitle(title)}</button>`;
}

/** Tells equal buttons apart for those who hear them. */
function ofTitle(title: Text): string {
  return `<span class="heard">: ${html(title)}</span>`;
}

function legendHtml(entries: readonly LegendEntry[]): string {
  if (entries.length === 0) return '';
  const items = entries.map(({ name, colour, dash }, i) => `<li><button type="button" class="series" aria-pressed="true" data-series="${String(i)}"><svg width="24" height="10" aria-hidden="true"><line x1="1" y1="5" x2="23" y2="5" class="${dash}" style="stroke:var(--${colour})"/></svg>${html(name)}</button></li>`);
  return `<ul class="legend">${items.join('')}</ul>`;
}
