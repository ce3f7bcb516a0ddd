/** Who solves portfolios, in the order of the table. Each is a program that solves the same sections, one after the other. */
import { fileURLToPath } from 'node:url';

export interface SolveEntry {
  readonly name: string;
  readonly about: string;
  readonly kind: 'engine' | 'peer';
  readonly settings: SolveSettings;
}

/** What the program is asked. */
export interface SolveSettings {
  /** `warm` starts from the basis of the section before, `cold` from none; `text` gives the solver the problem as text. */
  readonly way: 'warm' | 'cold' | 'text';
  /** Sections that are timed. */
  readonly sections: number;
}

/** What the program answers. */
export interface SolveAnswer {
  /** Milliseconds of each section. */
  readonly times: readonly number[];
  /** Expected return of each section's portfolio. */
  readonly expected: readonly number[];
  /** Sections that could not keep all limits. */
  readonly relaxed: number;
  readonly peakRssMib: number;
}

/** Built beside this file. */
export const SOLVE_PROGRAM = fileURLToPath(new URL('./solve-sections.js', import.meta.url));

export const SOLVE_CONTENDERS: readonly SolveEntry[] = [
  { name: 'solve-warm', about: 'from the basis of the section before', kind: 'engine', settings: { way: 'warm', sections: 10 } },
  { name: 'solve-cold', about: 'from the beginning', kind: 'engine', settings: { way: 'cold', sections: 10 } },
  { name: 'solve-text', about: "HiGHS's own interface, the problem as text", kind: 'peer', settings: { way: 'text', sections: 3 } },
];
