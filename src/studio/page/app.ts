/** The page: its parts, and what each does to the others. */
import { element, refill } from './dom.ts';
import { SourceEditor } from './editor/source-editor.ts';
import { listFiles } from './files-list.ts';
import { listFindings } from './findings-list.ts';
import type { Host, HostProject } from './host.ts';
import { say } from './language.ts';
import { percent, short } from './numbers.ts';
import { DoctorPanel } from './panels/doctor-panel.ts';
import { ExperimentsPanel } from './panels/experiments-panel.ts';
import { KernelPanel } from './panels/kernel-panel.ts';
import type { Panel, ShowReason } from './panels/panel.ts';
import { PipelinePanel } from './panels/pipeline-panel.ts';
import { StockPanel } from './panels/stock-panel.ts';
import { Tabs } from './panels/tabs.ts';
import { TestPanel, type RunTest } from './panels/test-panel.ts';
import { ValuesPanel } from './panels/values-panel.ts';
import type { OpenProject } from './project.ts';
import type { Session } from './session.ts';
import { fragmentOf, type SharedText } from './share.ts';
import { freePath } from './shared-path.ts';
import { withLineFeeds } from './line-breaks.ts';
import { languageSwitch, themeSwitch } from './switches.ts';
import { WORDS } from './words.ts';

/** Milliseconds without a key before findings are listed. */
const FINDINGS_PAUSE = 150;

export class App {
  private readonly host: Host;
  private readonly project: OpenProject;
  private readonly files = element('nav', { class: 'card files-card', 'aria-label': say(WORDS.files) });
  private readonly findings = element('div', { class: 'findings', 'aria-live': 'polite' });
  private readonly head = element('div', { class: 'factor-head' });
  private readonly said = element('span', { class: 'said', role: 'status' });
  private readonly trouble = element('p', { class: 'trouble', role: 'alert', hidden: true });
  private readonly status = element('button', { type: 'button', class: 'status', onclick: () => this.tabs.open('doctor') });
  private readonly days = element('select', { onchange: () => this.session.chooseDate(this.days.value) });
  private readonly factors = element('select', { onchange: () => this.session.chooseFactor(this.factors.value) });
  private readonly factorField = element('label', { class: 'field', hidden: true }, element('span', {}, say(WORDS.factor)), this.factors);
  private readonly path = element('span', { class: 'path' });
  private readonly editor: SourceEditor;
  private readonly tabs: Tabs;
  private findingsTimer = 0;

  /** @param original the text that a file came with, where one can go back to it */
  constructor(
    place: HTMLElement,
    private readonly session: Session,
    info: HostProject,
    private readonly original: (path: string) => string | null,
    rewrite: () => void,
  ) {
    this.host = session.host;
    this.project = session.project;
    session.listen({ shown: () => this.show('changed'), trouble: (problem) => this.tellTrouble(problem), saved: () => this.takeSaved() });
    const text = element('div', { class: 'text-place', id: 'text' });
    this.editor = new SourceEditor(text);
    this.tabs = new Tabs(this.panels(info), () => this.show('front'));
    refill(this.days, ...info.dates.map((date) => element('option', { value: date }, date)));
    this.days.value = this.session.date;
    refill(
      place,
      element('a', { class: 'skip', href: '#text' }, say(WORDS.skip)),
      this.header(info, rewrite),
      element('main', {}, this.files, element('div', { class: 'column' }, this.source(text), this.trouble, element('section', { class: 'card', 'aria-label': say(WORDS.findings) }, element('h2', {}, say(WORDS.findings)), this.findings)), this.tabs.place),
    );
  }

  private header({ name }: HostProject, rewrite: () => void): HTMLElement {
    const kind = this.host.kind === 'playground' ? WORDS.playground : WORDS.studio;
    return element(
      'header',
      {},
      element('h1', {}, 'fullband', element('small', {}, name === null ? say(kind) : `${say(kind)} · ${name}`)),
      element('label', { class: 'field' }, element('span', {}, say(WORDS.day)), this.days),
      this.status,
      element('div', { class: 'switches' }, languageSwitch(rewrite), themeSwitch()),
    );
  }

  private source(text: HTMLElement): HTMLElement {
    const action = (label: string, act: () => void, title: string | null = null): HTMLElement => element('button', { type: 'button', class: 'quiet', title, onclick: act }, label);
    const isPlayground = this.host.kind === 'playground';
    return element(
      'section',
      { class: 'card source', 'aria-label': say(WORDS.factor) },
      element(
        'div',
        { class: 'toolbar' },
        this.path,
        this.said,
        action(say(WORDS.format), () => void this.editor.format(), say(WORDS.formatHint)),
        action(say(WORDS.copy), () => void this.copy(this.editor.text, say(WORDS.copied))),
        isPlayground ? action(say(WORDS.reset), () => this.reset()) : null,
        isPlayground ? element('button', { type: 'button', class: 'strong', onclick: () => void this.share() }, say(WORDS.share)) : null,
      ),
      text,
      this.head,
    );
  }

