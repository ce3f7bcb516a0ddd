/** The test of the factor over the days at hand. */
import type { ReportEntry } from '../../api.ts';
import { element, refill } from '../dom.ts';
import { say } from '../language.ts';
import { Chart } from '../pictures/chart.ts';
import { showLayers, showRankIc } from '../pictures/test-charts.ts';
import { WORDS } from '../words.ts';
import type { Panel } from './panel.ts';

/** What either test gives. */
export interface TestShown {
  readonly rankIc: readonly { readonly date: string; readonly value: number | null }[];
  readonly layers: { readonly dates: readonly string[]; readonly growth: readonly (readonly (number | null)[])[] };
  readonly figures: readonly { readonly title: string; readonly text: string }[];
  readonly warnings: readonly string[];
  readonly report: ReportEntry | null;
}

export type RunTest = (tell: (note: string, done: number, total: number) => void) => Promise<TestShown>;

export class TestPanel implements Panel {
  readonly key = 'test';
  readonly title = WORDS.test;
  private readonly button = element('button', { type: 'button', class: 'strong', onclick: () => void this.run() }, say(WORDS.runTest));
  private readonly progress = element('progress', { max: 1, value: 0, hidden: true, 'aria-label': say(WORDS.waiting) });
  private readonly said = element('p', { class: 'note', role: 'status' });
  private readonly figures = element('dl', { class: 'figures' });
  private readonly rankIc = new Chart(190);
  private readonly layers = new Chart(220);
  private readonly after = element('div', { class: 'note' });
  private readonly result: HTMLElement;
  readonly body: HTMLElement;

  /** @param note what kind of test it is */
  constructor(
    note: string,
    private readonly test: RunTest,
  ) {
    this.result = element('div', { hidden: true }, this.figures, element('h3', {}, 'RankIC'), this.rankIc.place, element('h3', {}, say(WORDS.layers)), this.layers.place, this.after);
    this.body = element('div', {}, element('p', { class: 'note' }, note), element('div', { class: 'row' }, this.button, this.progress), this.said, this.result);
  }

  show(): void {
    // A test takes its time: it is begun by its button alone.
  }

  private async run(): Promise<void> {
    this.button.disabled = true;
    this.progress.hidden = false;
    this.said.textContent = '';
    try {
      const result = await this.test((note, done, total) => {
        this.progress.value = total === 0 ? 0 : done / total;
        this.said.textContent = note;
      });
      this.said.textContent = '';
      this.take(result);
    } catch (error) {
      this.said.textContent = `${say(WORDS.failed)}: ${error instanceof Error ? error.message : String(error)}`;
    } finally {
      this.button.disabled = false;
      this.progress.hidden = true;
    }
  }

  private take({ rankIc, layers, figures, warnings, report }: TestShown): void {
    this.result.hidden = false;
    refill(this.figures, ...figures.map(({ title, text }) => element('div', {}, element('dt', {}, title), element('dd', {}, text))));
    showRankIc(this.rankIc, rankIc);
    showLayers(this.layers, layers);
    refill(this.after, ...warnings.map((warning) => element('p', {}, warning)), report === null ? null : element('p', {}, element('a', { href: report.url, target: '_blank', rel: 'noopener' }, say(WORDS.report))));
  }
}
