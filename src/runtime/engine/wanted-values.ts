/** Which stored values serve a request: of which engine, and of all symbols or of those asked for. */
import type { CheckedFactor } from '../../dsl/typed.ts';
import { unitText } from '../../dsl/units.ts';
import { fullbandVersion } from '../version.ts';
import { BACKEND_NAMES, type BackendName } from './backends.ts';
import { identityOf, type DateValues, type ValuesPlace } from './values-store.ts';

export type EngineName = BackendName | 'reference';
export type EngineChoice = 'auto' | EngineName;

/** Values of one factor that may be stored. */
interface Candidate {
  readonly identity: string;
  readonly engine: EngineName;
  /** For exactly the symbols of the request. */
  readonly own: boolean;
}

/** A factor's values of one date. */
export interface FoundValues extends ValuesPlace {
  readonly engine: EngineName;
}

/** Values of every symbol. */
export const ALL = 'all';

/** One of several equal parts of a day's symbols, which are sorted: the first is 1. */
export interface Shard {
  readonly place: number;
  readonly of: number;
}

/** A shard whose symbols are known. */
export interface SplitShard extends Shard {
  /** Hash of all symbols of the day: the same part of other symbols is another shard. */
  readonly split: string;
}

/** Whose values a request asks for, as a part of their identity. */
export function whomOf(symbols: readonly string[] | null, shard: SplitShard | null): string {
  if (shard !== null) return `shard ${String(shard.place)}/${String(shard.of)} of ${shard.split}`;
  return symbols === null ? ALL : [...symbols].sort().join(',');
}

/** Engines whose values serve a choice, the first choice first. */
export function enginesOf(choice: EngineChoice): readonly EngineName[] {
  return choice === 'auto' ? BACKEND_NAMES : [choice];
}

/**
 * The values that a request may take. An engine asked for by name takes its own values only; `auto` takes those of any engine in 32 bits, in the order it would choose them. A
 * run over some symbols also takes values of all: a factor over minute bars reads no other stock.
 */
export class WantedValues {
  /** Per factor, the best first. */
  private readonly candidates: readonly (readonly Candidate[])[];

  /** @param programs canonical text of each factor; @param whom `ALL`, or whose values are kept by themselves: see `whomOf` */
  constructor(factors: readonly CheckedFactor[], programs: readonly string[], choice: EngineChoice, whom: string) {
    const version = fullbandVersion();
    const engines = enginesOf(choice);
    const groups = whom === ALL ? [ALL] : [ALL, whom];
    this.candidates = factors.map((factor, i) => {
      const key = { program: programs[i] ?? '', unit: unitText(factor.unit), version };
      return engines.flatMap((engine) => groups.map((of) => ({ engine, own: of === whom, identity: identityOf({ ...key, engine, whom: of }) })));
    });
  }

  /** Identity under which the values of a factor that an engine has computed now are kept. */
  identity(factor: number, engine: EngineName): string {
    const kept = this.candidates[factor]?.find((candidate) => candidate.own && candidate.engine === engine);
    if (kept === undefined) throw new RangeError(`values of factor ${String(factor)} by ${engine} do not serve the request`);
    return kept.identity;
  }

  /** Every identity that serves the request. */
  get identities(): ReadonlySet<string> {
    return new Set(this.candidates.flatMap((of) => of.map(({ identity }) => identity)));
  }

  /** The stored values of a factor; null if there are none. */
  find(factor: number, values: DateValues | undefined): FoundValues | null {
    for (const { identity, engine } of this.candidates[factor] ?? []) {
      const place = values?.get(identity);
      if (place !== undefined) return { ...place, engine };
    }
    return null;
  }
}
