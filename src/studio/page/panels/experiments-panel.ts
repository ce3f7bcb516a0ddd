/** Experiments of the project, what is wrong with them, and the reports of their runs. */
import type { ExperimentEntry, ExperimentsAnswer, RunEntry } from '../../api.ts';
import { element, refill } from '../dom.ts';
import { say } from '../language.ts';
import { WORDS } from '../words.ts';
import type { Panel, Shown, ShowReason } from './panel.ts';

export class ExperimentsPanel implements Panel {
  readonly key = 'experiments';
  readonly title = WORDS.experiments;
  readonly body = element('div', { class: 'experiments' }, element('p', { class: 'note' }, say(WORDS.waiting)));

  private asked = 0;

  constructor(private readonly load: () => Promise<ExperimentsAnswer>) {}

  /** The server reads the disk: a key changes nothing there, a save does. */
  show(_: Shown, reason: ShowReason): void {
    if (reason === 'changed') return;
    this.asked++;
    const mine = this.asked;
    this.load().then(
      ({ experiments, runs }) => {
        if (mine !== this.asked) return;
        if (experiments.length === 0 && runs.length === 0) refill(this.body, element('p', { class: 'note' }, say(WORDS.noExperiments)));
        else refill(this.body, ...experiments.map(experimentOf), element('h3', {}, say(WORDS.runsOf)), runs.length === 0 ? element('p', { class: 'note' }, say(WORDS.noRuns)) : element('ul', { class: 'plain' }, ...runs.map(runOf)));
      },
      (error: unknown) => {
        if (mine === this.asked) refill(this.body, element('p', { class: 'note' }, error instanceof Error ? error.message : String(error)));
      },
    );
  }
}

function experimentOf({ path, name, command, findings }: ExperimentEntry): HTMLElement {
  return element(
    'section',
    { class: 'entry' },
    element('h3', {}, name),
    element('p', { class: 'note' }, path),
    element('pre', { class: 'text', tabindex: '0' }, command),
    findings.length === 0 ? null : element('ul', { class: 'plain' }, ...findings.map(({ code, line, message }) => element('li', {}, element('strong', {}, code), ` ${String(line)}: ${message}`))),
  );
}

function runOf({ folder, written, report }: RunEntry): HTMLElement {
  const label = `${folder} · ${written.slice(0, 16).replace('T', ' ')}`;
  return element('li', {}, report === null ? label : element('a', { href: report.url, target: '_blank', rel: 'noopener' }, label));
}
