/**
 * From the graph over days to what kernels compute for one stock and day. There a number of today, or of a day so and so long ago, is one value; a reduction over the last
 * days is a loop over a stretch of the frame, the days that end with today. What is reduced once more, what compares stocks, and what f32 would not keep is prepared by the
 * host as a series of its own.
 */
import { coreOf } from '../../dsl/catalogue/index.ts';
import { argument } from '../../dsl/catalogue/traits.ts';
import { inOrder, seriesOf, type Graph, type Node, type PreparedNode, type RollingNode } from '../ir.ts';
import { hostReason } from '../passes/place.ts';

/** Longer windows are reduced on the host: kernels' error bounds are for sums of at most so many rows. */
const LONGEST_LOOP = 500;

const NESTED = 'it is reduced again over days, so every day of it is needed';

/** Values of today as kernels compute them, over a frame of so many days. */
export class DayLowering {
  private readonly values = new Map<string, Node>();
  private readonly series = new Map<Node, Node>();

  /** @param frame days of the frame, today the last; 0 while it is not known: windows then begin and end before row 0 */
  constructor(
    private readonly graph: Graph,
    private readonly frame: number,
  ) {}

  /** A node's value `back` days before today. */
  valueAt(node: Node, back = 0): Node {
    const key = `${String(node.id)} ${String(back)}`;
    const known = this.values.get(key);
    if (known !== undefined) return known;
    const made = this.makeValue(node, back);
    this.values.set(key, made);
    return made;
  }

  private makeValue(node: Node, back: number): Node {
    switch (node.op) {
      case 'constant':
        return node;
      case 'shift':
        return this.valueAt(argument(node.args, 0), back + node.by);
      case 'element': {
        const made = this.graph.element(node.operator, node.args.map((arg) => this.valueAt(arg, back)), node.element, node.unit);
        return made.op === 'element' && hostReason(made) !== null ? this.leafAt(node, back, hostReason(made) ?? '') : made;
      }
      case 'rolling':
        return this.reduction(node, back) ?? this.leafAt(node, back, rollingReason(node));
      case 'daily':
        return this.leafAt(node, back, COLUMN);
      default:
        return this.leafAt(node, back, hostReasonOf(node));
    }
  }

  private reduction(node: RollingNode, back: number): Node | null {
    if (!isLoop(node)) return null;
    const endRow = this.frame - back;
    const args = node.args.map((arg) => this.seriesOf(arg));
    const window = { text: `${String(node.days)}d`, firstRow: endRow - node.days, endRow, clock: null, days: node.days };
    const made = this.graph.make({ op: 'reduce', operator: node.operator, parameters: node.parameters, window, filtered: node.filtered, pooled: false, args, element: node.element, shape: 'value', unit: node.unit });
    return hostReason(made) === null ? made : null;
  }

  /** A node as a series of the frame. */
  private seriesOf(node: Node): Node {
    const known = this.series.get(node);
    if (known !== undefined) return known;
    const made = this.makeSeries(node);
    this.series.set(node, made);
    return made;
  }

  private makeSeries(node: Node): Node {
    switch (node.op) {
      case 'constant':
        return node;
      case 'shift':
        return this.graph.make({ ...node, args: [this.seriesOf(argument(node.args, 0))] });
      case 'element': {
        const made = this.graph.element(node.operator, node.args.map((arg) => this.seriesOf(arg)), node.element, node.unit);
        const reason = made.op === 'element' ? hostReason(made) : null;
        return reason === null ? made : this.leaf(node, reason);
      }
      case 'rolling':
        return this.leaf(node, isLoop(node) ? NESTED : rollingReason(node));
      case 'daily':
        return this.leaf(node, COLUMN);
      default:
        return this.leaf(node, hostReasonOf(node));
    }
  }

  /** A series that the host prepares. */
  private leaf(source: Node, reason: string): Node {
    return this.graph.make({ op: 'prepared', source, reason, leaf: true, args: [], rows: 'day', shape: 'series', element: source.element, unit: source.unit });
  }

  /** One row of such a series. */
  private leafAt(source: Node, back: number, reason: string): Node {
    const moved = back === 0 ? source : this.graph.make({ op: 'shift', by: back, args: [source], rows: 'day', shape: 'series', element: source.element, unit: source.unit });
    return this.graph.make({ op: 'prepared', source: moved, reason, leaf: true, args: [], shape: 'value', element: source.element, unit: source.unit });
  }
}

/** What makes a leaf a stored column rather than a step of the host. */
export const COLUMN = 'a column';

/** Whether a kernel can go over the window of a rolling node. */
function isLoop(node: RollingNode): boolean {
  return node.days <= LONGEST_LOOP && coreOf(node.operator).lowering.kind === 'reduction' && seriesOf(node).length > 0;
}

function rollingReason(node: RollingNode): string {
  const { lowering } = coreOf(node.operator);
  if (lowering.kind === 'host') return lowering.reason;
  return node.days > LONGEST_LOOP ? 'sums of so many days need more digits than f32 has' : 'it needs more digits than f32 has';
}

function hostReasonOf(node: Node): string {
  if (node.op !== 'across') throw new Error(`compiler error: node ${String(node.id)} (${node.op}) is none over days`);
  const { lowering } = coreOf(node.operator);
  return lowering.kind === 'host' ? lowering.reason : 'it compares all stocks of a day';
}

/** The series that a leaf's value is a row of, and how many days before today. */
export function seriesBehind({ source, shape }: PreparedNode): { readonly series: Node; readonly back: number } {
  return shape === 'value' && source.op === 'shift' ? { series: argument(source.args, 0), back: source.by } : { series: source, back: 0 };
}

/** How many days before today kernels read, of values that were lowered to a frame of 0 days. What the host makes of older days is no concern of theirs. */
export function reachOf(values: readonly Node[]): number {
  const series = new Map<Node, number>();
  let reach = 0;
  for (const node of inOrder(values)) {
    const below = node.args.reduce((most, arg) => Math.max(most, series.get(arg) ?? 0), 0);
    if (node.op === 'reduce') reach = Math.max(reach, -node.window.firstRow - 1 + below);
    else if (node.op === 'prepared' && node.shape === 'value') reach = Math.max(reach, seriesBehind(node).back);
    else if (node.shape === 'series') series.set(node, below + (node.op === 'shift' ? node.by : 0));
  }
  return reach;
}

/** How many days before today a node of the source graph rests on. */
export function lookbackOf(root: Node): number {
  const known = new Map<Node, number>();
  for (const node of inOrder([root])) {
    const below = node.args.reduce((most, arg) => Math.max(most, known.get(arg) ?? 0), 0);
    // A return is made of two days.
    const own = node.op === 'shift' ? node.by : node.op === 'rolling' ? node.days - 1 : node.op === 'daily' && node.column === 'ret' ? 1 : 0;
    known.set(node, below + own);
  }
  return known.get(root) ?? 0;
}
