/**
 * As much of the package nodejs-polars as the peer uses. It is no dependency: nobody who uses or tests fullband needs it. Who wants the
 * comparison installs it beside the others (README.md), and it is looked for when the peer runs.
 */

/** An expression over columns, evaluated later. */
export interface PolarsExpression {
  add(other: Operand): PolarsExpression;
  sub(other: Operand): PolarsExpression;
  mul(other: Operand): PolarsExpression;
  div(other: Operand): PolarsExpression;
  gt(other: Operand): PolarsExpression;
  lt(other: Operand): PolarsExpression;
  ltEq(other: Operand): PolarsExpression;
  and(other: PolarsExpression): PolarsExpression;
  exp(): PolarsExpression;
  log(base: number): PolarsExpression;
  floor(): PolarsExpression;
  round(decimals: number): PolarsExpression;
  fillNull(value: Operand): PolarsExpression;
  fillNan(value: null): PolarsExpression;
  isNotNull(): PolarsExpression;
  shift(rows: number): PolarsExpression;
  filter(condition: PolarsExpression): PolarsExpression;
  sortBy(by: PolarsExpression, descending: boolean): PolarsExpression;
  head(rows: number): PolarsExpression;
  sum(): PolarsExpression;
  product(): PolarsExpression;
  count(): PolarsExpression;
  skew(): PolarsExpression;
  alias(name: string): PolarsExpression;
}

type Operand = PolarsExpression | number;

export interface PolarsFrame {
  lazy(): PolarsLazyFrame;
  getColumn(name: string): { toArray(): readonly (number | null)[] };
}

export interface PolarsLazyFrame {
  withColumns(...columns: readonly PolarsExpression[]): PolarsLazyFrame;
  groupBy(by: string): { agg(...columns: readonly PolarsExpression[]): PolarsLazyFrame };
  collect(): Promise<PolarsFrame>;
}

export interface Polars {
  col(name: string): PolarsExpression;
  lit(value: number | null): PolarsExpression;
  when(condition: PolarsExpression): { then(value: PolarsExpression): { otherwise(value: PolarsExpression): PolarsExpression } };
  pearsonCorr(a: PolarsExpression, b: PolarsExpression): PolarsExpression;
  DataFrame(columns: Readonly<Record<string, unknown>>): PolarsFrame;
  Series(name: string, values: Float64Array | Int32Array): unknown;
}

const PACKAGE = 'nodejs-polars';

/** How it is installed where the comparison is wanted; npm leaves out its native part on a Node that is older than it asks for, and it runs there all the same. */
const INSTALL = 'npm install --no-save --ignore-scripts nodejs-polars@0.26.1 nodejs-polars-linux-x64-gnu@0.26.1 (the second one is for this system)';

/** The package, or why it is not there. */
export async function loadPolars(): Promise<Polars | { readonly unavailable: string }> {
  try {
    const { default: polars } = (await import(PACKAGE)) as { readonly default: Polars };
    return polars;
  } catch (error) {
    // It is not there, or its native part is not or does not fit this system.
    const what = error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND' ? `${PACKAGE} is not installed` : `${PACKAGE} has no native part that loads here`;
    return { unavailable: `${what}; ${INSTALL}` };
  }
}
