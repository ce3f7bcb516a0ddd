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

/** Draws updates as they come; `unit` names the items in the plural. Call `finish` before anything else is said. */
export class Progress {
  private readonly started: number;
  private lastDrawn = -Infinity;
  private drawn = false;

  constructor(
    private readonly terminal: Terminal,
    private readonly unit = '',
    private readonly now: () => number = () => performance.now(),
  ) {
    this.started = now();
    if (!terminal.animated) this.lastDrawn = this.started;
  }

  update(update: ProgressUpdate): void {
    this.show((seconds) => describeProgress(update, this.unit, seconds));
  }

  /** For steps that cannot be counted: says what is going on. */
  step(text: string): void {
    this.show(() => text);
  }

  private show(describe: (seconds: number) => string): void {
    const now = this.now();
    if (now - this.lastDrawn < (this.terminal.animated ? REDRAW_MS : LOG_MS)) return;
    this.lastDrawn = now;
    const line = describe((now - this.started) / 1000);
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

/** `12/200 days · 34 days/s · 6 s left · 2023-02-01`. */
export function describeProgress({ done, total, note }: ProgressUpdate, unit: string, seconds: number): string {
  const parts = [`${done}/${total} ${unit}`];
  if (done > 0 && seconds > 0) {
    const rate = done / seconds;
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
