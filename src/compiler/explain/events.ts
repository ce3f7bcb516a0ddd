/** What the compiler makes of factors over executions and orders, stage by stage, as text and as data. */
import { binaryPrecedence } from '../../dsl/precedence.ts';
import { unitText } from '../../dsl/units.ts';
import { tablesRead, type TableRead } from '../columns-read.ts';
import type { EventProgram } from '../events/compile.ts';
import { CENTRED } from '../events/load.ts';
import type { ChunkProgram, EventOutput } from '../events/plan.ts';
import type { ChunkSum } from '../events/sums.ts';
import { inOrder, type Node, type PreparedNode } from '../ir.ts';
import { groupingOf, type RowSpace } from '../rows.ts';
import { costOf, type Cost } from './cost.ts';
import { hostLoopsText } from './host-loops-text.ts';
import { nodeText, within, writeNode, type PreparedNames } from './node-text.ts';
import { head } from './overview.ts';
import { shortened } from './pass-lines.ts';
import { nodeLine } from './plan-text.ts';

/** How tightly the factors of a product bind. */
const MULTIPLIED = binaryPrecedence('^');

type Stage = 'overview' | 'ir' | 'plan' | 'sql' | 'kernel';

export function explainEvents(program: EventProgram, stage: Stage): { readonly text: string; readonly data: unknown } {
  switch (stage) {
    case 'overview':
      return overview(program);
    case 'ir':
      return { text: graphText(program), data: { graph: graphText(program).split('\n') } };
    case 'plan':
      return { text: planText(program), data: planData(program) };
    case 'sql':
      return { text: sqlText(program), data: { sql: sqlText(program) } };
    case 'kernel':
      return { text: kernelText(program), data: { kernels: program.plan.chunks.map(({ space, source }) => ({ rows: space, source })) } };
  }
}

/** Rows of a space in words. */
function rowsText(space: RowSpace): string {
  if (space === 'one') return 'one value';
  if (space === 'minute') return 'the 240 bars';
  const grouping = groupingOf(space);
  const rows = space === 'trade' || grouping?.table === 'trade' ? 'executions' : 'orders';
  return grouping === null ? rows : `the ${grouping.key} of ${rows}`;
}

/** Columns of tiles are written as what they hold. */
function leafNames(nodes: readonly Node[]): PreparedNames {
  return new Map(leavesOf(nodes).map((leaf) => [leaf, nodeText(leaf.source)]));
}

function leavesOf(nodes: readonly Node[]): readonly PreparedNode[] {
  return inOrder(nodes).filter((node): node is PreparedNode => node.op === 'prepared' && node.leaf === true);
}

/** What a sum is made of. */
function nodesOf({ terms, rows }: ChunkSum): readonly Node[] {
  return [...terms, ...rows.present, ...(rows.where === null ? [] : [rows.where])];
}

function sumText(sum: ChunkSum, names: PreparedNames = leafNames(nodesOf(sum))): string {
  const { kind, terms, rows, absolute } = sum;
  const factors = terms.map((term) => (terms.length > 1 ? within(writeNode(term, names), MULTIPLIED) : nodeText(term, names)));
  const same = factors.every((factor) => factor === factors[0]) && factors.length > 1;
  const product = same ? `${factors[0] ?? ''}^${String(factors.length)}` : factors.join(' * ');
  const what = terms.length === 0 ? 'number of rows' : `${{ sum: 'sum of', min: 'least', max: 'largest' }[kind]} ${absolute ? `abs(${product})` : product}`;
  return `${what}${rows.where === null ? '' : `  where ${nodeText(rows.where, names)}`}`;
}

/** Something that the host computes in float64. */
interface HostStep {
  /** What later steps call it: `host1`. */
  readonly name: string;
  readonly expression: string;
  readonly reason: string;
  /** Its rows; `one` for a single number. */
  readonly rows: RowSpace;
}

interface EventSteps {
  readonly factor: string;
  readonly sql: readonly TableRead[];
  readonly host: readonly HostStep[];
  /** Sums of the kernels. */
  readonly kernel: readonly { readonly rows: RowSpace; readonly sum: string }[];
  readonly expression: string;
}