  private panels({ dates }: HostProject): readonly Panel[] {
    const { host, session } = this;
    const toStock = (symbol: string): void => {
      session.chooseSymbol(symbol);
      this.tabs.open('stock');
    };
    const canTest = host.test !== null || dates.length > 3;
    return [
      new ValuesPanel(toStock),
      new StockPanel((symbol) => session.chooseSymbol(symbol), (symbol) => session.intraday(symbol)),
      new PipelinePanel(),
      new KernelPanel(),
      ...(canTest ? [new TestPanel(say(host.test === null ? WORDS.testNote : WORDS.testNoteStudio), this.test)] : []),
      ...(host.experiments === null ? [] : [new ExperimentsPanel(host.experiments)]),
      new DoctorPanel(() => session.backends(), host.machine),
    ];
  }

  /** The host's test, or the page's own first look. */
  private readonly test: RunTest = async (tell) => {
    const { host, session } = this;
    const { subject } = session;
    const { name } = subject;
    if (name === null) throw new Error(say(WORDS.lackFactor));
    if (host.test !== null) {
      const { rankIc, layers, figures, warnings, report } = await host.test(session.question(name), tell);
      return { subject, rankIc, layers, figures, warnings, report };
    }
    const result = await session.firstLook((done, total) => tell('', done, total));
    if (result === null) throw new Error(say(WORDS.lackTables));
    const { rankIc, layers, mean, std, positive, stocks } = result;
    const figures = [
      { title: say(WORDS.mean), text: short(mean) },
      { title: say(WORDS.std), text: short(std) },
      { title: say(WORDS.icIr), text: short(mean === null || std === null ? null : mean / std) },
      { title: say(WORDS.positive), text: percent(positive, 0) },
      { title: say(WORDS.stocks), text: String(Math.round(stocks)) },
    ];
    return { subject, rankIc, layers, figures, warnings: [], report: null };
  };

  /** Shows a file; the first one where none is named. */
  open(path: string = this.session.path): void {
    this.session.open(path);
    this.path.textContent = path;
    this.editor.open({
      path, text: this.project.text(path), service: this.project.service(path),
      changed: (text) => {
        this.session.changed(text);
        this.recheckSoon();
      },
    });
    this.list();
    this.recheck();
  }

  /** Shows a text that came with the address, beside what the reader has written and not over it. */
  openShared({ path, text }: SharedText): void {
    const own = withLineFeeds(text);
    const isFree = (at: string): boolean => !this.project.has(at) || [own, withLineFeeds(this.original(at) ?? own)].includes(this.project.text(at));
    const free = freePath(path, isFree);
    this.project.change(free, own);
    this.open(free);
  }

  private list(): void {
    listFiles(this.files, this.project.files, this.session.path, (path) => this.open(path));
    this.files.prepend(element('h2', {}, say(this.host.kind === 'playground' ? WORDS.examples : WORDS.files)));
  }

  private recheckSoon(): void {
    window.clearTimeout(this.findingsTimer);
    this.findingsTimer = window.setTimeout(() => this.recheck(), FINDINGS_PAUSE);
  }

  private recheck(): void {
    const { path } = this.session;
    listFindings(this.findings, this.project.service(path).findings(path), this.project.text(path), this.editor);
  }

  private takeSaved(): void {
    this.list();
    this.tabs.front?.show(this.session.shown, 'saved');
  }

  private show(reason: ShowReason): void {
    const { session } = this;
    const { shown } = session;
    const { view, day } = shown;
    this.tabs.front?.show(shown, reason);
    // A factor with errors stays the chosen one: its name is shown although it has no values.
    const asked = session.askedFactor;
    const names = asked === null || session.factors.includes(asked) ? session.factors : [asked, ...session.factors];
    this.factorField.hidden = names.length < 2;
    refill(this.factors, ...names.map((name) => element('option', { value: name }, name)));
    this.factors.value = asked ?? '';
    const unit = view?.unit === '1' ? say(WORDS.plainNumber) : view?.unit;
    this.head.hidden = view === null && names.length < 2;
    refill(
      this.head,
      this.factorField,
      ...(view === null ? [] : [element('p', { class: 'note' }, `${view.factor} · ${say(WORDS.reads)} ${view.table} · ${say(WORDS.direction)} ${view.direction > 0 ? '+1' : '−1'} · ${unit ?? ''} · ${say(WORDS.known)} ${view.knownAt}`)]),
    );
    this.status.dataset['elapsed'] = session.elapsed === null ? '' : session.elapsed.toFixed(1);
    this.status.dataset['final'] = String(day?.final ?? false);
    this.status.title = day?.why ?? '';
    this.status.textContent = day === null ? '…' : `${day.ran} · ${day.milliseconds < 10 ? day.milliseconds.toFixed(1) : day.milliseconds.toFixed(0)} ms${day.recomputed > 0 ? ` · ${String(day.recomputed)} ${say(WORDS.again)}` : ''}`;
  }

  private reset(): void {
    const text = this.original(this.session.path);
    if (text !== null) this.editor.replace(text);
  }

  private async share(): Promise<void> {
    const { path } = this.session;
    const fragment = await fragmentOf({ path, text: this.editor.text });
    if (fragment === null) {
      this.said.textContent = say(WORDS.notShared);
      return;
    }
    window.history.replaceState(null, '', fragment);
    await this.copy(window.location.href, say(WORDS.shared));
  }

  private async copy(text: string, done: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      this.said.textContent = done;
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
      this.said.textContent = say(WORDS.notCopied);
    }
  }

  private tellTrouble(problem: string | null): void {
    this.trouble.hidden = problem === null;
    this.trouble.textContent = problem ?? '';
  }
}
