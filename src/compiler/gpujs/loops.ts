/** Loops over bars: one for each stretch of rows that the same accumulators use. */
import type { Node } from '../ir.ts';
import type { TileLayout } from '../plan.ts';
import type { Accumulator, Term } from './accumulator.ts';
import { LoopBody } from './loop-body.ts';
import type { OuterValue, SeriesText } from './series-text.ts';
import { minus, product, type Names } from './text.ts';

const START: Readonly<Record<Accumulator['kind'], string>> = { sum: '0', min: '3e38', max: '(-3e38)', first: '0', last: '0', compound: '0' };

/** Declarations and loops of one stage. */
export function writeLoops(accumulators: readonly Accumulator[], layout: TileLayout, names: Names, outer: (node: Node) => OuterValue): readonly string[] {
  if (accumulators.length === 0) return [];
  const lines: string[] = [];
  for (const one of accumulators) {
    lines.push(`let ${one.name} = ${START[one.kind]};`);
    if (one.kind === 'first') lines.push(`let ${seen(one)} = 0;`);
  }
  const cuts = cutRows(accumulators, layout.frame);
  for (let i = 0; i + 1 < cuts.length; i++) {
    const from = cuts[i] as number;
    const to = cuts[i + 1] as number;
    const inside = accumulators.filter((one) => one.rows.window.firstRow <= from && one.rows.window.endRow >= to);
    const whole = from + Math.floor((to - from) / STRETCH) * STRETCH;
    if (to - from <= 2 * STRETCH) {
      lines.push(...plainLoop(inside, from, to, layout, names, outer));
    } else {
      lines.push(...stretchedLoop(inside, from, whole, layout, names, outer));
      if (whole < to) lines.push(...plainLoop(inside, whole, to, layout, names, outer));
    }
  }
  return lines;
}

/** Rows summed on their own before they join the day's sum: 240 equal numbers added one by one are off by 240 roundings, in stretches by a few. */
const STRETCH = 30;

type LoopWriter = (inside: readonly Accumulator[], from: number, to: number, layout: TileLayout, names: Names, outer: (node: Node) => OuterValue) => readonly string[];

const indent = (lines: readonly string[]): readonly string[] => lines.map((line) => `  ${line}`);

const plainLoop: LoopWriter = (inside, from, to, layout, names, outer) => {
  const body = new LoopBody(layout, names, outer, from, to);
  const updates = inside.flatMap((one) => update(one, one.name, body));
  if (updates.length === 0) return [];
  return [`for (let k = ${String(from)}; k < ${String(to)}; k++) {`, ...indent([...body.lines, ...updates]), '}'];
};

const stretchedLoop: LoopWriter = (inside, from, to, layout, names, outer) => {
  const body = new LoopBody(layout, names, outer, from, to);
  const partials: string[] = [];
  const joins: string[] = [];
  const updates = inside.flatMap((one) => {
    if (one.kind !== 'sum') return update(one, one.name, body);
    const partial = names.next('p');
    const lines = update(one, partial, body);
    if (lines.length > 0) {
      partials.push(`let ${partial} = 0;`);
      joins.push(`${one.name} += ${partial};`);
    }
    return lines;
  });
  if (updates.length === 0) return [];
  const row = `const k = j * ${String(STRETCH)} + i${from === 0 ? '' : ` + ${String(from)}`};`;
  const inner = [`for (let i = 0; i < ${String(STRETCH)}; i++) {`, ...indent([row, ...body.lines, ...updates]), '}'];
  return [`for (let j = 0; j < ${String((to - from) / STRETCH)}; j++) {`, ...indent([...partials, ...inner, ...joins]), '}'];
};

function seen(one: Accumulator): string {
  return `seen${one.name}`;
}

/** Rows at which a window starts or ends, or a moved row enters or leaves the frame of rows. */
function cutRows(accumulators: readonly Accumulator[], frame: number): readonly number[] {
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
  return [...cuts].sort((a, b) => a - b);
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

/** Statements that add row k to an accumulator under a name; none if the row never counts in this stretch. */
function update(one: Accumulator, name: string, body: LoopBody): readonly string[] {
  const present = one.rows.present.map((node) => body.series(node));
  const where = one.rows.where === null ? null : body.series(one.rows.where);
  const valid = body.together(present);
  if (valid.never || where?.text === '0') return [];
  const mask = body.mask(valid, where, one.rows.delivered);
  if (one.terms.length === 0) return [`${name} += ${mask ?? '1'};`];
  const terms = one.terms.map((term) => termText(term, body));
  // Squares and products of two are shared between sums.
  const x = terms.length > 1 ? body.keep(product([...terms].sort())) : product(terms);
  const chosen = (otherwise: string): string => (mask === null ? x : `(${mask} > 0.5 ? ${x} : ${otherwise})`);
  switch (one.kind) {
    case 'sum':
      return [`${name} += ${mask === null ? x : `${mask} * ${x}`};`];
    case 'min':
    case 'max':
      return [`${name} = Math.${one.kind}(${name}, ${chosen(START[one.kind])});`];
    case 'last':
      return [`${name} = ${chosen(name)};`];
    case 'first': {
      const fresh = mask === null ? `${seen(one)} < 0.5` : `${seen(one)} < 0.5 && ${mask} > 0.5`;
      return [`${name} = (${fresh} ? ${x} : ${name});`, `${seen(one)} = ${mask === null ? '1' : `Math.max(${seen(one)}, ${mask})`};`];
    }
    case 'compound': {
      const change = body.keep(mask === null ? x : `${mask} * ${x}`);
      return [`${name} = ${name} + ${change} + ${name} * ${change};`];
    }
  }
}

function termText(term: Term, body: LoopBody): string {
  const series: SeriesText = body.series(term.node);
  const raw = term.delta && series.delta !== null ? series.delta.text : series.text;
  const centred = term.centre === null ? raw : body.keep(minus(raw, term.centre));
  return term.absolute ? body.keep(`Math.abs(${centred})`) : centred;
}
