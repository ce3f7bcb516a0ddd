/** Who takes part, in the order of the tables. Loaded one by one: each runs in a process that has loaded no other. */
import type { Contender } from './contender.ts';
import { MINUTE_FACTORS, WITHOUT_COUNTS } from './factor-table.ts';

export interface Entry {
  readonly name: string;
  readonly about: string;
  /** `peer` and `engine` compute a day; `text` measures the language. */
  readonly kind: 'floor' | 'peer' | 'engine' | 'text';
  /** Factors it computes. */
  readonly factors: readonly string[];
  load(): Promise<Contender>;
}

const BACKENDS = ['webgpu', 'webasm', 'cpu'] as const;

function engines(factors: readonly string[], suffix: string): readonly Entry[] {
  return BACKENDS.map((backend) => ({
    name: `${backend}${suffix}`,
    about: `engine on ${backend}, ${factors.length} factors`,
    kind: 'engine',
    factors,
    load: async () => (await import('./contender-engine.ts')).engineContender(backend, factors),
  }));
}

export const CONTENDERS: readonly Entry[] = [
  { name: 'floor', about: 'floor: the sum of seven columns', kind: 'floor', factors: [], load: async () => (await import('./contender-peers.ts')).floor },
  ...engines(MINUTE_FACTORS, ''),
  ...engines(WITHOUT_COUNTS, '-12'),
  { name: 'duckdb', about: 'DuckDB SQL, 15 factors', kind: 'peer', factors: MINUTE_FACTORS, load: async () => (await import('./contender-peers.ts')).duckdb },
  { name: 'javascript', about: 'plain JavaScript, 15 factors', kind: 'peer', factors: MINUTE_FACTORS, load: async () => (await import('./contender-peers.ts')).javascript },
  { name: 'polars', about: 'Polars, 15 factors', kind: 'peer', factors: MINUTE_FACTORS, load: async () => (await import('./contender-polars.ts')).polars },
  { name: 'text-to-kernels', about: 'text to the kernel sources of all 15 files, cold', kind: 'text', factors: [], load: async () => (await import('./contender-text.ts')).textToKernels },
  { name: 'check-one-file', about: 'check of one file, warm', kind: 'text', factors: [], load: async () => (await import('./contender-text.ts')).checkOneFile },
  { name: 'lsp-keystroke', about: 'a key in one of the 27 files to its findings', kind: 'text', factors: [], load: async () => (await import('./contender-editor.ts')).keystroke },
];

/** What errors are measured against; takes no part itself. */
export const REFERENCE: Entry = {
  name: 'reference',
  about: 'reference in float64, 15 factors',
  kind: 'peer',
  factors: MINUTE_FACTORS,
  load: async () => (await import('./contender-peers.ts')).reference,
};
