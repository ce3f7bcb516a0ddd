/** Loops of the host around kernels: those that fill a tile, and sums by key. Texts of function bodies and what they are called with; pure like the rest of the compiler. */
import { BARS_PER_DAY } from '../../dsl/session.ts';
import { seriesOf, whereOf, type GroupNode, type PreparedNode } from '../ir.ts';
import { LIMIT, MISSING, SMALLEST, type TileLayout } from '../plan.ts';
import { formOf } from '../reference/grouped.ts';
import { isEnum, RowCode, type LoopInput } from './row-code.ts';

/** A function's parameters before its inputs, its inputs, and its body. */
export interface HostLoop {
  readonly parameters: readonly string[];
  readonly inputs: readonly LoopInput[];
  readonly body: string;
}

const FINITE = 'const finite = (x) => x - (x - x);';

/**
 * Fills lanes of a tile with rows [from, from + rows) of a stock, along the `width` lanes of a block that the row-0 place `at` begins; `factors` scale the leaves, in their order.
 * Returns 1 if a number does not fit f32, else 0. What the lanes have beyond the rows is missing, or false.
 */
export function tileLoop(leaves: readonly PreparedNode[], layout: TileLayout): HostLoop {
  const code = new RowCode();
  const lines = leaves.map((leaf, n) => {
    const row = layout.prepared.get(leaf);
    if (row === undefined) throw new Error('compiler error: a leaf without a place');
    const place = row === 0 ? 'p' : `p + ${String(row * layout.lanes)}`;
    if (leaf.element === 'boolean') return { write: `tile[${place}] = ${code.condition(leaf.source)} ? 1 : 0;`, beyond: `tile[${place}] = 0;` };
    const { source } = leaf;
    if (source.op === 'event' && isEnum(source)) {
      // Places of names are small whole numbers; a check of their size would be a branch that nobody can guess.
      const cell = `${code.input({ kind: 'column', table: source.table, column: source.column })}[i]`;
      return { write: `tile[${place}] = ${cell} >= 0 ? ${cell} : ${String(MISSING)};`, beyond: `tile[${place}] = ${String(MISSING)};` };
    }
    const x = `x${String(n)}`;
    return {
      write: `const ${x} = ${code.number(leaf.source)} * f${String(n)}; tile[${place}] = ${x}; const s${String(n)} = Math.abs(${x});
      if (!(s${String(n)} > ${String(SMALLEST)} && s${String(n)} < ${String(LIMIT)})) { if (${x} !== ${x}) tile[${place}] = ${String(MISSING)}; else if (${x} !== 0) bad = 1; }`,
      beyond: `tile[${place}] = ${String(MISSING)};`,
    };
  });
  const numbers = leaves.flatMap((leaf, n) => (leaf.element === 'boolean' || (leaf.source.op === 'event' && isEnum(leaf.source)) ? [] : [`const f${String(n)} = factors[${String(n)}];`]));
  const lanes = String(layout.lanes);
  return {
    parameters: ['tile', 'at', 'width', 'from', 'rows', 'factors'],
    inputs: code.inputs,
    body: `${FINITE}
${numbers.join('\n')}
let bad = 0;
const end = from + rows;
let first = at;
for (let i = from; i < end; first += ${lanes}) {
  const stop = Math.min(end, i + width);
  for (let p = first; i < stop; i++, p++) {
    ${lines.map(({ write }) => write).join('\n    ')}
  }
}
for (let j = rows; j < width * ${String(BARS_PER_DAY)}; j++) {
  const p = at + Math.floor(j / width) * ${lanes} + (j % width);
  ${lines.map(({ beyond }) => beyond).join(' ')}
}
return bad;`,
  };
}

/**
 * Sums or counts by key: adds the rows of a table to `out`, one number per group, which it clears. Null for other reductions, which gather the rows of each group first.
 */
export function groupLoop(node: GroupNode): HostLoop | null {
  const [x, ...more] = seriesOf(node);
  if (x === undefined || more.length > 0 || x.element === 'boolean') return null;
  const form = formOf(node);
  if (form !== 'sum' && form !== 'count') return null;
  const code = new RowCode();
  const where = whereOf(node);
  const groups = code.input(node.by === 'minute' ? { kind: 'bars', table: node.table } : { kind: 'groups', table: node.table, key: node.by });
  const allowed = [code.within(node.table, node.window), where === null ? 'true' : code.condition(where)].filter((text) => text !== 'true');
  return {
    parameters: ['rows', 'out'],
    inputs: code.inputs,
    body: `${FINITE}
out.fill(0);
for (let i = 0; i < rows; i++) {
  const group = ${groups}[i];
  if (group < 0${allowed.map((text) => ` || !(${text})`).join('')}) continue;
  const x = ${code.number(x)};
  if (x === x) out[group] += ${form === 'sum' ? 'x' : '1'};
}`,
  };
}
