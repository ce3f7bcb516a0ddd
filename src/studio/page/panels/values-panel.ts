/** Values of the day: figures, distribution, and a table that is sorted and searched. */
import type { Spread } from '../../../runtime/live/spread.ts';
import { element, refill } from '../dom.ts';
import { counted, say } from '../language.ts';
import { decimalsFor, short } from '../numbers.ts';
import { Chart } from '../pictures/chart.ts';
import { showHistogram } from '../pictures/histogram.ts';
import { WORDS } from '../words.ts';
import type { Panel, Shown } from './panel.ts';

type Row = readonly [symbol: string, value: number | null];

/** Rows that are put into the page at once. */
const ROWS = 400;

export class ValuesPanel implements Panel {
  readonly key = 'values';
  readonly title = WORDS.values;
  private readonly chart = new Chart(170);
  private readonly figures = element('dl', { class: 'figures' });
  private readonly note = element('p', { class: 'note', hidden: true });
  private readonly search = element('input', { type: 'search', placeholder: say(WORDS.search), 'aria-label': say(WORDS.search), oninput: () => this.fill() });
  private readonly rows = element('tbody');
  private readonly heads: readonly HTMLTableCellElement[];
  private readonly content = element('div', { hidden: true });
  private readonly more = element('button', { type: 'button', class: 'quiet', hidden: true, onclick: () => this.fill(Infinity) }, say(WORDS.more));
  readonly body: HTMLElement;
  private shown: Shown | null = null;
  private sorted: { readonly by: 'symbol' | 'value'; readonly falling: boolean } = { by: 'value', falling: true };

  /** @param choose hears which stock the reader wants to see */
  constructor(private readonly choose: (symbol: string) => void) {
    this.heads = [this.head('symbol', say(WORDS.symbol)), this.head('value', say(WORDS.value))];
    const table = element('table', { class: 'values' }, element('thead', {}, element('tr', {}, ...this.heads, element('td', { class: 'bar', 'aria-hidden': 'true' }))), this.rows);
    this.content.append(
      this.figures,
      element('h3', {}, say(WORDS.distribution)),
      this.chart.place,
      element('div', { class: 'row' }, this.search),
      element('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': say(WORDS.values) }, table, this.more),
    );
    this.body = element('div', {}, this.note, this.content);
  }

  private head(by: 'symbol' | 'value', title: string): HTMLTableCellElement {
    return element('th', { scope: 'col', class: by === 'value' ? 'number' : '' }, element('button', { type: 'button', class: 'sort', onclick: () => this.sortBy(by) }, title));
  }

  private sortBy(by: 'symbol' | 'value'): void {
    this.sorted = { by, falling: this.sorted.by === by ? !this.sorted.falling : by === 'value' };
    this.fill();
  }

  show(shown: Shown): void {
    this.shown = shown;
    const said = lackText(shown);
    this.note.hidden = said === '';
    this.note.textContent = said;
    this.content.hidden = shown.day === null;
    this.content.classList.toggle('stale', said !== '' && shown.day !== null);
    if (shown.day === null) return;
    refill(this.figures, ...figuresOf(shown.day.spread));
    showHistogram(this.chart, shown.day.spread);
    this.fill();
  }

  private fill(most = ROWS): void {
    const day = this.shown?.day ?? null;
    if (day === null) return;
    const { by, falling } = this.sorted;
    this.heads.forEach((head, i) => head.setAttribute('aria-sort', (i === 0) === (by === 'symbol') ? (falling ? 'descending' : 'ascending') : 'none'));
    const wanted = this.search.value.trim().toUpperCase();
    const rows = day.symbols.map((symbol, i): Row => [symbol, day.values[i] ?? null]).filter(([symbol]) => symbol.includes(wanted)).sort(by === 'symbol' ? bySymbol(falling) : byValue(falling));
    const decimals = decimalsFor(day.values);
    const { least, most: largest } = day.spread;
    const barOf = barsBetween(Math.min(0, least ?? 0), Math.max(0, largest ?? 0));
    refill(
      this.rows,
      ...rows.slice(0, most).map(([symbol, value]) =>
        element(
          'tr',
          {},
          element('th', { scope: 'row' }, element('button', { type: 'button', class: 'link', onclick: () => this.choose(symbol) }, symbol)),
          element('td', { class: 'number', title: value }, value === null ? '–' : value.toFixed(decimals)),
          element('td', { class: 'bar', 'aria-hidden': 'true' }, value === null ? null : element('div', {}, barOf(value))),
        ),
      ),
    );
    this.more.hidden = rows.length <= most;
  }
}

/** Bars from zero, on a scale from `least` to `most`. */
function barsBetween(least: number, most: number): (value: number) => HTMLElement {
  const wide = most - least;
  const at = (value: number): number => (wide > 0 ? ((value - least) / wide) * 100 : 0);
  return (value) => {
    const [from, to] = value < 0 ? [at(value), at(0)] : [at(0), at(value)];
    return element('span', { class: value < 0 ? 'below' : 'above', style: `left:${from.toFixed(2)}%;width:${Math.max(0.3, to - from).toFixed(2)}%` });
  };
}

function bySymbol(falling: boolean): (a: Row, b: Row) => number {
  return ([a], [b]) => (a < b ? -1 : 1) * (falling ? -1 : 1);
}

/** Missing values come last either way. */
function byValue(falling: boolean): (a: Row, b: Row) => number {
  return ([, a], [, b]) => (a === null ? 1 : b === null ? -1 : (a - b) * (falling ? -1 : 1));
}

function figuresOf({ stocks, missing, mean, std, least, median, most }: Spread): readonly HTMLElement[] {
  const figures: readonly (readonly [string, string])[] = [
    [say(WORDS.stocks), counted(stocks)],
    [say(WORDS.missing), counted(missing)],
    [say(WORDS.mean), short(mean, 4)],
    [say(WORDS.std), short(std, 4)],
    [say(WORDS.least), short(least, 4)],
    [say(WORDS.median), short(median, 4)],
    [say(WORDS.most), short(most, 4)],
  ];
  return figures.map(([name, value]) => element('div', {}, element('dt', {}, name), element('dd', {}, value)));
}

/** Why there are no values, or why those shown are older than the text; empty if there is nothing to say. */
export function lackText({ lack, problem, day }: Shown): string {
  if (problem !== null) return problem;
  switch (lack) {
    case 'factor':
      return say(WORDS.lackFactor);
    case 'experiment':
      return say(WORDS.lackExperiment);
    case 'tables':
      return say(WORDS.lackTables);
    case 'day':
      return say(WORDS.lackDay);
    case null:
      return day === null ? say(WORDS.waiting) : '';
  }
}
