/**
 * A portfolio problem as a linear program. Columns are what each stock has more and what it has less than the weights that turnover is measured against, so that bands and turnover are bounds and one row, not a row per stock; then two columns per row by which a
 * row may be missed, which are 0 unless a limit is given up.
 */
import { bandOf, type PortfolioProblem, type RelaxedLimit } from './problem.ts';

/** A row of the program: a limit, or the budget. */
export interface ProgramRow {
  readonly limit: RelaxedLimit | 'budget';
  /** Code of the industry, for rows of industries. */
  readonly industry: number | null;
  readonly lower: number;
  readonly upper: number;
}

/** In compressed columns. */
export interface LinearProgram {
  readonly stocks: number;
  readonly rows: readonly ProgramRow[];
  readonly columns: number;
  /** What is made large: of each column. */
  readonly gain: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly starts: Int32Array;
  readonly indices: Int32Array;
  readonly values: Float64Array;
  /** Stocks whose band was widened to the weight that is held. */
  readonly widened: readonly number[];
}

/** Places of the columns by which row `row` is missed from above and from below. */
export function slackColumns(stocks: number, row: number): readonly [above: number, below: number] {
  return [2 * stocks + 2 * row, 2 * stocks + 2 * row + 1];
}

/** Weights from which the columns count: those held, unless turnover is measured against others. */
export function referenceOf({ before, reference }: PortfolioProblem): Float64Array {
  return reference ?? before;
}

/** Builds the program of a problem. */
export function programOf(problem: PortfolioProblem): LinearProgram {
  const { expected, index, industry, size, limits } = problem;
  const before = referenceOf(problem);
  const stocks = expected.length;
  const isMember = Array.from(index, (weight) => weight > 0);
  const z = Float64Array.from(size, (each) => (Number.isNaN(each) ? 0 : each));
  const sumOf = (weights: Float64Array, of: (stock: number) => number): number => weights.reduce((sum, weight, stock) => sum + weight * of(stock), 0);
  const rows: ProgramRow[] = [];
  // What a unit bought of a stock adds to each row.
  const parts: ((stock: number) => number)[] = [];
  const addRow = (row: ProgramRow, part: (stock: number) => number): void => {
    rows.push(row);
    parts.push(part);
  };
  const one = (): number => 1;
  const left = 1 - sumOf(before, one);
  addRow({ limit: 'budget', industry: null, lower: left, upper: left }, one);
  if (limits.memberWeight !== null) {
    const member = (stock: number): number => (isMember[stock] === true ? 1 : 0);
    addRow({ limit: 'memberWeight', industry: null, lower: limits.memberWeight - sumOf(before, member), upper: Infinity }, member);
  }
  const around = (limit: number, part: (stock: number) => number): { readonly lower: number; readonly upper: number } => {
    const [ofIndex, held] = [sumOf(index, part), sumOf(before, part)];
    return { lower: ofIndex - limit - held, upper: ofIndex + limit - held };
  };
  if (limits.size !== null) {
    const part = (stock: number): number => z[stock] ?? 0;
    addRow({ limit: 'size', industry: null, ...around(limits.size, part) }, part);
  }
  if (limits.industry !== null) {
    for (const code of [...new Set(industry)].filter((each) => each >= 0).sort((a, b) => a - b)) {
      const part = (stock: number): number => (industry[stock] === code ? 1 : 0);
      addRow({ limit: 'industry', industry: code, ...around(limits.industry, part) }, part);
    }
  }
  const turnoverRow = limits.turnover === null ? -1 : rows.length;
  if (limits.turnover !== null) addRow({ limit: 'turnover', industry: null, lower: -Infinity, upper: limits.turnover }, () => 0);
  return { stocks, rows, ...columnsOf(problem, rows, parts, turnoverRow) };
}

function columnsOf(problem: PortfolioProblem, rows: readonly ProgramRow[], parts: readonly ((stock: number) => number)[], turnoverRow: number): Omit<LinearProgram, 'stocks' | 'rows'> {
  const { expected } = problem;
  const before = referenceOf(problem);
  const stocks = expected.length;
  const columns = 2 * stocks + 2 * rows.length;
  const [gain, lower, upper] = [new Float64Array(columns), new Float64Array(columns), new Float64Array(columns)];
  const starts = new Int32Array(columns + 1);
  const indices: number[] = [];
  const values: number[] = [];
  const bands = Array.from(expected, (_, stock) => bandOf(problem, stock));
  for (const sign of [1, -1]) {
    for (let stock = 0; stock < stocks; stock++) {
      const column = sign === 1 ? stock : stocks + stock;
      const band = bands[stock] ?? { lower: 0, upper: 0 };
      const held = before[stock] ?? 0;
      const value = expected[stock] ?? NaN;
      gain[column] = sign * (Number.isNaN(value) ? 0 : value);
      // More: what the band lies above the reference; less: what it lies below.
      lower[column] = Math.max(0, sign === 1 ? band.lower - held : held - band.upper);
      upper[column] = Math.max(0, sign === 1 ? band.upper - held : held - band.lower);
      parts.forEach((part, row) => {
        const entry = row === turnoverRow ? 1 : sign * part(stock);
        if (entry === 0) return;
        indices.push(row);
        values.push(entry);
      });
      starts[column + 1] = indices.length;
    }
  }
  rows.forEach((_, row) => {
    for (const [column, entry] of [[slackColumns(stocks, row)[0], -1], [slackColumns(stocks, row)[1], 1]] as const) {
      indices.push(row);
      values.push(entry);
      starts[column + 1] = indices.length;
    }
  });
  return { columns, gain, lower, upper, starts, indices: Int32Array.from(indices), values: Float64Array.from(values), widened: bands.flatMap(({ isWidened }, stock) => (isWidened ? [stock] : [])) };
}
