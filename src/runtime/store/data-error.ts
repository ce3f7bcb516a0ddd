/** Errors of data and files: where, what was found, what was expected, what to do. */

/** The parts of a `DataError`; places that are unknown are left out. */
export interface DataProblem {
  /** Path of the file, or null if the fault is not in a file. */
  readonly file: string | null;
  /** 1-based line of a text file, its header being line 1. */
  readonly line?: number;
  /** 1-based character in that line (YAML files). */
  readonly character?: number;
  /** 1-based row of a Parquet file. */
  readonly row?: number;
  /** Column of the table or key of the YAML file. */
  readonly column?: string;
  readonly found: string;
  readonly expected: string;
  readonly remedy: string;
}

/** Data that cannot be used. Its message is one sentence for people; the fields are for programs. */
export class DataError extends Error implements DataProblem {
  readonly file: string | null;
  readonly line?: number;
  readonly character?: number;
  readonly row?: number;
  readonly column?: string;
  readonly found: string;
  readonly expected: string;
  readonly remedy: string;

  constructor(problem: DataProblem, options?: { cause: unknown }) {
    super(describe(problem), options);
    this.name = 'DataError';
    this.file = problem.file;
    if (problem.line !== undefined) this.line = problem.line;
    if (problem.character !== undefined) this.character = problem.character;
    if (problem.row !== undefined) this.row = problem.row;
    if (problem.column !== undefined) this.column = problem.column;
    this.found = problem.found;
    this.expected = problem.expected;
    this.remedy = problem.remedy;
  }
}

function describe(problem: DataProblem): string {
  const places: string[] = [];
  if (problem.file !== null) places.push(problem.file);
  if (problem.line !== undefined) places.push(`line ${problem.line}${problem.character === undefined ? '' : `:${problem.character}`}`);
  if (problem.row !== undefined) places.push(`row ${problem.row}`);
  if (problem.column !== undefined) places.push(`column ${problem.column}`);
  const place = places.length === 0 ? '' : `${places.join(', ')}: `;
  return `${place}found ${problem.found}; expected ${problem.expected}. ${problem.remedy}`;
}

/** First line of an error's message, for quoting a library's own words. */
export function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n', 1)[0] ?? text;
}

/** The system's code of a file error (`ENOENT`, `EACCES`, …), or null. */
export function systemCode(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}
