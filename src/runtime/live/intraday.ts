/** One stock's day as a picture: its bars, and which of them a factor looks at. */
import { nodeText } from '../../compiler/explain/node-text.ts';
import { inOrder, whereOf, type Node } from '../../compiler/ir.ts';
import { StockDayValues } from '../../compiler/reference/evaluate.ts';
import type { Program } from '../../compiler/compile.ts';
import { BARS_PER_DAY, clockText, endOfBar, SESSION, type Window } from '../../dsl/session.ts';
import { finiteOrNull } from '../evaluate/moments.ts';
import { stockDay } from '../engine/stock-days.ts';
import type { MinuteData } from '../store/minute-data.ts';

/** A part of the day that reductions of the factor are restricted to. */
export interface MarkedWindow {
  readonly text: string;
  /** Bars [firstRow, endRow). */
  readonly firstRow: number;
  readonly endRow: number;
}

/** Bars for which a condition of the factor holds. */
export interface MarkedBars {
  readonly text: string;
  readonly rows: readonly number[];
}

export interface IntradayPicture {
  readonly date: string;
  readonly symbol: string;
  /** Ends of the bars, `09:31`. */
  readonly times: readonly string[];
  readonly open: readonly (number | null)[];
  readonly high: readonly (number | null)[];
  readonly low: readonly (number | null)[];
  readonly close: readonly (number | null)[];
  readonly volume: readonly (number | null)[];
  readonly windows: readonly MarkedWindow[];
  readonly marks: readonly MarkedBars[];
  /** The factor's value of this stock, in float64; null is missing. */
  readonly value: number | null;
}

/** Ends of the bars. */
const TIMES = Array.from({ length: BARS_PER_DAY }, (_, row) => clockText(endOfBar(row)));

/** The picture of a stock; null if the day has no such stock. `program` holds one factor. */
export function intradayOf(program: Program, data: MinuteData, symbol: string): IntradayPicture | null {
  const stock = data.symbols.indexOf(symbol);
  const [source] = program.sources;
  if (stock < 0 || source === undefined) return null;
  const day = stockDay(data, stock);
  const values = new StockDayValues(day);
  const nodes = inOrder([source]);
  return {
    date: data.date,
    symbol,
    times: TIMES,
    open: listed(day.open),
    high: listed(day.high),
    low: listed(day.low),
    close: listed(day.close),
    volume: listed(day.volume),
    windows: windowsOf(nodes),
    marks: conditionsOf(nodes).map((node) => ({ text: nodeText(node), rows: rowsWhere(values.series(node)) })),
    value: finiteOrNull(values.value(source)),
  };
}

function listed(column: Float64Array): readonly (number | null)[] {
  return Array.from(column, finiteOrNull);
}

function windowsOf(nodes: readonly Node[]): readonly MarkedWindow[] {
  const windows = new Map<string, Window>();
  for (const node of nodes) {
    if ((node.op === 'reduce' || node.op === 'select') && node.window.text !== SESSION.text && node.window.endRow > node.window.firstRow) windows.set(node.window.text, node.window);
  }
  return [...windows.values()].map(({ text, firstRow, endRow }) => ({ text, firstRow, endRow }));
}

/** Conditions that choose bars: those of `where=`, and selections wherever they stand. */
function conditionsOf(nodes: readonly Node[]): readonly Node[] {
  const found = new Set<Node>();
  for (const node of nodes) {
    const where = node.op === 'reduce' || node.op === 'select' ? whereOf(node) : null;
    if (where !== null && where.shape === 'series') found.add(where);
    if (node.op === 'select' && node.element === 'boolean') found.add(node);
  }
  return [...found];
}

function rowsWhere(series: Float64Array): readonly number[] {
  return [...series.keys()].filter((row) => series[row] === 1);
}
