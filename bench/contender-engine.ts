/** The engine on one backend, over a day that fits one tile. */
import type { Program } from '../src/compiler/compile.ts';
import { BackendUnavailable, openBackend, type Backend, type BackendName } from '../src/runtime/engine/backends.ts';
import { probeAdapter } from '../src/runtime/engine/backend-webgpu.ts';
import { KernelEngine, type DayValues } from '../src/runtime/engine/day-values.ts';
import type { MinuteData } from '../src/runtime/store/minute-data.ts';
import type { Contender, Settings } from './contender.ts';
import { benchDay } from './data.ts';
import { EngineWatch } from './engine-watch.ts';
import { compileFactors } from './factor-program.ts';
import { peakRssMib } from './measure.ts';

/** A contender that computes the named factors. `all` is selection, kernels and read-out over a filled tile; `with fill` starts from columns. */
export function engineContender(name: BackendName, factors: readonly string[]): Contender {
  return async (settings) => {
    const backend = await openOrWhyNot(name);
    if (typeof backend === 'string') return { unavailable: backend };
    try {
      const program = compileFactors(factors);
      const { times, last } = await timeDays(backend, program, benchDay(settings.stocks, settings.seed), settings);
      const peak = peakRssMib();
      return {
        times,
        peakRssMib: peak,
        values: Object.fromEntries(program.plan.outputs.map(({ factor }, i) => [factor.name, last.columns[i] ?? new Float64Array(0)])),
        recomputed: last.recomputed.reduce((total, count) => total + count, 0),
        device: await deviceOf(backend),
      };
    } finally {
      await backend.close();
    }
  };
}

async function openOrWhyNot(name: BackendName): Promise<Backend | string> {
  try {
    return await openBackend(name);
  } catch (error) {
    if (error instanceof BackendUnavailable) return error.why;
    throw error;
  }
}

interface TimedDays {
  readonly times: Readonly<Record<string, readonly number[]>>;
  readonly last: DayValues;
}

async function timeDays(backend: Backend, program: Program, data: MinuteData, { stocks, runs, warmups }: Settings): Promise<TimedDays> {
  const watch = new EngineWatch();
  const start = performance.now();
  const engine = await KernelEngine.build(program, backend, stocks);
  const build = [performance.now() - start];

  const timed = async (): Promise<readonly [number, DayValues]> => {
    watch.reset();
    const begin = performance.now();
    const values = await engine.compute(data);
    return [performance.now() - begin, values];
  };
  let [, last] = await timed();
  const times = { all: [] as number[], selection: [] as number[], kernels: [] as number[], 'read-out': [] as number[], fill: [] as number[], 'with fill': [] as number[], build };
  for (let run = 1 - warmups; run < runs; run++) {
    const [whole] = await timed();
    if (run < 0) continue;
    times.fill.push(watch.parts.fill);
    times['with fill'].push(whole);
  }
  watch.keepTile = true;
  for (let run = -warmups; run < runs; run++) {
    const [all, values] = await timed();
    last = values;
    if (run < 0) continue;
    const { selection, kernels } = watch.parts;
    times.all.push(all);
    times.selection.push(selection);
    times.kernels.push(kernels);
    times['read-out'].push(all - selection - kernels);
  }
  return { times, last };
}

async function deviceOf({ name, device }: Backend): Promise<string> {
  if (name !== 'webgpu') return device;
  const adapter = await probeAdapter(true);
  return adapter.found && adapter.software ? `${device}, a software adapter: right numbers, no speed` : device;
}
