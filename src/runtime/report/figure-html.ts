/** Figures as tables, and their definitions: shown beside a figure's name on hover and focus, and all together below. */
import type { Evaluation, SignalEvaluation } from '../evaluate/evaluation.ts';
import { FIGURE_KEYS, figureOf, FIGURES, PUBLISHED_KEYS, type FigureDefinition, type FigureKey, type PublishedFigures } from '../evaluate/figures.ts';
import { formatted } from './format.ts';
import { both, escapeHtml, html, type Text } from './text.ts';

export const PUBLISHED = both('Published', '公布值');
const PUBLISHED_NOTE = both(
  'Published: what the published tables print for a signal of this name, for reference. Other data, stocks or dates give other figures.',
  '公布值：公开报告对同名信号给出的数值，仅供参考；数据、股票池或区间不同，结果也不同。',
);

/** Figures of portfolios, as against those of the signal itself. */
const OF_PORTFOLIOS = /^(?:top|longShort|universe)/;

/** The figures of one signal, one a row. */
export function summaryTable({ figures, published }: SignalEvaluation): string {
  const rowsOf = (keys: readonly FigureKey[]): string => keys.map((key) => `<tr><th scope="row">${termHtml(key, figureOf(key))}</th><td>${formatted(figures[key], figureOf(key).form)}</td>${published === null ? '' : `<td>${publishedText(published, key)}</td>`}</tr>`).join('\n');
  const heads = [both('Figure', '指标'), both('Value', '数值'), ...(published === null ? [] : [PUBLISHED])];
  const table = (title: Text, keys: readonly FigureKey[]): string => `<table class="figures"><caption>${html(title)}</caption><thead><tr>${heads.map((head) => `<th scope="col">${html(head)}</th>`).join('')}</tr></thead><tbody>${rowsOf(keys)}</tbody></table>`;
  const [signal, portfolios] = [FIGURE_KEYS.filter((key) => !OF_PORTFOLIOS.test(key)), FIGURE_KEYS.filter((key) => OF_PORTFOLIOS.test(key))];
  return `<div class="charts">${table(both('Signal', '信号'), signal)}${table(both('Portfolios', '组合'), portfolios)}</div>${published === null ? '' : `<p class="note">${html(PUBLISHED_NOTE)}</p>`}`;
}

/** All signals, best IC_IR first, with links to their pages; the page sorts it by any column. `hrefs` are in step with the signals, empty where there is no page. `id` is that of its heading, `h-…`. */
export function rankingTable({ signals }: Evaluation, hrefs: readonly string[], id = 'ranking'): string {
  const hasPublished = signals.some(({ published }) => published !== null);
  const ranked = signals.map((signal, i) => ({ signal, href: hrefs[i] ?? '' })).sort((a, b) => (b.signal.figures.icIr ?? -Infinity) - (a.signal.figures.icIr ?? -Infinity));
  const columns = FIGURE_KEYS.flatMap((key) => [{ key, isPublished: false }, ...(hasPublished && publishedKey(key) !== null ? [{ key, isPublished: true }] : [])]);
  const head = columns.map(({ key, isPublished }) =>
    isPublished ? sortHead(html(both(`${titleOf(key).en}, published`, `${titleOf(key).zh}（公布值）`)), '') : sortHead(html(titleOf(key)), ` data-def="def-${key}" aria-describedby="def-${key}"`, key === 'icIr'),
  );
  const rows = ranked.map(({ signal, href }, i) => {
    const cells = columns.map(({ key, isPublished }) => {
      const value = isPublished ? (signal.published === null ? null : publishedValue(signal.published, key)) : signal.figures[key];
      return `<td${isPublished ? ' class="published"' : ''} data-value="${value === null ? '' : String(value)}">${formatted(value, figureOf(key).form)}</td>`;
    });
    return `<tr><td class="place">${String(i + 1)}</td><th scope="row" data-value="${escapeHtml(signal.name)}">${href === '' ? escapeHtml(signal.name) : `<a href="${escapeHtml(href)}" data-page>${escapeHtml(signal.name)}</a>`}</th>${cells.join('')}</tr>`;
  });
  return `<p class="note screen" data-more-of="${id}-table" hidden>${html(both('More columns to the right: scroll the table sideways. →', '右侧还有更多列：左右滚动表格查看。→'))}</p><div class="scroll" id="${id}-table" role="group" tabindex="0" aria-labelledby="h-${id}"><table class="ranking" data-sortable><thead><tr><th scope="col">#</th>${sortHead(html(both('Signal', '信号')), '')}${head.join('')}</tr></thead><tbody>${rows.join('\n')}</tbody></table></div>${hasPublished ? `<p class="note">${html(PUBLISHED_NOTE)}</p>` : ''}`;
}

function sortHead(title: string, attributes: string, isSorted = false): string {
  return `<th scope="col"${isSorted ? ' aria-sort="descending"' : ''}><button type="button" class="sort"${attributes}>${title}</button></th>`;
}

/** A figure's name with its definition: a button, so that keys and fingers reach it too. */
export function termHtml(key: string, { title, titleZh }: FigureDefinition): string {
  return `<button type="button" class="term" data-def="def-${key}" aria-describedby="def-${key}">${html(both(title, titleZh))}</button>`;
}

/** Every figure with its definition, in both languages. A page may have several lists, each with an id of its own. */
export function definitionsHtml(figures: Readonly<Record<string, FigureDefinition>> = FIGURES, id = 'definitions', heading: Text = both('Definitions', '指标定义')): string {
  const entries = Object.entries(figures).map(([key, { title, titleZh, definition, definitionZh }]) => `<div><dt>${html(both(title, titleZh))}</dt><dd id="def-${key}">${html(both(definition, definitionZh))}</dd></div>`);
  return `<section aria-labelledby="h-${id}"><h2 id="h-${id}">${html(heading)}</h2><dl class="definitions">${entries.join('\n')}</dl></section>`;
}

function titleOf(key: FigureKey): Text {
  const { title, titleZh } = figureOf(key);
  return both(title, titleZh);
}

function publishedKey(key: FigureKey): keyof PublishedFigures | null {
  return PUBLISHED_KEYS.find((of) => of === key) ?? null;
}

function publishedValue(published: PublishedFigures, key: FigureKey): number | null {
  const of = publishedKey(key);
  return of === null ? null : published[of];
}

function publishedText(published: PublishedFigures, key: FigureKey): string {
  return publishedKey(key) === null ? '' : formatted(publishedValue(published, key), figureOf(key).form);
}
