/** Loops over bars: one for each stretch of rows that the same accumulators use. */
import type { Node } from '../ir.ts';
import type { TileLayout } from '../plan.ts';
import type { Accumulator } from './accumulator.ts';
import { LoopBody } from './loop-body.ts';
import { countOf, rowUpdate, seenName, START } from './row-update.ts';
import type { OuterValue } from './series-text.ts';
import { Names } from './text.ts';

/** What every loop of a stage is written with. */
interface Writing {
  readonly layout: TileLayout;
  readonly names: Names;
  readonly outer: (node: Node) => OuterValue;
  /** Most statements of a round that takes more than one row. */
  readonly roundStatements: number;
}

/** Rows [from, to) that the same accumulators use. */
interface Segment {
  readonly from: number;
  readonly to: number;
  readonly inside: readonly Accumulator[];
}

/** Declarations and loops of one stage. */
export function writeLoops(accumulators: readonly Accumulator[], writing: Writing): readonly string[] {
  const declared = accumulators.flatMap((one) => [`let ${one.name} = ${START[one.kind]};`, ...(one.kind === 'first' ? [`let ${seenName(one)} = 0;`] : [])]);
  const steps = [...new Set(accumulators.map(({ rows }) => rows.every ?? 1))].sort((a, b) => b - a);
  const loops = steps.flatMap((every) => {
    const alike = accumulators.filter(({ rows }) => (rows.every ?? 1) === every);
    return segmentsOf(alike, writing.layout.frame).flatMap((segment) => (every === 1 ? wholeLoops(segment, writing) : sparseLoop(segment, every, writing)));
  });
  return [...declared, ...loops];
}

/** Rows summed on their own before they join the day's sum: 240 equal numbers added one by one are off by 240 roundings, in stretches by a few. */
const STRETCH = 30;

/** Every row of a segment. */
function wholeLoops({ from, to, inside }: Segment, writing: Writing): readonly string[] {
  const counted = new Map(inside.map((one) => [one, countOf(one, bodyOf({ from, to }, writing), from, to)]));
  const counts = [...counted].flatMap(([one, count]) => (count === null ? [] : [`${one.name} += ${count};`]));
  const looped = inside.filter((one) => counted.get(one) === null);
  const whole = from + Math.floor((to - from) / STRETCH) * STRETCH;
  if (to - from <= 2 * STRETCH) return [...counts, ...plainLoop({ from, to, inside: looped }, writing)];
  const rest = whole < to ? plainLoop({ from: whole, to, inside: looped }, writing) : [];
  return [...counts, ...stretchedLoop({ from, to: whole, inside: looped }, writing), ...rest];
}

const indent = (lines: readonly string[]): readonly string[] => lines.map((line) => `  ${line}`);

function plainLoop(segment: Segment, writing: Writing): readonly string[] {
  const { from, to, inside } = segment;
  const by = rowsOfRound(segment, to - from, writing);
  const rounds = Math.floor((to - from) / by);
  const end = from + rounds * by;
  const body = round(segment, by, ({ name }) => name, writing);
  if (body.length === 0) return [];
  if (by === 1) return [`for (let k = ${String(from)}; k < ${String(to)}; k++) {`, ...indent(body), '}'];
  const loop = [`for (let i = 0; i < ${String(rounds)}; i++) {`, ...indent([`const k = i * ${String(by)}${plus(from)};`, ...body]), '}'];
  return end === to ? loop : [...loop, `for (let k = ${String(end)}; k < ${String(to)}; k++) {`, ...indent(round({ from: end, to, inside }, 1, ({ name }) => name, writing)), '}'];
}

function stretchedLoop(segment: Segment, writing: Writing): readonly string[] {
  const { from, to, inside } = segment;
  const by = rowsOfRound(segment, STRETCH, writing);
  const partials = new Map(inside.filter(({ kind }) => kind === 'sum').map((one) => [one, writing.names.next('p')]));
  const body = round(segment, by, (one) => partials.get(one) ?? one.name, writing);
  if (body.length === 0) return [];
  const summed = [...partials].filter(([, partial]) => body.some((line) => line.startsWith(`${partial} += `)));
  const row = `const k = j * ${String(STRETCH)} + ${by === 1 ? 'i' : `i * ${String(by)}`}${plus(from)};`;
  const inner = [`for (let i = 0; i < ${String(STRETCH / by)}; i++) {`, ...indent([row, ...body]), '}'];
  const lines = [...summed.map(([, partial]) => `let ${partial} = 0;`), ...inner, ...summed.map(([one, partial]) => `${one.name} += ${partial};`)];
  return [`for (let j = 0; j < ${String((to - from) / STRETCH)}; j++) {`, ...indent(lines), '}'];
}

