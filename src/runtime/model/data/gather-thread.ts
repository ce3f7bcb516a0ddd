/** The thread that gathers windows while the caller trains. */
import type { Windows } from '../gru/blocks.ts';
import { Thread } from './thread.ts';
import { isShared, type WindowSource } from './window-source.ts';

/** What the thread is asked for: the windows of a batch from every source, each into its array. */
export interface GatherOrder {
  readonly windows: Windows;
  readonly into: readonly Float32Array[];
}

/** The program of the thread. It exists where the sources are built. */
const PROGRAM = new URL('./gather-worker.js', import.meta.url);

/** Null where there can be none: run from sources. What is read must lie in memory that threads share; other arrays would be copied. */
export function openGatherThread(sources: readonly WindowSource[], program = PROGRAM): Thread<GatherOrder> | null {
  if (!sources.every(isShared)) throw new TypeError('what windows are gathered from does not lie in memory that threads share');
  return Thread.open<GatherOrder>(program, sources, 'gathers windows');
}
