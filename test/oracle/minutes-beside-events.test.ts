import { describe, expect, test } from 'vitest';
import { compileEvents } from '../../src/compiler/events/compile.ts';
import { EventEngine, referenceEventValues } from '../../src/runtime/engine/event-engine.ts';
import { stockData } from '../support/event-data.ts';
import { withBackend } from '../support/engines.ts';
import { factorsOf } from '../support/programs.ts';
import { barsOf, type EventDay, type Execution } from './event-rows.ts';
import { HURTING_EVENT_KINDS, hurtingEvents } from './hurting-events.ts';

/** Minute (0 … 239) of an event, written apart from the product's: the auctions in the first and the last, the break in none. */
function minuteOf(time: number): number {
  const at = Math.floor(time / 60_000);
  if (at < 9 * 60 + 30) return 0;
  if (at <= 11 * 60 + 30) return Math.min(119, at - (9 * 60 + 30));
  if (at < 13 * 60) return -1;
  return Math.min(239, 120 + at - 13 * 60);
}

const sum = (rows: readonly Execution[], of: (row: Execution) => number = ({ amount }) => amount): number => rows.reduce((total, row) => (Number.isNaN(of(row)) ? total : total + of(row)), 0);

const delivered = ({ executions }: EventDay): boolean => executions.some(({ amount }) => !Number.isNaN(amount));
const inMinute = (day: EventDay, row: Execution): readonly Execution[] => day.executions.filter(({ time }) => minuteOf(time) >= 0 && minuteOf(time) === minuteOf(row.time));

/** Factors in the language, and the same in plain loops. */
const CASES: readonly (readonly [string, (day: EventDay) => number])[] = [
  ['sum(amount, where=minute.ret < 0) / sum(amount)', (day) => sum(day.executions.filter(({ time }) => (day.ret[minuteOf(time)] ?? NaN) < 0)) / sum(day.executions)],
  ['count(price, where=price > minute.close) / count(price)', (day) => day.executions.filter(({ price, time }) => price > (barsOf(day.executions).close[minuteOf(time)] ?? NaN)).length / day.executions.length],
  [
    'sum(amount, where=sum(amount, by=minute) > 100000) / sum(amount)',
    (day) => (delivered(day) ? sum(day.executions.filter((row) => sum(inMinute(day, row)) > 100_000)) / sum(day.executions) : NaN),
  ],
  ['count(price, where=sum(volume, by=buy_id) > sum(volume, by=minute) / 2) / count(price)', (day) => {
    const bought = (row: Execution): number => sum(day.executions.filter(({ buyId }) => buyId === row.buyId), ({ volume }) => volume);
    return day.executions.filter((row) => bought(row) > sum(inMinute(day, row), ({ volume }) => volume) / 2).length / day.executions.length;
  }],
];

const factors = factorsOf(CASES.map(([text], i) => `/// t\nfactor f${i} { from trade direction 1 value ${text} }`).join('\n'));
const program = compileEvents(factors);
const DAYS = HURTING_EVENT_KINDS.map((_, seed) => hurtingEvents(seed));

describe('minutes beside executions', () => {
  const expected = DAYS.map(({ day }) => CASES.map(([, of]) => (day.executions.length === 0 ? NaN : of(day))));

  test.for(['reference', 'webasm', 'cpu'] as const)('each execution has the value of its minute, on %s', async (engine) => {
    const found: (readonly number[])[] = [];
    if (engine === 'reference') found.push(...DAYS.map(({ day }) => referenceEventValues(program, stockData(day))));
    else {
      await withBackend(engine, async (backend) => {
        const running = await EventEngine.build(program, backend);
        for (const { day } of DAYS) await running.add(stockData(day));
        const { columns } = await running.finish();
        running.close();
        found.push(...DAYS.map((_, day) => CASES.map((__, i) => columns[i]?.[day] ?? NaN)));
      });
    }
    const wrong = DAYS.flatMap(({ name }, day) =>
      CASES.flatMap(([text], i) => {
        const [a, e] = [found[day]?.[i] ?? NaN, expected[day]?.[i] ?? NaN];
        const same = Number.isNaN(e) ? Number.isNaN(a) : Math.abs(a - e) <= (engine === 'reference' ? 1e-9 : 1e-5) + 1e-9 * Math.abs(e);
        return same ? [] : [`${text} on ${name}: ${a}, expected ${e}`];
      }),
    );
    expect(wrong).toEqual([]);
  });

  test('rows of executions and orders may be pooled', () => {
    const [pooled] = factorsOf('/// t\nfactor f { from order direction 1 value mean(concat(price, trade.price)) / last(price) }');
    if (pooled === undefined) throw new Error('no factor');
    const { day } = hurtingEvents(0);
    const prices = [...day.orders.map(({ price }) => price), ...day.executions.map(({ price }) => price)].filter((price) => !Number.isNaN(price));
    const last = day.orders.map(({ price }) => price).filter((price) => !Number.isNaN(price)).at(-1) ?? NaN;
    const [value = NaN] = referenceEventValues(compileEvents([pooled]), stockData(day));
    expect(value).toBeCloseTo(prices.reduce((total, price) => total + price, 0) / prices.length / last, 9);
  });
});
