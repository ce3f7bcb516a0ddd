/** What a thread's loops cost, counted in the kernel's text. */
import { BARS_PER_DAY } from '../../dsl/session.ts';
import type { TileLayout } from '../plan.ts';

/** Per stock and day. */
export interface Cost {
  /** Numbers of the tile that are read, each counted once however often a loop comes by. */
  readonly numbersRead: number;
  /** Arithmetic inside loops, divided by the 240 bars of the day. */
  readonly operationsPerBar: number;
}

/** Cost of a body as `GroupWriter.body` writes it. Throws an Error for a load whose row it cannot tell. */
export function costOf(body: readonly string[], layout: TileLayout): Cost {
  return { numbersRead: rowsRead(body, layout).size, operationsPerBar: operationsPerBar(body) };
}

const LOOP = /^\s*for \(let ([a-z]) = (\d+); [a-z] < (\d+);/;
const LOAD = /tile\[[^\]]*\]\[([^\]]*)\]\[[^\]]*\]/g;

function rowsRead(body: readonly string[], layout: TileLayout): ReadonlySet<number> {
  const rows = new Set<number>();
  const loops: { readonly from: number; readonly to: number }[] = [];
  // Rows [first, end) that the bar `k` of the loop at hand takes.
  let bars = { first: 0, end: 0 };
  for (const line of body) {
    const loop = LOOP.exec(line);
    if (loop !== null) {
      const [from, to] = [Number(loop[2]), Number(loop[3])];
      loops.push({ from, to });
      if (loop[1] === 'k') bars = { first: from, end: to };
    } else if (/^\s*\}$/.test(line)) loops.pop();
    const stretched = /^\s*const k = j \* (\d+) \+ i(?: \+ (\d+))?;/.exec(line);
    if (stretched !== null) {
      const first = Number(stretched[2] ?? 0);
      bars = { first, end: first + loops.reduce((all, { from, to }) => all * (to - from), 1) };
    }
    // Seen from its own day a thread of a program over days reads the same rows as any other.
    for (const [, index = ''] of line.matchAll(LOAD)) addRows(index.replace(/ \+ day$/, ''), bars, rows);
  }
  const text = body.join('\n');
  for (const [name, row] of layout.values) if (new RegExp(`\\b${name}\\b`).test(text)) rows.add(row);
  return rows;
}

/** Rows that an index means: `12`, `k`, `k + 245`, or `k + -1` where the column is moved along the rows. */
function addRows(index: string, bars: { readonly first: number; readonly end: number }, rows: Set<number>): void {
  const match = /^(?:(\d+)|k(?: \+ (-?\d+))?)$/.exec(index);
  if (match === null) throw new Error(`a kernel reads row ${index} of the tile, whose cost is not known`);
  if (match[1] !== undefined) {
    rows.add(Number(match[1]));
    return;
  }
  for (let k = bars.first; k < bars.end; k++) rows.add(k + Number(match[2] ?? 0));
}

function operationsPerBar(body: readonly string[]): number {
  let total = 0;
  const repeats: number[] = [];
  for (const line of body) {
    const loop = LOOP.exec(line);
    if (loop !== null) repeats.push(Number(loop[3]) - Number(loop[2]));
    else if (/^\s*\}$/.test(line)) repeats.pop();
    else if (repeats.length > 0) total += repeats.reduce((a, b) => a * b, 1) * operationsIn(line);
  }
  return Math.round((total / BARS_PER_DAY) * 10) / 10;
}

function operationsIn(line: string): number {
  const text = line.replace(/^\s*(const|let) \w+ = /, '').replace(LOAD, 'load');
  return (text.match(/ [-+*/] | [-+*/]?= |Math\.|[<>]=?| \? /g) ?? []).length;
}
