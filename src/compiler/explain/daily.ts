/** Explanations of factors over days. */
import type { DailyOutput, DailyProgram } from '../daily/compile.ts';
import { daysRead } from '../daily/columns-read.ts';
import { COLUMN, lookbackOf, seriesBehind } from '../daily/lower.ts';
import type { Explanation, ExplainStage } from '../explain.ts';
import { GroupWriter } from '../gpujs/group.ts';
import { inOrder, type Node, type PreparedNode } from '../ir.ts';
import { unitText } from '../../dsl/units.ts';
import { costOf, type Cost } from './cost.ts';
import { loopStep, type LoopStep } from './loop-step.ts';
import { nodeText, type PreparedNames } from './node-text.ts';
import { head } from './overview.ts';
import { passLines, shortened } from './pass-lines.ts';
import { nodeLine } from './plan-text.ts';

/** Explains a stage of a program over days. */
export function explainDaily(program: DailyProgram, stage: Exclude<ExplainStage, 'typed'>): Explanation {
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
      return { text: kernelText(program), data: { kernels: program.kernels } };
  }
}

/** What the host prepares for a factor. */
interface HostStep {
  readonly name: string;
  readonly expression: string;
  readonly reason: string;
}

interface DailySteps {
  readonly factor: string;
  readonly sql: readonly string[];
  /** Trading days before a day that its value rests on. */
  readonly lookback: number;
  readonly host: readonly HostStep[];
  readonly kernel: readonly LoopStep[];
  readonly expression: string;
  readonly cost: Cost;
}

function stepsOf({ plan }: DailyProgram, output: DailyOutput): DailySteps {
  const prepared = inOrder([output.node]).filter((node): node is PreparedNode => node.op === 'prepared');
  const { host, names } = namesOf(prepared);
  const writer = new GroupWriter(plan.layout);
  writer.result('o0', output.node);
  return {
    factor: output.factor.name,
    sql: daysRead([output.source]),
    lookback: lookbackOf(output.source),
    host,
    kernel: writer.loops.map((one) => loopStep(one, names)),
    expression: nodeText(output.node, names),
    cost: costOf(writer.body(), plan.layout),
  };
}

/** Columns go by their names; each series that the host makes is `host1`, `host2` …, and `prev(host1, 5)` is its value so many days ago. */
function namesOf(prepared: readonly PreparedNode[]): { readonly host: readonly HostStep[]; readonly names: PreparedNames } {
  const host: HostStep[] = [];
  const series = new Map<Node, string>();
  const names = new Map<Node, string>();
  for (const node of prepared) {
    const behind = seriesBehind(node);
    if (node.reason === COLUMN) names.set(node, nodeText(node.source));
    else {
      const name = series.get(behind.series) ?? `host${String(host.length + 1)}`;
      if (!series.has(behind.series)) {
        series.set(behind.series, name);
        host.push({ name, expression: nodeText(behind.series), reason: node.reason });
      }
      names.set(node, behind.back === 0 ? name : `prev(${name}${behind.back === 1 ? '' : `, ${String(behind.back)}`})`);
    }
  }
  return { host, names };
}

function daysText(count: number): string {
  return count === 1 ? '1 trading day' : `${String(count)} trading days`;
}

function overview(program: DailyProgram): Explanation {
  const steps = program.plan.outputs.map((output) => ({ output, found: stepsOf(program, output) }));
  const data = steps.map(({ output: { factor }, found }) => ({ ...found, table: factor.table, direction: factor.direction, unit: factor.unit, knownAt: factor.knownAt }));
  return { text: steps.map(({ output, found }) => factorText(output, found)).join('\n\n'), data };
}

