/** Where the page gets what it cannot work out of texts: the playground has everything in itself, the studio asks its server. */
import type { ExperimentsAnswer, SaveRequest, SourceFile, TestResult, Unsaved, ValuesAnswer } from '../api.ts';
import type { DayBytes } from './engine/messages.ts';

export interface HostProject {
  readonly version: string;
  /** Null: a project that has no name of its own. */
  readonly name: string | null;
  readonly files: readonly SourceFile[];
  readonly dates: readonly string[];
  /** Why there is no day, and how to get one. */
  readonly storeHint: string | null;
  /** Path of the file that is shown first. */
  readonly first: string | null;
}

export interface FactorQuestion {
  readonly path: string;
  readonly name: string;
  /** Texts that differ from what is kept. */
  readonly unsaved: readonly Unsaved[];
}

export interface DayOfHost {
  readonly day: DayBytes;
  /** What a share of each stock has become by splits and dividends; 1 where nothing is said. */
  readonly adjustments: ReadonlyMap<string, number>;
}

export type TestProgress = (note: string, done: number, total: number) => void;

/** What the machine behind the page says of itself, by name. */
export type MachineFact = readonly [name: string, value: string];

export interface Host {
  readonly kind: 'playground' | 'studio';
  project(): Promise<HostProject>;
  /** Keeps a file and gives it back as it is kept. */
  save(request: SaveRequest): Promise<SourceFile>;
  day(date: string): Promise<DayOfHost>;
  /** Values by an engine that has more tables than the page; null where there is none. */
  values: ((question: FactorQuestion & { readonly date: string }) => Promise<ValuesAnswer>) | null;
  /** The full test over the store; null where only the page's own first look is to be had. */
  test: ((question: FactorQuestion, tell: TestProgress) => Promise<TestResult>) | null;
  /** Null where there are none. */
  experiments: (() => Promise<ExperimentsAnswer>) | null;
  machine: (() => Promise<readonly MachineFact[]>) | null;
}
