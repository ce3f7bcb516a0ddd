/** The test of the factor over the days at hand. */
import type { ReportEntry } from '../../api.ts';
import { element, refill } from '../dom.ts';
import { say } from '../language.ts';
import { Chart } from '../pictures/chart.ts';
import { showLayers, showRankIc } from '../pictures/test-charts.ts';
import { WORDS } from '../words.ts';
import type { Panel, Shown, Subject } from './panel.ts';

/** What either test gives. */
export interface TestShown {
  /** What was tested, as it was when the test began. */
  readonly subject: Subject;
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
  private readonly of = element('h3');
  private readonly old = element('p', { class: 'note', hidden: true }, say(WORDS.testOfOther));
  private readonly figures = element('dl', { class: 'figures' });
  private readonly rankIc = new Chart(190);
  private readonly layers = new Chart(220);
  /** What is to be known before a figure is believed. */
  private readonly warnings = element('div', { class: 'note' });
  private readonly after = element('div', { class: 'note' });
  private readonly result: HTMLElement;
  private tested: Subject | null = null;
  private current: Subject | null = null;
  readonly body: HTMLElement;

  /** @param note what kind of test it is */
  constructor(
    note: string,
    private readonly test: RunTest,
  ) {
    this.result = element('div', { class: 'tested', hidden: true }, this.of, this.old, this.warnings, this.figures, element('h3', {}, 'RankIC'), this.rankIc.place, element('h3', {}, say(WORDS.layers)), this.layers.place, this.after);
    this.body = element('div', {}, element('p', { class: 'note' }, note), element('div', { class: 'row' }, this.button, this.progress), this.said, this.result);
  }

  /** A test takes its time: it is begun by its button alone, and its result is greyed while something else is shown. */
  show({ subject }: Shown): void {
    this.current = subject;
    this.mark();
  }

  private mark(): void {
    const { tested, current } = this;
    if (tested === null || current === null) return;
    const isOld = tested.path !== current.path || tested.name !== current.name || tested.text !== current.text;
    this.old.hidden = !isOld;
    this.result.classList.toggle('stale', isOld);
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

  private take({ subject, rankIc, layers, figures, warnings, report }: TestShown): void {
    this.tested = subject;
    this.of.textContent = `${subject.name ?? ''} · ${subject.path}`;
    this.mark();
    this.result.hidden = false;
    refill(this.figures, ...figures.map(({ title, text }) => element('div', {}, element('dt', {}, title), element('dd', {}, text))));
    showRankIc(this.rankIc, rankIc);
    showLayers(this.layers, layers);
    refill(this.warnings, ...warnings.map((warning) => element('p', {}, warning)));
    refill(this.after, report === null ? null : element('p', {}, element('a', { href: report.url, target: '_blank', rel: 'noopener' }, say(WORDS.report))));
  }
}
