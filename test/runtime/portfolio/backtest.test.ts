import { beforeAll, describe, expect, test } from 'vitest';
import { Optimiser } from '../../../src/runtime/portfolio/optimise.ts';
import { Random } from '../../../src/runtime/store/simulate/random.ts';
import { differences } from './compare-runs.ts';
import { countHits, noHits } from './hostile-hits.ts';
import { hostileMarket } from './hostile-market.ts';
import { NaiveMarket } from './naive-market.ts';
import { realRun, type Market, type RealRun } from './real-run.ts';
import { brokenBySolved, brokenCounts, brokenFills, brokenSums, leftOver } from './run-rules.ts';

/** Portfolios in hostile markets, by the backtest and by a naive one that is written from the text. */
const RUNS = process.env.FULLBAND_TEST === 'full' ? 500 : 30;

const FACTS = {
  sums: 'the ledger adds up to the cent on every day',
  fills: 'nothing is filled that is suspended, gone, at its limit or more than was ordered',
  counts: 'a rebalance counts the orders that it told',
  limits: 'weights keep every limit, or miss it by what the report says',
  leftOver: 'where cash is short, three cents per order are left over at most',
  odd: 'no odd shares are kept of a stock whose weight is nothing but tolerance',
  ledger: 'the naive backtest has the same net values, cash, trades, dividends and payments',
  orders: 'the naive backtest has the same orders and fills',
  benchmark: 'the naive backtest has the same returns of the index',
  problems: 'the naive backtest has the same problem in every section',
  future: 'days to come change nothing of the days before',
} as const;

const broken = Object.fromEntries(Object.keys(FACTS).map((fact) => [fact, [] as string[]])) as Record<keyof typeof FACTS, string[]>;
const runsBroken: Record<string, number> = {};
const hits = noHits();
const total = { days: 0, sections: 0, orders: 0, faultless: 0 };

/** An own program for every run: where weights are tied, the one found depends on what was solved before. */
async function freshRun(market: Market): Promise<RealRun> {
  const optimiser = await Optimiser.open();
  try {
    return realRun(market, optimiser);
  } finally {
    optimiser.close();
  }
}

beforeAll(async () => {
  for (let seed = 0; seed < RUNS; seed++) {
    const market = hostileMarket(seed);
    const run = await freshRun(market);
    const naiveMarket = new NaiveMarket(market.days, market.names, market.settings.adjusted);
    const { differences: found, naive } = differences(market, run);
    const all: Record<keyof typeof FACTS, readonly string[]> = {
      sums: brokenSums(market, run),
      fills: brokenFills(market, naiveMarket, run),
      counts: brokenCounts(run),
      limits: run.solved.flatMap(brokenBySolved),
      leftOver: leftOver(market, run).filter(({ cents, orders }) => cents > 3 * orders).map(({ date, cents, orders }) => `${date}: ${cents} cents of ${orders} orders`),
      odd: oddSharesKept(market, run),
      ledger: found.ledger,
      orders: found.fills,
      benchmark: found.benchmark,
      problems: found.problems,
      future: await changedByFuture(market, run, new Random(seed, 5)),
    };
    for (const [fact, told] of Object.entries(all)) {
      broken[fact as keyof typeof FACTS].push(...told.slice(0, 3).map((what) => `seed ${seed}: ${what}`));
      if (told.length > 0) runsBroken[fact] = (runsBroken[fact] ?? 0) + 1;
    }
    countHits(hits, naiveMarket, naive, run, market.names);
    total.days += run.days.length;
    total.sections += run.rebalances.length;
    total.orders += run.orders.length;
    if (Object.values(all).every((told) => told.length === 0)) total.faultless++;
  }
  const runsWith = Object.entries(runsBroken).filter(([, count]) => count > 0);
  process.stderr.write(`${RUNS} hostile markets, ${JSON.stringify(total)}; runs that break a fact: ${JSON.stringify(Object.fromEntries(runsWith))}; hits on fill days: ${JSON.stringify(hits)}\n`);
}, 900_000);

/** Stops early, on two days: what was told up to there must be the same. */
async function changedByFuture(market: Market, run: RealRun, random: Random): Promise<string[]> {
  const told: string[] = [];
  for (const count of [2 + random.below(market.days.length - 2), 2 + random.below(market.days.length - 2)]) {
    const last = market.days[count - 1]?.date ?? '';
    const short = await freshRun({ ...market, days: market.days.slice(0, count) });
    const until = ({ date }: { readonly date: string | null }): boolean => date !== null && date <= last;
    const settled = ({ filled }: { readonly filled: string | null }): boolean => filled !== null && filled <= last;
    const pairs: Record<string, readonly [unknown, unknown]> = {
      days: [short.days, run.days.filter(until)],
      positions: [short.positions, run.positions.filter(until)],
      orders: [short.orders.filter(until), run.orders.filter(until)],
      rebalances: [short.rebalances.filter(settled), run.rebalances.filter(settled)],
    };
    // Weights may be there of one alone, if stocks are suspended on the day after.
    const [known, same] = [knownTo(short, last), knownTo(run, last)];
    if (known !== null && same !== null) pairs['what the last section knew'] = [known, same];
    for (const [name, [a, b]] of Object.entries(pairs)) if (JSON.stringify(a) !== JSON.stringify(b)) told.push(`${name} of the first ${count} days`);
  }
  return told;
}

/** Of the section on the last day, all but what can be traded on the day after. */
function knownTo({ solved }: RealRun, last: string): unknown {
  const found = solved.filter(({ section }) => section === last).map(({ stocks, problem: { expected, index, before, size, industry, limits } }) => [stocks, expected, index, before, size, industry, limits]);
  return found.length === 0 ? null : found;
}

function oddSharesKept({ settings: { lot } }: Market, { solved, orders, positions }: RealRun): string[] {
  if (lot === null) return [];
  return solved.flatMap(({ section, stocks, weights }) =>
    Array.from(stocks).flatMap((stock, i) => {
      const sale = orders.find((order) => order.section === section && order.stock === stock && order.shares < 0);
      const kept = positions.find((position) => position.date === sale?.date && position.stock === stock)?.shares ?? 0;
      return (weights[i] ?? 0) < 1e-7 && sale?.ordered === sale?.shares && kept > 0 && kept < lot ? [`${sale?.date} ${stock}: weight ${weights[i]}, sold ${sale?.shares}, kept ${kept}`] : [];
    }),
  );
}

describe('in hostile markets', () => {
  test.each(Object.entries(FACTS))('%s: %s', (fact) => {
    const found = broken[fact as keyof typeof FACTS];
    expect(found.slice(0, 12)).toEqual([]);
  });

  test('every hostile event hits stocks that are held, on days on which orders are filled', () => {
    expect(Object.entries(hits).filter(([, count]) => count === 0)).toEqual([]);
    expect(total.sections).toBeGreaterThan(RUNS * 3);
  });
});
