/** What a thread's loops cost, counted in the kernel's text. */
import { BARS_PER_DAY } from '../../dsl/session.ts';
import type { TileLayout } from '../plan.ts';

/** Per stock and day. */
export interface Cost {
  /** Numbers of the tile that are read, each counted once however often a loop comes by. */
  readonly numbersRead: number;
  /** Arithmetic inside loops, divided by the 240 bars of the day. What several bars of a round share counts once. */
  readonly operationsPerBar: number;
}

/** Cost of a body as `GroupWriter.body` writes it. Throws an Error for a load whose row it cannot tell. */
export function costOf(body: readonly string[], layout: TileLayout): Cost {
  return { numbersRead: rowsRead(body, layout).size, operationsPerBar: operationsPerBar(body) };
}

const LOOP = /^\s*for \(let ([a-z]) = (\d+); [a-z] < (\d+);/;
const LOAD = /tile\[[^\]]*\]\[([^\]]*)\]\[[^\]]*\]/g;
const BAR = /^\s*const k = ([^;]+);/;

/** A loop that is open: the counter and what it counts through. */
interface Loop {
  readonly counter: string;
  readonly from: number;
  readonly to: number;
}

function rowsRead(body: readonly string[], layout: TileLayout): ReadonlySet<number> {
  const rows = new Set<number>();
  const loops: Loop[] = [];
  // What `k` of the loop at hand comes to be.
  let bars: readonly number[] = [];
  for (const line of body) {
    const [, counter = '', from, to] = LOOP.exec(line) ?? [];
    const bar = BAR.exec(line)?.[1];
    if (from !== undefined) {
      loops.push({ counter, from: Number(from), to: Number(to) });
      if (counter === 'k') bars = barsOf('k', loops);
    } else if (bar !== undefined) bars = barsOf(bar, loops);
    else if (/^\s*\}$/.test(line)) loops.pop();
    // Seen from its own day a thread of a program over days reads the same rows as any other.
    for (const [, index = ''] of line.matchAll(LOAD)) addRows(index.replace(/ \+ day$/, ''), bars, rows);
  }
  const text = body.join('\n');
  for (const [name, row] of layout.values) if (new RegExp(`\\b${name}\\b`).test(text)) rows.add(row);
  return rows;
}

/** All that a sum of counters, multiples of counters and numbers comes to be: `j * 30 + i * 5 + 1`. */
function barsOf(sum: string, loops: readonly Loop[]): readonly number[] {
  return sum.split(' + ').reduce<readonly number[]>(
    (bars, part) => {
      const [name = '', times = '1'] = part.split(' * ');
      const loop = loops.find(({ counter }) => counter === name);
      if (loop === undefined) return bars.map((bar) => bar + Number(part));
      const steps = Array.from({ length: loop.to - loop.from }, (_, i) => (loop.from + i) * Number(times));
      return bars.flatMap((bar) => steps.map((step) => bar + step));
    },
    [0],
  );
}

/** Rows that an index means: `12`, `k`, `k + 245`, or `k + -1` where the column is moved along the rows. */
function addRows(index: string, bars: readonly number[], rows: Set<number>): void {
  const match = /^(?:(\d+)|k(?: \+ (-?\d+))?)$/.exec(index);
  if (match === null) throw new Error(`a kernel reads row ${index} of the tile, whose cost is not known`);
  if (match[1] !== undefined) {
    rows.add(Number(match[1]));
    return;
  }
  for (const bar of bars) rows.add(bar + Number(match[2] ?? 0));
}

function operationsPerBar(body: readonly string[]): number {
  let total = 0;
  const repeats: number[] = [];
  for (const line of body) {
    const loop = LOOP.exec(line);
    if (loop !== null) repeats.push(Number(loop[3]) - Number(loop[2]));
    else if (/^\s*\}$/.test(line)) repeats.pop();
    else if (repeats.length > 0 && !BAR.test(line)) total += repeats.reduce((a, b) => a * b, 1) * operationsIn(line);
  }
  return Math.round((total / BARS_PER_DAY) * 10) / 10;
}

function operationsIn(line: string): number {
  const text = line.replace(/^\s*(const|let) \w+ = /, '').replace(LOAD, 'load');
  return (text.match(/ [-+*/] | [-+*/]?= |Math\.|[<>]=?| \? /g) ?? []).length;
}
