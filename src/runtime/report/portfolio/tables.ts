/** Tables that scroll inside their place where they are wider than the window. */
import { both, html, type Text } from '../text.ts';

const MORE = both('More columns to the right: scroll the table sideways. →', '右侧还有更多列：左右滚动表格查看。→');

/** HTML of a row: what it is about, and its cells. */
export interface Row {
  readonly head: string;
  readonly cells: readonly string[];
  /** Whether it is what the published tables print. */
  readonly isPublished?: boolean;
}

export interface Table {
  /** Unique on a page. */
  readonly id: string;
  readonly title: Text;
  /** HTML of the heads of the columns, the first one included. */
  readonly heads: readonly string[];
  /** Whether the cells are words: those stand on the left. */
  readonly isText?: true;
}

/** A table as a card of a section, as wide as the page. */
export function tableCard(table: Table, rows: readonly Row[]): string {
  return `<article class="chart wide" id="${table.id}">${titledTable(table, rows, 'h3')}</article>`;
}

/** A table below a heading. */
export function titledTable({ id, title, heads, isText }: Table, rows: readonly Row[], level: 'h3' | 'h4'): string {
  return `<${level} id="t-${id}">${html(title)}</${level}><p class="note screen" data-more-of="scroll-${id}" hidden>${html(MORE)}</p>
<div class="scroll" id="scroll-${id}" role="group" tabindex="0" aria-labelledby="t-${id}"><table class="rows${isText === true ? ' words' : ''}"><thead><tr>${heads.map((head) => `<th scope="col">${head}</th>`).join('')}</tr></thead><tbody>${rows.map(rowHtml).join('\n')}</tbody></table></div>`;
}

function rowHtml({ head, cells, isPublished }: Row): string {
  return `<tr${isPublished === true ? ' class="published"' : ''}><th scope="row">${head}</th>${cells.map((text) => `<td>${text}</td>`).join('')}</tr>`;
}
