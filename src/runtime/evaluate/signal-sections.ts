/** Signals at their sections: made factor by factor, kept in a file, read section by section. So the values of all factors are never in memory at once. */
import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { applySteps } from './cross-section.ts';
import type { DailyPanel } from './daily-panel.ts';
import { knownStocks } from './universe.ts';
import type { Section } from './sections.ts';
import type { EvaluationSettings } from './settings.ts';
import type { Step } from './steps.ts';

/** Signals of several factors, one cross-section (a Float64Array in step with the panel's symbols) per factor and section, in a file of a temporary folder. */
export class SignalSections {
  private readonly file: number;

  constructor(
    path: string,
    private readonly factors: number,
    private readonly width: number,
  ) {
    this.file = openSync(path, 'w+');
  }

  write(section: number, factor: number, signal: Float64Array): void {
    writeSync(this.file, new Uint8Array(signal.buffer, signal.byteOffset, signal.byteLength), 0, signal.byteLength, this.position(section, factor));
  }

  read(section: number, factor: number): Float64Array {
    const bytes = new Uint8Array(this.width * 8);
    readSync(this.file, bytes, 0, bytes.byteLength, this.position(section, factor));
    return new Float64Array(bytes.buffer);
  }

  close(): void {
    closeSync(this.file);
  }

  /** The factors of a section lie beside each other. */
  private position(section: number, factor: number): number {
    return (section * this.factors + factor) * this.width * 8;
  }
}

/**
 * The signal of a factor at a section, times its direction: the mean over the last days if the steps begin with one, then the other steps over the stocks known at T. Of a
 * stock that is not among them, or without a value, it is NaN. `raw` holds days × symbols of the panel.
 */
export function signalAt(panel: DailyPanel, raw: Float64Array, { day }: Section, { steps, universe }: Pick<EvaluationSettings, 'steps' | 'universe'>, direction: 1 | -1): Float64Array {
  const width = panel.symbols.length;
  const known = knownStocks(panel, day, universe);
  const values = meanOfDays(raw, width, day, known, steps[0]);
  const exposures = { industry: Int16Array.from(known, (s) => panel.industry[day * width + s] ?? -1), cap: Float64Array.from(known, (s) => panel.cap[day * width + s] ?? NaN) };
  applySteps(values, exposures, steps);
  const signal = new Float64Array(width).fill(NaN);
  known.forEach((s, i) => (signal[s] = (values[i] ?? NaN) * direction));
  return signal;
}

/** Mean of the last trading days of each stock, of at least half as many values (20 days: 10); without such a step the value of the day. */
function meanOfDays(raw: Float64Array, width: number, day: number, stocks: Int32Array, step: Step | undefined): Float64Array {
  const days = step?.kind === 'mean' ? step.days : 1;
  return Float64Array.from(stocks, (s) => {
    let sum = 0;
    let count = 0;
    for (let d = Math.max(0, day - days + 1); d <= day; d++) {
      const value = raw[d * width + s] ?? NaN;
      if (!Number.isFinite(value)) continue;
      sum += value;
      count++;
    }
    return count >= days / 2 ? sum / count : NaN;
  });
}

/** Trading days before the first section that its signal rests on. */
export function historyOf(steps: readonly Step[]): number {
  const [first] = steps;
  return first?.kind === 'mean' ? first.days - 1 : 0;
}