function stepsOf({ plan }: EventProgram, { factor, source, reads, host }: EventOutput): EventSteps {
  const sums = reads.flatMap((place) => plan.sums[place] ?? []);
  const leaves = leavesOf(sums.flatMap(nodesOf));
  // By the node that is computed: groupings first, what is centred last, so that a step is made of those before it.
  const reasons = new Map<Node, string>();
  for (const node of inOrder([source, ...leaves.map((leaf) => leaf.source)])) if (node.op === 'group') reasons.set(node, GROUPED);
  const prepared = leaves.filter((leaf) => !isStored(leaf.source) && !reasons.has(leaf.source)).sort((a, b) => Number(a.reason === CENTRED) - Number(b.reason === CENTRED));
  for (const leaf of prepared) reasons.set(leaf.source, leaf.reason);
  for (const place of host) {
    const node = plan.host[place];
    if (node !== undefined && !reasons.has(node)) reasons.set(node, plan.hostReasons[place] ?? '');
  }
  const names = new Map<Node, string>([...reasons.keys()].map((node, i) => [node, `host${String(i + 1)}`]));
  const steps = [...reasons].map(([node, reason], i): HostStep => {
    const known = new Map([...names].filter(([other]) => other !== node));
    return { name: `host${String(i + 1)}`, expression: nodeText(node, known), reason, rows: node.rows };
  });
  for (const leaf of leaves) names.set(leaf, names.get(leaf.source) ?? nodeText(leaf.source));
  return {
    factor: factor.name,
    sql: tablesRead([source]),
    host: steps,
    kernel: sums.map((sum) => ({ rows: sum.rows.space, sum: sumText(sum, names) })),
    expression: nodeText(source, new Map([...names].filter(([node]) => node !== source))),
  };
}

const GROUPED = 'rows of one key are found by an index';

/** Whether the store holds it as it is. */
function isStored(node: Node): boolean {
  return node.op === 'event' || (node.op === 'column' && node.column !== 'lastPrice');
}

/** Of one chunk of 240 rows; what kernels read and do for every row of a space. */
function costOfChunk({ source, layout }: ChunkProgram): Cost {
  return costOf(source.split('\n'), layout);
}

function overview(program: EventProgram): { readonly text: string; readonly data: unknown } {
  const { outputs, chunks } = program.plan;
  const steps = outputs.map((output) => ({ output, found: stepsOf(program, output) }));
  const costs = chunks.map((chunk) => ({ rows: chunk.space, ...costOfChunk(chunk) }));
  const together = [
    `What it costs${outputs.length > 1 ? ', all factors together' : ''}`,
    ...(chunks.length === 0 ? ['  no kernel: the host computes everything in float64'] : []),
    ...chunks.map((chunk) => {
      const { numbersRead, operationsPerBar } = costOfChunk(chunk);
      return `  over ${rowsText(chunk.space)}: ${String(Math.round((4 * numbersRead) / 2.4) / 100)} bytes and ${String(operationsPerBar)} operations per row, ${String(chunk.groups.flat().length)} sums of each chunk of 240 rows`;
    }),
    "  the host's steps come on top: reading, grouping by keys, and what is prepared in float64",
  ].join('\n');
  const texts = steps.map(({ output, found }) => factorText(output, found));
  const data = steps.map(({ output: { factor }, found }) => ({ ...found, table: factor.table, direction: factor.direction, unit: factor.unit, knownAt: factor.knownAt, cost: costs }));
  return { text: [...texts, together].join('\n\n'), data };
}

function factorText({ factor }: EventOutput, { sql, host, kernel, expression }: EventSteps): string {
  const lines = [...head(factor), '', 'Where it runs: SQL in DuckDB, host steps in Node with float64, kernels on the GPU or the CPU with 32 bits'];
  sql.forEach(({ table, columns }, i) => lines.push(`  ${i === 0 ? 'SQL    ' : '       '} DuckDB reads ${columns.join(', ')} of ${table}, stock by stock${table === 'minute' ? '' : ' in exchange order'}`));
  host.forEach(({ name, expression: text, reason, rows }, i) => {
    lines.push(`  ${i === 0 ? 'host   ' : '       '} ${name} = ${shortened(text)}`, `            ${rows === 'one' ? 'one number' : `on ${rowsText(rows)}`} in float64, because: ${reason}`);
  });
  if (host.length === 0) lines.push('  host    nothing is grouped or prepared: it lays out chunks of 240 rows for the kernels');
  lines.push(`  kernel  ${shortened(expression)}`);
  for (const rows of new Set(kernel.map((sum) => sum.rows))) {
    lines.push(`          one pass over ${rowsText(rows)} collects`, ...kernel.filter((sum) => sum.rows === rows).map(({ sum }) => `            ${shortened(sum)}`));
  }
  lines.push(kernel.length === 0 ? '          no pass over the rows' : '          chunks of 240 rows: their totals are added up in float64, and the value is made of those');
  return lines.join('\n');
}

