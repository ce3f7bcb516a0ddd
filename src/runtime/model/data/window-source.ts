/** Where the windows of an input come from, and what gathers them: on a thread, or in the caller's. */
import { gatherWindows, type Panel, type Windows } from '../gru/blocks.ts';
import { PreparedSeries, type SeriesSource } from './series.ts';

export type WindowSource =
  /** Windows of days as they are. */
  | { readonly kind: 'panel'; readonly panel: Panel; readonly steps: number }
  | { readonly kind: 'series'; readonly series: SeriesSource };

/** Writes windows in their order, as gru/blocks.ts lays them out. */
export type Gatherer = (windows: Windows, into: Float32Array) => void;

export function gathererOf(source: WindowSource): Gatherer {
  if (source.kind === 'panel') {
    return (windows, into) => {
      gatherWindows(source.panel, windows, source.steps, into);
    };
  }
  const series = new PreparedSeries(source.series);
  return (windows, into) => {
    series.gather(windows, into);
  };
}

/** Whether threads share what a source reads. */
export function isShared(source: WindowSource): boolean {
  const { values } = source.kind === 'panel' ? source.panel : source.series;
  return values.buffer instanceof SharedArrayBuffer;
}
