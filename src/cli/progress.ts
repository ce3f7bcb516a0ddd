/** One line on standard error that tells how far a long command is: items, rate, time left. */
import type { Terminal } from './terminal.ts';

export interface ProgressUpdate {
  readonly done: number;
  readonly total: number;
  /** The item at work, e.g. a date. */
  readonly note: string;
}

const REDRAW_MS = 100;
/** Off a terminal lines cannot be drawn over, so they come seldom. */
const LOG_MS = 5_000;

/** What a rate is taken from: the first items may wait for a start, and later ones may be quicker or slower than those before. */
const WINDOW_MS = 10_000;
/** Before so much is behind, a rate would be a guess. */
const LEAST_ITEMS = 3;
const LEAST_MS = 2_000;

interface Sample {
  readonly time: number;
  readonly done: number;
}

/** Tells the items of a second from updates. */
export class RecentRate {
  private first: Sample | null = null;
  private samples: Sample[] = [];

  /** Items of a second of late; null while too little is behind. */
  add(done: number, time: number): number | null {
    const before = this.samples.at(-1);
    // Another count begins; and how long the first item took says how long the start took.
    const isFirstEnd = this.first?.done === 0 && this.samples.length === 1 && done > 0;
    if (this.first === null || before === undefined || done < before.done || isFirstEnd) {
      this.first = { time, done };
      this.samples = [this.first];
      return null;
    }
    if (done > before.done) this.samples.push({ time, done });
    while (this.samples.length > 2 && (this.samples[1]?.time ?? time) <= time - WINDOW_MS) this.samples.shift();
    const [oldest] = this.samples;
    const behind = done - this.first.done >= LEAST_ITEMS && time - this.first.time >= LEAST_MS;
    if (!behind || oldest === undefined || done === oldest.done || time === oldest.time) return null;
    return ((done - oldest.done) * 1000) / (time - oldest.time);
  }
}

/** Draws updates as they come; `unit` names the items in the plural. Call `finish` before anything else is said. */
export class Progress {
  private readonly rate = new RecentRate();
  private lastDrawn = -Infinity;
  private drawn = false;

  constructor(
    private readonly terminal: Terminal,
    private readonly unit = '',
    private readonly now: () => number = () => performance.now(),
    /** What stands before every line, such as the step of several that is at work. */
    private readonly head = '',
  ) {
    if (!terminal.animated) this.lastDrawn = now();
  }

  update(update: ProgressUpdate): void {
    const rate = this.rate.add(update.done, this.now());
    this.show(() => describeProgress(update, this.unit, rate));
  }

  /** For steps that cannot be counted: says what is going on. */
  step(text: string): void {
    this.show(() => text);
  }

  private show(describe: () => string): void {
    const now = this.now();
    if (now - this.lastDrawn < (this.terminal.animated ? REDRAW_MS : LOG_MS)) return;
    this.lastDrawn = now;
    const line = `${this.head}${describe()}`;
    if (this.terminal.animated) {
      this.terminal.redraw(line.slice(0, this.terminal.columns - 1));
      this.drawn = true;
    } else {
      this.terminal.say(line);
    }
  }

  /** Removes the line, so that what follows starts on an empty one. */
  finish(): void {
    if (this.drawn) this.terminal.redraw('');
    this.drawn = false;
  }
}

/** `12/200 days · 34 days/s · 6 s left · 2023-02-01`; without a rate nothing is said of time. */
export function describeProgress({ done, total, note }: ProgressUpdate, unit: string, rate: number | null): string {
  const parts = [`${done}/${total} ${unit}`];
  if (rate !== null && rate > 0) {
    parts.push(rate >= 1 ? `${rate < 10 ? rate.toFixed(1) : Math.round(rate)} ${unit}/s` : `${describeDuration(1 / rate)} each`);
    if (done < total) parts.push(`${describeDuration((total - done) / rate)} left`);
  }
  if (note !== '') parts.push(note);
  return parts.join(' · ');
}

/** `40 ms`, `0.4 s`, `12 s`, `3 min 20 s`, `2 h 5 min`. */
export function describeDuration(seconds: number): string {
  if (seconds < 0.1) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}