function factorText({ factor }: DailyOutput, { sql, lookback, host, kernel, expression, cost }: DailySteps): string {
  const lines = [...head(factor), '', 'Where it runs: SQL in DuckDB, host steps in Node with float64, kernels on the GPU or the CPU with 32 bits'];
  lines.push(`  SQL     DuckDB reads ${sql.join(', ') || 'nothing'} of daily: the day and ${lookback === 0 ? 'none' : daysText(lookback)} before it`);
  host.forEach(({ name, expression: text, reason }, i) => {
    lines.push(`  ${i === 0 ? 'host   ' : '       '} ${name} = ${shortened(text)}`, `            a number of each day in float64, because: ${reason}`);
  });
  if (host.length === 0) lines.push('  host    nothing: no step compares stocks, or needs more digits than 32 bits have');
  lines.push(`  kernel  ${shortened(expression)}`, ...passLines(kernel, 'days'));
  lines.push('', 'What it costs, per stock and day', `  the kernel reads ${(4 * cost.numbersRead).toLocaleString('en')} bytes and returns one number of 4 bytes; neighbouring days share what they read`);
  if (host.length > 0) lines.push("  the host's steps come on top");
  return lines.join('\n');
}

function graphText({ sources, plan }: DailyProgram): string {
  const section = (title: string, roots: readonly Node[]): string => {
    const nodes = inOrder(roots);
    return [title, ...nodes.map((node) => `  ${nodeLine(node, node.rows === 'one' ? 'value' : 'days')}`)].join('\n');
  };
  return [
    '# every node once: its number, a series of days or one value of today, its unit, and what it is made of',
    section('# as written', sources),
    section('# as kernels compute it: prepared[…] is a column, or what the host makes of it', plan.outputs.map(({ node }) => node)),
  ].join('\n\n');
}

function planText({ plan, lookback }: DailyProgram): string {
  const { layout, leaves, days, groups, outputs } = plan;
  const rows = layout.frame - 1 + days;
  const lines = [`tile    ${String(layout.rows)} rows of ${String(layout.lanes)} stocks per block, f32; ${daysText(days)}, each with the ${String(layout.frame - 1)} before it`];
  for (const { source, reason, row } of leaves) lines.push(`        rows ${String(row).padStart(5)} … ${String(row + rows - 1).padEnd(5)}  ${unitText(source.unit).padEnd(10)} ${shortened(nodeText(source))}${reason === null ? '' : `  (${reason})`}`);
  lines.push(`reads   ${daysText(lookback)} before the first day asked for`);
  groups.forEach((members, kernel) => lines.push(`kernel ${String(kernel)}  ${members.map((place) => outputs[place]?.factor.name ?? '').join(', ')}`));
  return lines.join('\n');
}

function planData({ plan, lookback }: DailyProgram): unknown {
  const { layout, leaves, days, groups, outputs } = plan;
  return {
    tile: { rows: layout.rows, lanes: layout.lanes, frame: layout.frame, days },
    lookback,
    leaves: leaves.map(({ source, reason, row }) => ({ first: row, source: nodeText(source), reason })),
    kernels: groups.map((members) => members.map((place) => outputs[place]?.factor.name ?? '')),
  };
}

function sqlText({ columns, lookback, needs }: DailyProgram): string {
  const more = ['is_st', 'suspended', 'adj_factor', 'close', ...(needs.industry ? ['industry'] : []), ...(needs.cap ? ['float_market_cap'] : [])].filter((name) => !columns.some((column) => column === name));
  return `SELECT date, symbol, ${[...columns, ...more].join(', ')}\nFROM read_parquet('STORE/daily/year=*/*.parquet')\n-- for a stretch of days and the ${String(lookback)} trading days before it; rows may come in any order: each goes to its place`;
}

function kernelText({ kernels }: DailyProgram): string {
  return kernels.map((source, i) => `// kernel ${String(i)}: the same source runs as webgpu, webasm and cpu\n${i === 0 ? KERNEL_NAMES : ''}${source}`).join('\n\n');
}

const KERNEL_NAMES = `// arguments: the tile [block][row][stock], how many blocks hold stocks, and the part, which is always 0
// day counts the days of the tile, k the days of the frame that ends with it; s… are numbers of one day, p… sums of 30 days, a… sums of a window, v… values of today, o0 … o3 the results
// 3e+38 stands for missing, 2e+38 for "too few digits: compute this value again in float64"
`;
