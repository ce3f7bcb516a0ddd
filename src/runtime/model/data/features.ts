/** Factor values as a panel of features: read by blocks of days, prepared across the stocks of each day while the next block is read. */
import { availableParallelism } from 'node:os';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { PanelInput } from '../../../dsl/typed-model.ts';
import type { DailyPanel } from '../../evaluate/daily-panel.ts';
import { inBlocksOfDays, readFactors, type ValuesFile } from '../../evaluate/values-file.ts';
import { sharedPanel, type Panel } from '../gru/blocks.ts';
import { prepareBlock, type PreparationJob, type PreparationOrder } from './prepare-block.ts';
import { Thread } from './thread.ts';

/** Bytes of raw values that are read at a time. */
const BLOCK_BYTES = 2 ** 24;

/** Each has a block of raw values and the memory of a thread. */
const MOST_THREADS = 8;

/** The program of the threads. It exists where the sources are built. */
const PROGRAM = new URL('./prepare-worker.js', import.meta.url);

/** Reads the features of an input and prepares each day. NaN is missing: what `fill` did not fill, and stocks that are ST or have no row that day. */
export async function readFeatures(connection: DuckDBConnection, values: ValuesFile, panel: DailyPanel, input: PanelInput, scratch: string, tell: (note: string) => void, program = PROGRAM): Promise<Panel> {
  const { symbols, dates, flags, industry, cap } = panel;
  const names = input.features.map(({ name }) => name);
  const into = sharedPanel(dates.length, symbols.length, names.length);
  const perDay = symbols.length * names.length;
  const most = Math.max(1, Math.min(dates.length, Math.floor(BLOCK_BYTES / (8 * perDay))));
  const source = await inBlocksOfDays(connection, values, names, most, scratch);
  const preparers = new Preparers({ days: { flags, symbols, industry, cap }, directions: input.features.map(({ direction }) => direction), steps: input.daily, into }, most * perDay, Math.ceil(dates.length / most), program);
  try {
    for (let first = 0; first < dates.length; first += most) {
      tell(`reading ${input.name} · ${dates[first] ?? ''}`);
      const count = Math.min(most, dates.length - first);
      const slot = await preparers.free();
      const raw = slot.raw.subarray(0, count * perDay);
      await readFactors(connection, source, names, panel, first, count, raw);
      preparers.prepare(slot, { raw, first, count });
    }
    await preparers.finish();
  } finally {
    await preparers.close();
  }
  return into;
}

/** Room for a block, and what is being made of it. */
interface BlockSlot {
  readonly raw: Float64Array;
  /** Rejected with what went wrong. */
  done: Promise<void>;
}

/** Threads that prepare blocks in turn, with a slot for each and one more that is read into; without threads the caller's does it. */
class Preparers {
  private readonly threads: readonly Thread<PreparationOrder>[];
  private readonly slots: readonly BlockSlot[];
  private next = 0;

  constructor(
    private readonly job: PreparationJob,
    numbers: number,
    blocks: number,
    program: URL,
  ) {
    this.threads = Array.from({ length: Math.min(availableParallelism(), MOST_THREADS, blocks) }, () => Thread.open<PreparationOrder>(program, job, 'prepares factors')).filter((thread) => thread !== null);
    this.slots = Array.from({ length: this.threads.length + 1 }, () => ({ raw: new Float64Array(new SharedArrayBuffer(8 * numbers)), done: Promise.resolve() }));
  }

  /** The slot that was given out longest ago, when what was in it is prepared. */
  async free(): Promise<BlockSlot> {
    const slot = this.slots[this.next % this.slots.length];
    if (slot === undefined) throw new Error('there is no room for a block');
    await slot.done;
    return slot;
  }

  prepare(slot: BlockSlot, order: PreparationOrder): void {
    const thread = this.threads[this.next % this.threads.length];
    this.next++;
    if (thread === undefined) prepareBlock(this.job, order);
    else {
      slot.done = thread.ask(order);
      // If it fails while another block is read, the failure is met where it is awaited.
      slot.done.catch(() => undefined);
    }
  }

  async finish(): Promise<void> {
    for (const { done } of this.slots) await done;
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.slots.map(({ done }) => done));
    for (const thread of this.threads) await thread.close();
  }
}
