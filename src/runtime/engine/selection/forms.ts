/** Which of a plan's prepared nodes are selections that the kernel makes, and where it finds what they put in order. */
import type { Node, PreparedNode, SelectNode } from '../../../compiler/ir.ts';
import { seriesOf } from '../../../compiler/ir.ts';
import type { TileColumn, TileLayout } from '../../../compiler/plan.ts';
import { coreOf } from '../../../dsl/catalogue/index.ts';
import { selectionSize } from '../../../dsl/catalogue/keys.ts';

/** First rows of a tile's columns; of a column alone there is no divisor. */
interface InTile {
  readonly value: number;
  readonly divisor: number | null;
  /** Rows that say whether the feed has each column: where it does not, the tile holds 0 for what is missing. */
  readonly delivered: readonly number[];
}

/** A selection of the kernel. */
export interface SelectionForm {
  readonly node: PreparedNode;
  readonly select: SelectNode;
  readonly sign: 1 | -1;
  readonly share: number;
  /** Rows [first, end) of its window. */
  readonly first: number;
  readonly end: number;
  /** Null: the host computes what is put in order, and which rows count. */
  readonly inTile: InTile | null;
}

/** Columns of sizes are in a tile as they are, times a number above 0, and rounded: in the same order. Prices there are less a base, whose digits are lost. */
const SIZES: ReadonlySet<TileColumn> = new Set<TileColumn>(['volume', 'amount', 'items']);

/** The form of a prepared node, or null if it is no selection of a share of the rows of a day. */
export function selectionForm(node: PreparedNode, layout: TileLayout): SelectionForm | null {
  const select = node.source;
  if (select.op !== 'select' || select.rows !== 'minute') return null;
  const { meaning } = coreOf(select.operator);
  const [share] = select.parameters;
  if (meaning.kind !== 'selection' || meaning.largest === undefined || share === undefined) return null;
  const { firstRow, endRow } = select.window;
  return { node, select, sign: meaning.largest, share, first: firstRow, end: Math.max(firstRow, endRow), inTile: select.filtered ? null : placeInTile(seriesOf(select)[0], layout) };
}

/** Rows that a selection takes of every stock, where all rows of its window count. */
export function sizeOf({ share, first, end }: SelectionForm): number {
  return selectionSize(share, end - first);
}

function placeInTile(x: Node | undefined, layout: TileLayout): InTile | null {
  if (x?.op === 'element' && coreOf(x.operator).lowering.kind === 'quotient') {
    const [value, divisor] = x.args.map((arg) => sizeRows(arg, layout));
    return value === undefined || divisor === undefined || value === null || divisor === null ? null : { value: value.first, divisor: divisor.first, delivered: [value.delivered, divisor.delivered] };
  }
  const value = sizeRows(x, layout);
  return value === null ? null : { value: value.first, divisor: null, delivered: [value.delivered] };
}

function sizeRows(x: Node | undefined, { columns, values }: TileLayout): { readonly first: number; readonly delivered: number } | null {
  const size = x?.op === 'column' ? [...SIZES].find((column) => column === x.column) : undefined;
  if (size === undefined) return null;
  const [first, delivered] = [columns.get(size), values.get(`has_${size}`)];
  return first === undefined || delivered === undefined ? null : { first, delivered };
}
