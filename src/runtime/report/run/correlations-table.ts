/** Correlations beside the published ones, as a table that is opened when it is wanted. */
import type { Evaluation } from '../../evaluate/evaluation.ts';
import { comparedCorrelations } from '../../evaluate/published-correlations.ts';
import { formatted } from '../format.ts';
import { both, escapeHtml, html } from '../text.ts';

/** Nothing where no pair was published. `id` is part of those of the page. */
export function correlationsTable(evaluation: Evaluation, id: string): string {
  const rows = comparedCorrelations(evaluation);
  if (rows.length === 0) return '';
  const heads = [both('One', '甲'), both('Other', '乙'), both('Correlation', '相关系数'), both('Published', '公布值')].map((head) => `<th scope="col"><button type="button" class="sort">${html(head)}</button></th>`);
  const cell = (value: number | null): string => `<td data-value="${value === null ? '' : String(value)}">${formatted(value, 'number')}</td>`;
  const body = rows.map(({ one, other, own, published }) => `<tr><th scope="row" data-value="${escapeHtml(one)}">${escapeHtml(one)}</th><td data-value="${escapeHtml(other)}">${escapeHtml(other)}</td>${cell(own)}${cell(published)}</tr>`);
  return `<details class="compared"><summary id="t-${id}-compared">${html(both(`${String(rows.length)} correlations beside the published ones`, `${String(rows.length)}个相关系数与公布值对照`))}</summary><div class="scroll" role="group" tabindex="0" aria-labelledby="t-${id}-compared"><table class="ranking" data-sortable><thead><tr>${heads.join('')}</tr></thead><tbody>${body.join('\n')}</tbody></table></div></details>`;
}