function graphText({ sources, plan }: EventProgram): string {
  const section = (title: string, roots: readonly Node[]): string => {
    const nodes = inOrder(roots);
    return [title, ...nodes.map((node) => `  ${nodeLine(node, node.rows === 'one' ? 'value' : node.rows)}`)].join('\n');
  };
  const summed = plan.sums.flatMap(({ terms, rows }) => [...terms, ...rows.present, ...(rows.where === null ? [] : [rows.where])]);
  return [
    '# every node once: its number, its rows or value, its unit, and what it is made of',
    section('# as written', sources),
    section('# what kernels sum: prepared[…] is a column that the host lays out', [...new Set(summed)]),
  ].join('\n\n');
}

function planText({ plan }: EventProgram): string {
  const { chunks, sums, host, hostReasons, outputs } = plan;
  const lines: string[] = [];
  for (const { space, layout, leaves, groups } of chunks) {
    lines.push(`rows    ${rowsText(space)}, in chunks of 240; tile of ${String(layout.rows)} rows by ${String(layout.lanes)} chunks per block, f32: ${String(layout.rows * 4)} bytes per chunk`);
    for (const leaf of leaves) lines.push(`        ${placeText(layout.prepared.get(leaf) ?? 0, leaf)}  ${unitText(leaf.unit).padEnd(10)} ${shortened(nodeText(leaf.source))}  (${leaf.reason})`);
    groups.forEach((places, group) => {
      for (const place of places) {
        const sum = sums[place];
        if (sum !== undefined) lines.push(`        thread group ${String(group)}, total ${String(place)}: ${shortened(sumText(sum))}`);
      }
    });
  }
  lines.push(`host    ${host.length === 0 ? 'no single value' : host.map((node, i) => `${shortened(nodeText(node))} (${hostReasons[i] ?? ''})`).join('\n        ')}`);
  for (const { factor, reads, host: own } of outputs) lines.push(`value   ${factor.name}: from totals ${reads.join(', ') || 'none'}${own.length === 0 ? '' : ` and host values ${own.join(', ')}`}`);
  return lines.join('\n');
}

function placeText(row: number, leaf: PreparedNode): string {
  return leaf.shape === 'series' ? `rows ${String(row).padStart(4)} … ${String(row + 239).padEnd(4)}` : `row  ${String(row).padStart(4)}       `;
}

function planData({ plan: { chunks, sums, host, hostReasons, outputs } }: EventProgram): unknown {
  return {
    chunks: chunks.map(({ space, layout, leaves, groups }) => ({ rows: space, tileRows: layout.rows, columns: leaves.map((leaf) => ({ first: layout.prepared.get(leaf), source: nodeText(leaf.source), reason: leaf.reason })), groups })),
    sums: sums.map((sum) => ({ rows: sum.rows.space, sum: sumText(sum) })),
    host: host.map((node, i) => ({ expression: nodeText(node), reason: hostReasons[i] ?? '' })),
    outputs: outputs.map(({ factor, reads, host: own }) => ({ factor: factor.name, totals: reads, host: own })),
  };
}

/** The statements that DuckDB runs for a day. */
function sqlText({ sources }: EventProgram): string {
  const statements = tablesRead(sources).map(({ table, columns }) => {
    if (table === 'minute') return `SELECT symbol, bar, ${columns.join(', ')}\nFROM read_parquet('STORE/minute/date=DATE/*.parquet')\n-- for 256 stocks at a time`;
    return `SELECT symbol, seq, ${columns.join(', ')}\nFROM read_parquet('STORE/${table}/date=DATE/*.parquet')\n-- in one pass where files are sorted by symbol and seq, else ORDER BY symbol, seq in portions`;
  });
  return [...statements, '-- no statement groups or joins: rows of one stock meet on the host, tables stock by stock'].join('\n\n');
}

function kernelText(program: EventProgram): string {
  const kernels = program.plan.chunks.map(({ space, source }, i) => `// kernel ${String(i)}, over ${rowsText(space)}: the same source runs as webgpu, webasm and cpu\n${i === 0 ? KERNEL_NAMES : ''}${source}`);
  return [...kernels, hostLoopsText(program, rowsText)].join('\n\n');
}

const KERNEL_NAMES = `// arguments: the tile [block][row][chunk], how many blocks hold chunks, and the part, which is always 0
// k counts the 240 rows of a chunk, s… are numbers of one row, p… sums of 30 rows, a… sums of the chunk, o0 … o3 the results; 3e+38 stands for missing
`;
