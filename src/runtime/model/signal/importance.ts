/** Permutation importance: how much of a signal's RankIC is lost when the stocks of a day exchange one feature among each other. */
import { ordered, rankCorrelation } from '../../evaluate/ordered.ts';
import { writeWhole } from '../../store/durable.ts';
import { Random } from '../../store/simulate/random.ts';
import { labelsOf } from '../data/labels.ts';
import { featureCount, sequencesOf, type ModelBatches } from '../data/model-batches.ts';
import { exchangeFeature } from '../gru/blocks.ts';
import type { Network } from '../network.ts';
import { CHANCE } from '../parameters.ts';
import { predict } from '../steps.ts';
import { shuffled } from '../train/samples.ts';
import type { Training } from '../training.ts';
import { readKept } from './kept.ts';
import { meanOfSeeds } from './networks.ts';
import type { ReadModelData } from './read-data.ts';
import { samplesToPredict, type Refit } from './refits.ts';
import type { ModelPlan } from '../../../compiler/model/plan.ts';

/** A feature of an input: a factor of a panel, a field of bars. */
export interface Feature {
  readonly input: string;
  readonly name: string;
}

/** What one date says: the RankIC of the signal with the target, and with each feature exchanged. Null where a RankIC is undefined. */
export interface DateImportance {
  readonly date: string;
  readonly rankIc: number;
  readonly exchanged: readonly (number | null)[];
}

/** Features of a plan in the order of `DateImportance.exchanged`. */
export function featuresOf({ inputs }: ModelPlan): readonly Feature[] {
  return inputs.flatMap((input) => (input.kind === 'panel' ? input.features.map(({ name }) => name) : input.fields).map((name) => ({ input: input.name, name })));
}

/** Dates of a number of refits, at most `most` and evenly spread, on which every `every` trading days a signal is looked at: those whose label is known. */
export function datesToExamine(refits: readonly Refit[], days: number, { training, target }: ModelPlan, most: number): readonly number[] {
  const all: number[] = [];
  for (const { day, until } of refits) for (let at = day; at < until && at + target.to < days; at += training.every) all.push(at);
  if (all.length <= most) return all;
  return Array.from({ length: most }, (_, i) => all[Math.floor(((i + 0.5) * all.length) / most)] ?? 0);
}

export interface Examined {
  readonly training: Training;
  readonly plan: ModelPlan;
  readonly data: ReadModelData;
  readonly batches: ModelBatches;
  /** Of each seed, with its trained weights. */
  readonly networks: readonly Network[];
}

/** Exchanges every feature on a day, for all seeds alike; null where the signal has no RankIC. */
export async function importanceOn({ training, plan, data, batches, networks }: Examined, day: number): Promise<DateImportance | null> {
  const section = labelsOf(data.labels, data.panel.symbols.length, day);
  const asked = samplesToPredict(data, batches, day, day + 1);
  const { length } = asked.stocks;
  if (section === null || length < 2) return null;
  const labelOf = new Map([...section.stocks].map((stock, i) => [stock, section.labels[i] ?? NaN]));
  const labels = ordered(Float64Array.from(asked.stocks, (stock) => labelOf.get(stock) ?? NaN));
  const batch = await batches.samples(asked).gather(Int32Array.from({ length }, (_, i) => i), 0);
  const rankIcNow = async (): Promise<number | null> => rankCorrelation(ordered(await meanOfSeeds(networks, asked.days, (network) => predict(training, () => network.predict(batch)))), labels);
  const rankIc = await rankIcNow();
  if (rankIc === null) return null;
  const [own, order] = [Int32Array.from({ length }, (_, i) => i), shuffled(length, new Random(1, CHANCE.exchange, day))];
  const exchanged: (number | null)[] = [];
  for (const input of plan.inputs) {
    const sequences = sequencesOf(batch, input.name);
    const original = Float32Array.from(sequences.values);
    for (let feature = 0; feature < featureCount(input); feature++) {
      exchangeFeature(original, sequences, feature, order, sequences.values);
      exchanged.push(await rankIcNow());
      exchangeFeature(original, sequences, feature, own, sequences.values);
    }
  }
  return { date: data.panel.dates[day] ?? '', rankIc, exchanged };
}

interface KeptImportance {
  readonly identity: string;
  readonly dates: readonly DateImportance[];
}

/** What was found for a signal before; null if nothing was, or of another one. */
export async function readImportance(file: string, identity: string): Promise<readonly DateImportance[] | null> {
  return (await readKept<KeptImportance>(file, identity))?.dates ?? null;
}

export async function writeImportance(file: string, identity: string, dates: readonly DateImportance[]): Promise<void> {
  await writeWhole(file, `${JSON.stringify({ identity, dates } satisfies KeptImportance)}\n`);
}
