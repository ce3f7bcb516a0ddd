/** The basis of one day's program, carried over to that of the next, whose stocks and industries are not all the same. */
import type { Basis, BasisInput, BasisStatus } from 'highs';
import { slackColumns, type LinearProgram, type ProgramRow } from './program.ts';

const LOWER: BasisStatus = 0;
const BASIC: BasisStatus = 1;

export class WarmStart {
  /** Of what each stock has more and less, of what a row may be missed by, and of the rows. */
  private statuses = new Map<string, number>();

  /** Remembers the basis of a program that was solved; `keys` name its stocks. */
  keep({ stocks, rows }: LinearProgram, keys: ArrayLike<number>, { colStatus, rowStatus }: Basis): void {
    this.statuses = new Map();
    for (const [name, column] of columnNames(stocks, rows, keys)) this.statuses.set(name, colStatus[column] ?? LOWER);
    rows.forEach((row, at) => this.statuses.set(rowName(row), rowStatus[at] ?? BASIC));
  }

  /** A basis for another program: what both have stands as it stood, the rest at its bound. Null before the first, and where the programs have little in common. */
  basisOf({ stocks, rows, columns }: LinearProgram, keys: ArrayLike<number>): BasisInput | null {
    if (this.statuses.size === 0) return null;
    const colStatus = new Int32Array(columns).fill(LOWER);
    for (const [name, column] of columnNames(stocks, rows, keys)) colStatus[column] = this.statuses.get(name) ?? LOWER;
    const rowStatus = Int32Array.from(rows, (row) => this.statuses.get(rowName(row)) ?? BASIC);
    // A basis has as many basic variables as rows: stocks that are gone have left places, new rows have taken some.
    let basic = colStatus.filter((status) => status === BASIC).length + rowStatus.filter((status) => status === BASIC).length;
    for (let row = 0; row < rows.length && basic < rows.length; row++) {
      if (rowStatus[row] === BASIC) continue;
      rowStatus[row] = BASIC;
      basic++;
    }
    for (let column = columns - 1; column >= 0 && basic > rows.length; column--) {
      if (colStatus[column] !== BASIC) continue;
      colStatus[column] = LOWER;
      basic--;
    }
    return basic === rows.length ? { colStatus, rowStatus } : null;
  }
}

function* columnNames(stocks: number, rows: readonly ProgramRow[], keys: ArrayLike<number>): Generator<readonly [string, number]> {
  for (let stock = 0; stock < stocks; stock++) {
    const key = String(keys[stock] ?? stock);
    yield [`+${key}`, stock];
    yield [`-${key}`, stocks + stock];
  }
  for (const [at, row] of rows.entries()) {
    const [above, below] = slackColumns(stocks, at);
    yield [`>${rowName(row)}`, above];
    yield [`<${rowName(row)}`, below];
  }
}

function rowName({ limit, industry }: ProgramRow): string {
  return industry === null ? limit : `${limit} ${String(industry)}`;
}
