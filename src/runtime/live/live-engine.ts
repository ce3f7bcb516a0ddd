/**
 * Values while somebody types: kernels are kept by their text, and where one takes long to be built the float64 reference answers first. Nothing here knows
 * the machine: a page and a server use it alike.
 */
import type { Program } from '../../compiler/compile.ts';
import { runnableText } from '../../compiler/gpujs/runnable.ts';
import type { Backend, BackendName } from '../engine/backend.ts';
import { KernelEngine, referenceEngine, type DayValues } from '../engine/day-values.ts';
import { KernelRunner } from '../engine/kernel-runner.ts';
import { TileWriter } from '../engine/tile.ts';
import type { MinuteData } from '../store/minute-data.ts';
import { firstLine } from '../store/data-error.ts';

/** Values and what computed them. */
export interface LiveValues extends DayValues {
  readonly ran: BackendName | 'reference';
  /** Why this and not an earlier choice; one clause. */
  readonly why: string;
  /** From the question to the answer. */
  readonly milliseconds: number;
  /** False if values of kernels follow. */
  readonly final: boolean;
}

/** Milliseconds that building a kernel may take before the reference is asked. */
const PATIENCE = 60;
/** Kernels that are kept. */
const KEPT = 24;

type Clock = () => number;

export class LiveEngine {
  /** In the order of their last use. */
  private readonly kernels = new Map<string, Promise<KernelRunner>>();
  /** Done when no day is at work. */
  private last: Promise<void> = Promise.resolve();

  /**
   * @param backend where kernels run; null where none does, and `why` says why not
   * @param now milliseconds of any origin
   */
  constructor(
    private readonly backend: Backend | null,
    private readonly why: string,
    private readonly now: Clock,
  ) {}

  /** Values of a program for a day: those of kernels, before them those of the reference if kernels are not there in time. */
  async *values(program: Program, data: MinuteData): AsyncGenerator<LiveValues, void> {
    const begun = this.now();
    const { backend } = this;
    if (backend === null) {
      yield await this.byReference(program, data, { begun, why: this.why, final: true });
      return;
    }
    const writer = new TileWriter(program.plan, capacityFor(program, data.symbols.length));
    const building = this.kernelsOf(program, writer, backend);
    const built = await Promise.race([settled(building), later(PATIENCE)]);
    if (built === 'waiting') yield await this.byReference(program, data, { begun, why: `kernels for ${backend.name} are still being built`, final: false });
    const outcome = await settled(building);
    if ('failed' in outcome) {
      yield await this.byReference(program, data, { begun, why: `not ${backend.name}: ${outcome.failed}`, final: true });
      return;
    }
    const values = await this.alone(() => KernelEngine.over(program, writer, outcome.runner).compute(data));
    yield { ...values, ran: backend.name, why: backend.reason, milliseconds: this.now() - begun, final: true };
  }

  private async byReference(program: Program, data: MinuteData, { begun, why, final }: { readonly begun: number; readonly why: string; readonly final: boolean }): Promise<LiveValues> {
    const values = await referenceEngine(program).compute(data);
    return { ...values, ran: 'reference', why, milliseconds: this.now() - begun, final };
  }

  /** Kernels that are used again share a tile: days go through them one after the other. */
  private alone(work: () => Promise<DayValues>): Promise<DayValues> {
    const mine = this.last.then(work);
    this.last = mine.then(
      () => undefined,
      () => undefined,
    );
    return mine;
  }

  private kernelsOf(program: Program, writer: TileWriter, backend: Backend): Promise<KernelRunner> {
    const groups = program.plan.kernels.map((kernel) => kernel.groups.length);
    const key = `${writer.size.join()} ${groups.join()}\n${program.kernels.map(runnableText).join('\n')}`;
    const known = this.kernels.get(key);
    this.kernels.delete(key);
    const runner = known ?? KernelRunner.build(backend.gpu, program.kernels, groups, writer.size, backend.threads);
    this.kernels.set(key, runner);
    for (const [old, unused] of this.kernels) {
      if (this.kernels.size <= KEPT) break;
      this.kernels.delete(old);
      // One that was never built holds nothing.
      void settled(unused).then((outcome) => 'runner' in outcome && outcome.runner.close());
    }
    return runner;
  }
}

/** Stocks of a tile: whole blocks, and the same for days of about the same size, so that kernels may be used again. */
function capacityFor({ plan }: Program, stocks: number): number {
  const blocks = Math.ceil(Math.max(1, stocks) / plan.layout.lanes);
  return Math.min(2048, 2 ** Math.ceil(Math.log2(blocks)) * plan.layout.lanes);
}

type Outcome = { readonly runner: KernelRunner } | { readonly failed: string };

function settled(building: Promise<KernelRunner>): Promise<Outcome> {
  return building.then(
    (runner) => ({ runner }),
    (error: unknown) => ({ failed: firstLine(error) }),
  );
}

function later(milliseconds: number): Promise<'waiting'> {
  return new Promise((resolve) => {
    setTimeout(() => resolve('waiting'), milliseconds);
  });
}