/** One row in the middle of every so many. */
function sparseLoop(segment: Segment, every: number, writing: Writing): readonly string[] {
  const { from, to } = segment;
  const rounds = Math.floor((to - from) / every);
  const body = rounds === 0 ? [] : round(segment, 1, ({ name }) => name, writing);
  if (body.length === 0) return [];
  return [`for (let i = 0; i < ${String(rounds)}; i++) {`, ...indent([`const k = i * ${String(every)}${plus(from + every / 2)};`, ...body]), '}'];
}

function plus(from: number): string {
  return from === 0 ? '' : ` + ${String(from)}`;
}

function bodyOf({ from, to }: Pick<Segment, 'from' | 'to'>, { layout, names, outer }: Writing): LoopBody {
  return new LoopBody(layout, names, outer, from, to);
}

/** Statements for rows k to k + by − 1, each accumulator under the name it is given; none if no row ever counts. */
function round(segment: Segment, by: number, nameOf: (one: Accumulator) => string, writing: Writing): readonly string[] {
  const body = bodyOf(segment, writing);
  let counts = false;
  for (let step = 0; step < by; step++) {
    body.moveTo(step);
    const updates = segment.inside.flatMap((one) => rowUpdate(one, nameOf(one), body));
    body.lines.push(...updates);
    counts ||= updates.length > 0;
  }
  return counts ? body.lines : [];
}

/** Rows that a round of a loop may take. All divide a stretch. */
const ROWS = [6, 5, 3, 2] as const;

/** Most statements of a round: numbers that no register holds cost a store and a load, so that longer rounds are no faster. */
export const ROUND_STATEMENTS = 150;

/**
 * How many rows a round of a loop takes. Counting rounds and finding the row in the tile costs about 20 cycles of a core on webasm, as much as ten operations, and rows of a
 * round share what they have in common. Rows are added one by one all the same, so that no digit depends on it.
 */
function rowsOfRound(segment: Segment, rows: number, writing: Writing): number {
  const trial = { ...writing, names: new Names() };
  return ROWS.find((by) => by * 2 <= rows && round(segment, by, ({ name }) => name, trial).length <= writing.roundStatements) ?? 1;
}

/** Stretches of rows between those at which a window starts or ends, or a moved row enters or leaves the frame of rows. */
function segmentsOf(accumulators: readonly Accumulator[], frame: number): readonly Segment[] {
  const cuts = new Set<number>();
  for (const { rows, terms } of accumulators) {
    const { firstRow, endRow } = rows.window;
    cuts.add(firstRow).add(endRow);
    const offsets = new Set<number>();
    const nodes = [...terms.map((term) => term.node), ...rows.present, ...(rows.where === null ? [] : [rows.where])];
    nodes.forEach((node) => collectOffsets(node, 0, offsets, new Set()));
    for (const offset of offsets) {
      for (const cut of [-offset, frame - offset]) if (cut > firstRow && cut < endRow) cuts.add(cut);
    }
  }
  const sorted = [...cuts].sort((a, b) => a - b);
  return sorted.slice(1).map((to, i) => {
    const from = sorted[i] as number;
    return { from, to, inside: accumulators.filter(({ rows }) => rows.window.firstRow <= from && rows.window.endRow >= to) };
  });
}

/** Every net move along the rows that reading a node needs. */
function collectOffsets(node: Node, offset: number, into: Set<number>, visited: Set<string>): void {
  const key = `${String(node.id)}@${String(offset)}`;
  if (visited.has(key) || node.shape === 'value') return;
  visited.add(key);
  const next = node.op === 'shift' ? offset - node.by : offset;
  if (node.op === 'shift') into.add(next);
  node.args.forEach((arg) => {
    collectOffsets(arg, next, into, visited);
  });
}
