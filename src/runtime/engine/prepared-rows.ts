/** What the host prepares for kernels, in float64, in the tile whose columns are filled: selections, ranks and the like. */
import { SeriesPool, StockDayValues } from '../../compiler/reference/evaluate.ts';
import type { PreparedNode } from '../../compiler/ir.ts';
import { MISSING, type Plan } from '../../compiler/plan.ts';
import { BARS, type MinuteData } from '../store/minute-data.ts';
import { fitsSingle, unitFactor, type Scale } from './scales.ts';
import { BlockSelections } from './selection/block-selections.ts';
import { selectionForm, type SelectionForm } from './selection/forms.ts';
import { hasSelectionKernel } from './selection/instance.ts';
import { stockDay } from './stock-days.ts';

/** Stocks [first, first + count) of a tile, in one block of it; they are those from `from` on of a day. */
interface Block {
  readonly tile: Float32Array;
  /** Of the block's first number. */
  readonly at: number;
  readonly data: MinuteData;
  readonly from: number;
  readonly first: number;
  readonly count: number;
}

/** What is known of the stocks of a tile. */
interface Stocks {
  readonly stocks: number;
  readonly scales: readonly Scale[];
  readonly irregular: Uint8Array;
}

export class PreparedRows {
  private readonly pool = new SeriesPool();
  /** Selections that are made for a block at once, if there are any. */
  private readonly selections: BlockSelections | null;
  /** What is computed stock by stock. */
  private readonly others: readonly PreparedNode[];

  /** @param kernel whether selections may use theirs; the rows they choose are the same without it */
  constructor(
    private readonly plan: Plan,
    kernel = true,
  ) {
    const forms = kernel && plan.prepared.length > 0 && hasSelectionKernel() ? plan.prepared.map((node) => selectionForm(node, plan.layout)) : [];
    const selections = forms.filter((form): form is SelectionForm => form !== null);
    const chosen = new Set(selections.map(({ node }) => node));
    this.selections = selections.length > 0 ? new BlockSelections(selections) : null;
    this.others = plan.prepared.filter((node) => !chosen.has(node));
  }

  /** Writes what is prepared of the tile's stocks, and finds out which of them do not fit. */
  write(tile: Float32Array, data: MinuteData, from: number, filled: Stocks): void {
    if (this.plan.prepared.length === 0) return;
    const { lanes, rows } = this.plan.layout;
    for (let first = 0; first < filled.stocks; first += lanes) {
      this.writeBlock({ tile, at: first * rows, data, from: from + first, first, count: Math.min(lanes, filled.stocks - first) }, filled);
    }
  }

  private writeBlock(block: Block, { scales, irregular }: Stocks): void {
    const { selections, others } = this;
    let unfit = 0;
    if (others.length > 0 || selections?.needsValues === true) {
      for (let lane = 0; lane < block.count; lane++) {
        const scale = scales[block.first + lane];
        if (scale === undefined) throw new Error(`stock ${String(block.first + lane)} of the tile has no scale`);
        const values = this.valuesOf(block, lane);
        selections?.take(lane, values);
        for (const node of others) if (!this.writeNode(block, lane, node, values, unitFactor(scale, node.unit))) unfit |= 1 << lane;
      }
    }
    // Columns of an irregular stock are not in the tile as they are.
    if (selections !== null) this.choose(block, selections, irregular);
    if (unfit !== 0) for (let lane = 0; lane < block.count; lane++) if ((unfit & (1 << lane)) !== 0) irregular[block.first + lane] = 1;
  }

  private choose(block: Block, selections: BlockSelections, irregular: Uint8Array): void {
    for (const form of selections.forms) {
      const undecided = selections.choose(form, block.tile, block.at, this.plan.layout.prepared.get(form.node) ?? 0);
      for (let lane = 0; lane < block.count; lane++) {
        if ((undecided & (1 << lane)) === 0 && irregular[block.first + lane] === 0) continue;
        this.writeNode(block, lane, form.node, this.valuesOf(block, lane), 1);
      }
    }
  }

  /** Values of a stock; those of the one before are no longer of use. */
  private valuesOf({ data, from }: Block, lane: number): StockDayValues {
    this.pool.reset();
    return new StockDayValues(stockDay(data, from + lane), this.pool);
  }

  /** False if a number does not fit f32. */
  private writeNode({ tile, at }: Block, lane: number, node: PreparedNode, values: StockDayValues, factor: number): boolean {
    const { lanes, prepared } = this.plan.layout;
    const to = at + (prepared.get(node) ?? 0) * lanes + lane;
    if (node.shape === 'series') return fillSeries(tile, to, lanes, values.series(node.source), node.element === 'boolean', factor);
    const fitted = fit(values.value(node.source), factor);
    tile[to] = fitted;
    return fitted !== Infinity;
  }
}

/** A float64 value for a kernel: scaled; missing marked; Infinity if it does not fit f32. */
function fit(value: number, factor: number): number {
  if (Number.isNaN(value)) return MISSING;
  const scaled = value * factor;
  return fitsSingle(scaled) ? scaled : Infinity;
}

function fillSeries(tile: Float32Array, at: number, lanes: number, series: Float64Array, isCondition: boolean, factor: number): boolean {
  if (isCondition) {
    for (let k = 0; k < BARS; k++) tile[at + k * lanes] = series[k] as number;
    return true;
  }
  let regular = true;
  for (let k = 0; k < BARS; k++) {
    const fitted = fit(series[k] as number, factor);
    tile[at + k * lanes] = fitted;
    regular = regular && fitted !== Infinity;
  }
  return regular;
}
