/** What the reader looks at: a file, a factor, a day, a stock; and the answers about it, which follow every key. */
import type { BackendProbe } from '../../runtime/engine/backend.ts';
import type { IntradayPicture } from '../../runtime/live/intraday.ts';
import type { DayAnswer } from '../../runtime/live/day-answer.ts';
import type { LiveAnswer } from '../../runtime/live/live-session.ts';
import type { FirstLook } from '../../runtime/live/first-look.ts';
import { spreadOf } from '../../runtime/live/spread.ts';
import { EngineClient } from './engine/engine-client.ts';
import type { FactorQuestion, Host, HostProject } from './host.ts';
import type { Shown, Subject } from './panels/panel.ts';
import { isExperiment, type OpenProject } from './project.ts';
import { Saver } from './saver.ts';

/** Milliseconds after a key: long enough for two keys pressed as one, too short to be seen. */
const PAUSE = 20;
/** Before a server is asked, which has more to do. */
const SERVER_PAUSE = 500;

export interface SessionListener {
  /** Answers have changed. */
  shown(): void;
  /** Something failed; null: all is well again. */
  trouble(problem: string | null): void;
  /** A file was kept. */
  saved(): void;
}

export class Session {
  readonly engine = new EngineClient();
  path: string;
  date: string;
  /** The one that was chosen, or else shown first; null before that. */
  private factor: string | null = null;
  /** Its place among the factors of the file. */
  private place = 0;
  private symbol: string | null = null;
  private answer: LiveAnswer | null = null;
  private problem: string | null = null;
  /** Milliseconds from the last key to the values that are shown. */
  elapsed: number | null = null;
  private changedAt = 0;
  private round = 0;
  private readonly days = new Map<string, Promise<void>>();
  private listener: SessionListener = { shown: () => undefined, trouble: () => undefined, saved: () => undefined };
  private timer = 0;
  private readonly saver: Saver;

