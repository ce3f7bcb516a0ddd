/** One stock of the day as a picture. */
import type { IntradayPicture } from '../../../runtime/live/intraday.ts';
import { element, refill } from '../dom.ts';
import { counted, say } from '../language.ts';
import { short } from '../numbers.ts';
import { Chart } from '../pictures/chart.ts';
import { showIntraday } from '../pictures/intraday-chart.ts';
import { WORDS } from '../words.ts';
import type { Panel, Shown } from './panel.ts';
import { lackText } from './values-panel.ts';

export class StockPanel implements Panel {
  readonly key = 'stock';
  readonly title = WORDS.stock;
  private readonly chart = new Chart(420);
  private readonly note = element('p', { class: 'note', hidden: true });
  private readonly stocks = element('select', { 'aria-label': say(WORDS.symbol), onchange: () => this.choose(this.stocks.value) });
  private readonly conditions = element('select', { 'aria-label': say(WORDS.condition), onchange: () => this.paint() });
  private readonly facts = element('p', { class: 'facts' });
  private readonly content = element('div', { hidden: true });
  readonly body: HTMLElement;
  private picture: IntradayPicture | null = null;
  private asked = 0;

  constructor(
    private readonly choose: (symbol: string) => void,
    private readonly load: (symbol: string | null) => Promise<IntradayPicture | null>,
  ) {
    const field = (label: string, of: HTMLElement): HTMLElement => element('label', { class: 'field' }, element('span', {}, label), of);
    this.content.append(element('div', { class: 'row' }, field(say(WORDS.symbol), this.stocks), field(say(WORDS.condition), this.conditions)), this.facts, this.chart.place);
    this.body = element('div', {}, this.note, this.content);
  }

  show(shown: Shown): void {
    const { day } = shown;
    const said = lackText(shown);
    this.note.hidden = said === '';
    this.note.textContent = said;
    if (day === null) {
      this.content.hidden = true;
      return;
    }
    // While the factor has errors there is no picture of it: the last one stays, greyed.
    this.content.classList.toggle('stale', shown.lack === 'factor');
    if (shown.lack === 'factor') {
      this.asked++;
      return;
    }
    const symbol = shown.symbol !== null && day.symbols.includes(shown.symbol) ? shown.symbol : null;
    if (this.stocks.length !== day.symbols.length || this.stocks.options[0]?.value !== day.symbols[0]) refill(this.stocks, ...day.symbols.map((one) => element('option', { value: one }, one)));
    this.asked++;
    const mine = this.asked;
    this.load(symbol).then(
      (picture) => {
        if (mine === this.asked) this.take(picture);
      },
      (error: unknown) => {
        if (mine === this.asked) this.refuse(error instanceof Error ? error.message : String(error));
      },
    );
  }

  private take(picture: IntradayPicture | null): void {
    if (picture === null) {
      this.refuse(say(WORDS.lackPicture));
      return;
    }
    this.picture = picture;
    this.content.hidden = false;
    this.stocks.value = picture.symbol;
    const before = this.conditions.value;
    refill(this.conditions, ...picture.marks.map(({ text }) => element('option', { value: text }, text)), element('option', { value: '' }, say(WORDS.none)));
    this.conditions.value = picture.marks.some(({ text }) => text === before) ? before : (picture.marks[0]?.text ?? '');
    this.paint();
  }

  /** Says why there is no picture. */
  private refuse(reason: string): void {
    this.picture = null;
    this.content.hidden = true;
    this.note.hidden = false;
    this.note.textContent = reason;
  }

  private paint(): void {
    const { picture } = this;
    if (picture === null) return;
    const marks = picture.marks.find(({ text }) => text === this.conditions.value) ?? null;
    refill(
      this.facts,
      element('strong', {}, short(picture.value)),
      ...(marks === null ? [] : [` · ${counted(marks.rows.length)} / 240 ${say(WORDS.marked)}`]),
      ...(picture.windows.length === 0 ? [] : [` · ${say(WORDS.windows)}: ${picture.windows.map(({ text }) => text).join(', ')}`]),
    );
    showIntraday(this.chart, picture, marks);
  }
}
