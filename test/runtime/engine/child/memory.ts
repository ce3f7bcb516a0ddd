/**
 * Computes the minute factors of every day of a store and prints how its memory grew: resident bytes after a collection, each time `every` more days are
 * done. Arguments: store, output, engine, every. Run with --expose-gc.
 */
import { computeFactors, type EngineChoice } from '../../../../src/runtime/engine/compute.ts';
import { minuteFactors } from '../../../support/programs.ts';

const [store = '', out = '', engine = '', every = ''] = process.argv.slice(2);

/** Resident bytes once everything unreachable is gone. */
function memory(): number {
  if (globalThis.gc === undefined) throw new Error('run with --expose-gc');
  // Finalizers of native buffers run between collections.
  for (let round = 0; round < 4; round++) globalThis.gc();
  return process.memoryUsage.rss();
}

const marks = new Map<number, number>();
const { dates, computed, engine: ran } = await computeFactors({
  store,
  factors: minuteFactors(),
  out,
  engine: engine as EngineChoice,
  onProgress: ({ done }) => {
    if (done > 0 && done % Number(every) === 0 && !marks.has(done)) marks.set(done, memory());
  },
});
process.stdout.write(JSON.stringify({ dates, computed, ran, marks: [...marks.values()] }));