  constructor(
    readonly host: Host,
    readonly project: OpenProject,
    private readonly info: HostProject,
  ) {
    this.path = info.first ?? '';
    this.date = info.dates.at(-1) ?? '';
    this.saver = new Saver(project, (request) => host.save(request), { trouble: (problem) => this.listener.trouble(problem), saved: () => this.listener.saved() });
    // A page that is put away may never come back; which of the two it is told depends on the browser and on how it is left.
    window.addEventListener('pagehide', () => this.saver.flush());
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden') this.saver.flush();
    });
  }

  /** Who hears of changes from now on. */
  listen(listener: SessionListener): void {
    this.listener = listener;
  }

  get shown(): Shown {
    const { answer, problem, symbol } = this;
    return { view: answer?.view ?? null, day: answer?.day ?? null, lack: isExperiment(this.path) ? 'experiment' : (answer?.lack ?? null), problem, symbol, subject: this.subject };
  }

  /** What is shown and tested. */
  get subject(): Subject {
    return { path: this.path, name: this.chosenFactor, text: this.project.text(this.path) };
  }

  /** Factors of the file that pass. */
  get factors(): readonly string[] {
    return this.answer?.factors ?? [];
  }

  /** The factor that is asked for, whether it passes or not. */
  get askedFactor(): string | null {
    return this.factor;
  }

  get chosenFactor(): string | null {
    return this.answer?.view?.factor ?? null;
  }

  open(path: string): void {
    this.saver.flush();
    this.path = path;
    this.factor = null;
    this.answer = null;
    this.ask(0);
  }

  chooseFactor(name: string): void {
    this.factor = name;
    this.ask(0);
  }

  chooseDate(date: string): void {
    this.date = date;
    this.ask(0);
  }

  chooseSymbol(symbol: string): void {
    this.symbol = symbol;
    this.listener.shown();
  }

  /** The text of the file has changed. */
  changed(text: string): void {
    this.project.change(this.path, text);
    this.ask(PAUSE);
    this.saver.soon(this.path);
  }

  private ask(pause: number): void {
    this.changedAt = performance.now();
    window.clearTimeout(this.timer);
    this.round++;
    this.timer = window.setTimeout(() => void this.compute(this.round), pause);
  }

  private async compute(round: number): Promise<void> {
    if (isExperiment(this.path)) {
      this.listener.shown();
      return;
    }
    try {
      await this.ensureDay(this.date);
      if (round !== this.round) return;
      const { path, factor, date } = this;
      await this.engine.ask({ kind: 'values', texts: this.project.texts, asked: { path, factor }, date }, (answer) => {
        if (round !== this.round) return;
        const successor = this.successorIn(answer);
        if (successor === null) this.take(answer);
        else this.factor = successor;
      });
      if (round === this.round && factor !== null && this.factor !== factor) {
        await this.compute(round);
        return;
      }
      if (round === this.round && this.answer?.lack === 'tables') await this.computeElsewhere(round);
    } catch (error) {
      if (round !== this.round) return;
      this.problem = messageOf(error);
      this.listener.shown();
    }
  }

  /** Of a factor that was renamed or removed, the one that stands in its place; null while errors may be why it is not there. */
  private successorIn({ factors, errors }: LiveAnswer): string | null {
    if (errors > 0 || this.factor === null || factors.includes(this.factor)) return null;
    return factors[this.place] ?? factors[0] ?? null;
  }

  private take(answer: LiveAnswer): void {
    if (answer.view !== null) {
      this.factor = answer.view.factor;
      this.place = Math.max(0, answer.factors.indexOf(this.factor));
    }
    // While the text has errors the last values stay, and are shown as those of an earlier text.
    const before = this.answer?.day ?? null;
    this.answer = answer.lack === 'factor' ? { ...answer, day: before } : answer;
    this.problem = null;
    this.elapsed = performance.now() - this.changedAt;
    this.listener.shown();
  }

  /** Asks the host's engine for what the page does not have. */
  private async computeElsewhere(round: number): Promise<void> {
    const name = this.chosenFactor;
    const ask = this.host.values;
    if (name === null || ask === null || this.date === '') return;
    await new Promise((resolve) => window.setTimeout(resolve, SERVER_PAUSE));
    if (round !== this.round) return;
    const { symbols, values, engine, engineReason, seconds } = await ask({ ...this.question(name), date: this.date });
    if (round !== this.round || this.answer === null) return;
    const day: DayAnswer = { date: this.date, symbols, values, spread: spreadOf(Float64Array.from(values, (value) => value ?? NaN)), ran: engine, why: engineReason, milliseconds: seconds * 1000, recomputed: 0, final: true };
    this.take({ ...this.answer, day, lack: null });
  }

  /** Sends a day to the engine, once. */
  private ensureDay(date: string): Promise<void> {
    const known = this.days.get(date);
    if (known !== undefined || date === '') return known ?? Promise.resolve();
    const sent = this.host.day(date).then(({ day, adjustments }) => this.engine.ask({ kind: 'day', date, day, adjustments }, () => undefined));
    this.days.set(date, sent);
    // A day that did not come is asked for again the next time.
    sent.catch(() => this.days.delete(date));
    return sent;
  }

  /** @param symbol null: the stock that was traded most */
  async intraday(symbol: string | null): Promise<IntradayPicture | null> {
    let picture: IntradayPicture | null = null;
    await this.engine.ask({ kind: 'intraday', texts: this.project.texts, asked: { path: this.path, factor: this.factor }, date: this.date, symbol }, (part) => {
      picture = part;
    });
    return picture;
  }

  /** The first look over every day that the host has. */
  async firstLook(tell: (done: number, total: number) => void): Promise<FirstLook | null> {
    const { dates } = this.info;
    // What is typed while the days are fetched belongs to the next test.
    const texts = new Map(this.project.texts);
    const asked = { path: this.path, factor: this.factor };
    for (const [i, date] of dates.entries()) {
      await this.ensureDay(date);
      tell(i + 1, dates.length * 2);
    }
    let result: FirstLook | null = null;
    await this.engine.ask({ kind: 'test', texts, asked }, (part) => {
      if ('result' in part) ({ result } = part);
      else tell(dates.length + part.done, dates.length * 2);
    });
    return result;
  }

  async backends(): Promise<readonly BackendProbe[]> {
    let probes: readonly BackendProbe[] = [];
    await this.engine.ask({ kind: 'doctor' }, (part) => {
      probes = part;
    });
    return probes;
  }

  /** The factor at hand as hosts are asked about it. */
  question(name: string): FactorQuestion {
    return { path: this.path, name, unsaved: this.project.unsaved };
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
