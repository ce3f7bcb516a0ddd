/** The loops of the host around the kernels of factors over events, as text. */
import type { EventProgram } from '../events/compile.ts';
import { groupLoop, tileLoop, type HostLoop } from '../events/host-loops.ts';
import type { LoopInput } from '../events/row-code.ts';
import { inOrder, type GroupNode, type Node } from '../ir.ts';
import { nodeText } from './node-text.ts';

/** Every loop with what it does and reads. */
export function hostLoopsText({ plan }: EventProgram, rowsText: (space: Node['rows']) => string): string {
  const sources = plan.chunks.flatMap(({ leaves }) => leaves.map(({ source }) => source));
  const groups = everyNode([...sources, ...plan.host]).filter((node): node is GroupNode => node.op === 'group');
  return [
    ...groups.flatMap((node) => {
      const loop = groupLoop(node);
      return loop === null ? [] : [loopText(`// host, in float64: ${nodeText(node)}`, loop)];
    }),
    ...plan.chunks.flatMap(({ space, leaves, layout }) => {
      const columns = leaves.filter(({ shape }) => shape === 'series');
      return columns.length === 0 ? [] : [loopText(`// host: fills the tile of ${rowsText(space)} with rows [from, from + rows) of a stock, along \`width\` lanes`, tileLoop(columns, layout))];
    }),
  ].join('\n\n');
}

/** Nodes below some nodes, sources of prepared ones too. */
function everyNode(roots: readonly Node[]): readonly Node[] {
  const found = new Set<Node>();
  const visit = (nodes: readonly Node[]): void => {
    for (const node of inOrder(nodes)) {
      if (found.has(node)) continue;
      found.add(node);
      if (node.op === 'prepared') visit([node.source]);
    }
  };
  visit(roots);
  return [...found];
}

function loopText(title: string, { parameters, inputs, body }: HostLoop): string {
  const names = inputs.map((input, i) => `// a${String(i)}: ${inputText(input)}`);
  return [title, ...names, `function (${[...parameters, ...inputs.map((_, i) => `a${String(i)}`)].join(', ')}) {`, ...body.split('\n').filter((line) => line !== '').map((line) => `  ${line}`), '}'].join('\n');
}

function inputText(input: LoopInput): string {
  switch (input.kind) {
    case 'column':
      return `${input.table}.${input.column}`;
    case 'time':
      return `${input.table}.time in milliseconds`;
    case 'bars':
      return `bar of each row of ${input.table}, from 0`;
    case 'groups':
      return `place of each row's ${input.table}.${input.key} among the keys, -1 for none`;
    case 'series':
    case 'value':
      return nodeText(input.node);
  }
}
