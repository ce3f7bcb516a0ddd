/** Random factors over executions or orders, and how they do on an engine against float64. */
import { compileEvents } from '../../src/compiler/events/compile.ts';
import type { Backend } from '../../src/runtime/engine/backends.ts';
import { EventEngine, referenceEventValues } from '../../src/runtime/engine/event-engine.ts';
import { hurtingEvents } from '../oracle/hurting-events.ts';
import { agrees, KERNEL_TOLERANCE } from './agreement.ts';
import { stockData } from './event-data.ts';
import { GRAMMAR, type Grammar } from './factor-grammar.ts';
import { checkText } from './programs.ts';
import { factorSource, randomFactors, shrink, type RandomFactor } from './random-programs.ts';

export type EventTableName = 'trade' | 'order';

const UNITS = ['price', 'share', 'cny', 'plain'] as const;

/** Columns of bars, and of executions where orders are meant. */
const FOREIGN = { trade: /\b(close|open|high|low|vwap|minute|ret|items)\b/, order: /\b(close|open|high|low|vwap|minute|ret|items|amount)\b/ } as const;
/** One of them is written in the place of a way to write with columns of bars. */
const COLUMNS = {
  trade: { price: ['price'], share: ['volume'], cny: ['amount'], plain: ['(price / prev(price))', 'log(price / prev(price))', '(volume / mean(volume))', '(price / prev(price) - 1)'], flag: ['(side == buy)', '(side != none)', '(side == sell)', '(time >= {clock})', '(minute.ret < 0)', '(price > minute.vwap)', '(sum(amount, by=minute) > mean(amount))'] },
  order: { price: ['price'], share: ['volume'], cny: ['(price * volume)'], plain: ['(price / mean(price))', '(volume / mean(volume))', '(volume / max(volume))'], flag: ['(side == buy)', '(side == sell)', '(type == limit)', '(time < {clock})', '(price > 0)', '(minute.ret > 0)', '(price < minute.close)', '(sum(trade.amount, by=minute) > 0)'] },
} as const;
const VALUES: Grammar = { price1: ['mean(price)', 'max(price)', 'last(price)'], share1: ['sum(volume)', 'mean(volume)'], cny1: ['sum(price * volume)'], plain1: ['count(volume)', '(max(price) / min(price))', 'kurt(volume{restricted})'], flag1: ['true'] };
const KEYS = { trade: 'buy_id|sell_id|buy_id|sell_id', order: 'order_id' } as const;

/** Series by key, and reductions of bars and of minutes of events. */
function grouped(table: EventTableName): Grammar {
  const by = `by={${KEYS[table]}}`;
  const series = (unit: string): readonly string[] => ['sum', 'sum', 'mean', 'max', 'min', 'first', 'last', 'std'].map((name) => `${name}({${unit}}, ${by}{restricted})`);
  const minutes = (unit: string): readonly string[] => [`corr(sum({${unit}}, by=minute{restricted}), prev(minute.ret))`, `corr(prev(sum({${unit}}, by=minute)), minute.volume, window={window})`, `(std(sum({${unit}}, by=minute)) / mean(sum({${unit}}, by=minute)))`, `corr(mean({${unit}}, by=minute), minute.close)`];
  return {
    ...Object.fromEntries(UNITS.map((unit) => [unit, series(unit)])),
    flag: UNITS.map((unit) => `(sum({${unit}}, ${by}) {compare} {${unit}1})`),
    plain1: [...UNITS.flatMap(minutes), `(mean(concat(sum(volume, ${by}), sum(volume, ${by}))) / mean(volume))`, `(count({plain}, ${by}{restricted}) / 2)`],
  };
}

/** The language over a table of events. */
function eventGrammar(table: EventTableName): Grammar {
  const own: Grammar = COLUMNS[table];
  const more = grouped(table);
  return Object.fromEntries(
    Object.entries(GRAMMAR).map(([sort, ways]) => {
      const kept = ways.filter((way) => !FOREIGN[table].test(way));
      return [sort, [...(own[sort] ?? []), ...(own[sort] ?? []), ...(VALUES[sort] ?? []), ...(more[sort] ?? []), ...kept]];
    }),
  );
}

const GRAMMARS: Readonly<Record<EventTableName, Grammar>> = { trade: eventGrammar('trade'), order: eventGrammar('order') };

/** `count` random factors of a seed. */
export function randomEventFactors(table: EventTableName, seed: number, count: number, depth: number): readonly RandomFactor[] {
  return randomFactors(seed, count, depth, { grammar: GRAMMARS[table] });
}

export function eventSourceOf(table: EventTableName, factors: readonly RandomFactor[]): string {
  return factors.map((factor, i) => factorSource(`f${i}`, factor, table)).join('\n');
}

export interface EventFailure {
  readonly factor: RandomFactor;
  /** Seed of `hurtingEvents`; null if the program itself failed. */
  readonly day: number | null;
  readonly what: string;
}

/** What went wrong with some factors as one program over hurting days; each factor is listed once. Factors with findings are left out. */
export async function eventFailuresOf(table: EventTableName, factors: readonly RandomFactor[], backend: Backend, days: readonly number[]): Promise<readonly EventFailure[]> {
  try {
    const checked = checkText(eventSourceOf(table, factors)).factors;
    if (checked.length === 0) return [];
    const program = compileEvents(checked);
    const engine = await EventEngine.build(program, backend);
    const data = days.map((day) => stockData(hurtingEvents(day).day));
    for (const stock of data) await engine.add(stock);
    const { columns } = await engine.finish();
    engine.close();
    const failures = new Map<RandomFactor, EventFailure>();
    data.forEach((stock, place) => {
      referenceEventValues(program, stock).forEach((expected, i) => {
        const actual = columns[i]?.[place] ?? NaN;
        const factor = factors[Number(checked[i]?.name.slice(1))];
        if (factor === undefined || failures.has(factor) || agrees(actual, expected, KERNEL_TOLERANCE)) return;
        failures.set(factor, { factor, day: days[place] ?? null, what: `${actual} instead of ${expected}` });
      });
    });
    return [...failures.values()];
  } catch (error) {
    const [factor] = factors;
    if (factors.length > 1 || factor === undefined) return (await Promise.all(factors.map((one) => eventFailuresOf(table, [one], backend, days)))).flat();
    return [{ factor, day: null, what: `throws ${error instanceof Error ? error.message : String(error)}` }];
  }
}

/** The failure in few words: the smallest factor that still fails on that day, the kind of day and both values. */
export async function describeEventFailure(table: EventTableName, failure: EventFailure, backend: Backend): Promise<string> {
  const day = failure.day ?? 0;
  const again = async (factor: RandomFactor): Promise<EventFailure | undefined> => (await eventFailuresOf(table, [factor], backend, [day])).find((one) => (one.day === null) === (failure.day === null));
  const smallest = await shrink(failure.factor, async (factor) => (await again(factor)) !== undefined, 120);
  const { what } = (await again(smallest)) ?? failure;
  return `${factorSource('f', smallest, table)}\n  on ${hurtingEvents(day).name} (hurtingEvents(${day})): ${what}`;
}
