/**
 * What the studio's page and its server say to each other: JSON over HTTP on the loopback. The page lies at `/TOKEN/`, and so does everything else: requests to
 * addresses relative to the page carry the token by themselves, and no address without it is answered. A failure is a status of 400 and more with a `Failure`.
 * Paths are those of the project: relative to its root, with `/`.
 */
import type { FindingJson } from '../dsl/finding.ts';

/** Where requests go; relative to the page. */
export const ROUTES = {
  /** GET: ProjectAnswer. */
  project: 'api/project',
  /** GET `?path=`: SourceFile. PUT SaveRequest: SourceFile as it is now, or 409 with the other's SourceFile. */
  source: 'api/source',
  /** GET `?date=&stocks=`: a day of minute bars in the form of day-format.ts (application/octet-stream). */
  day: 'api/day',
  /** POST ValuesRequest: ValuesAnswer. */
  values: 'api/values',
  /** POST TestRequest: lines of JSON, each a TestLine, the last with the result. */
  test: 'api/test',
  /** GET: ExperimentsAnswer. */
  experiments: 'api/experiments',
  /** GET: DoctorReport of runtime/doctor.ts. */
  doctor: 'api/doctor',
  /** GET `reports/TICKET/…`: files of a run folder or of a test, as `ReportEntry.url` names them; pages there run in a sandbox. */
  reports: 'reports',
} as const;

export interface Failure {
  /** What was found and what was expected. */
  readonly message: string;
  readonly hint: string | null;
  /** Of sources that did not pass, those findings. */
  readonly findings?: readonly FindingJson[];
}

export interface SourceFile {
  readonly path: string;
  readonly text: string;
  /** Changes with the text; sent back when the file is saved, so that no other change is overwritten. */
  readonly version: string;
}

export interface StoreSummary {
  readonly path: string;
  /** Trading days with minute bars, ISO, ascending. */
  readonly dates: readonly string[];
  /** Tables that are there: minute, trade, order, daily … */
  readonly tables: readonly string[];
}

export interface ProjectAnswer {
  readonly version: string;
  /** Name of the project's folder. */
  readonly name: string;
  /** Sources and experiments with their texts: the page checks and compiles them itself. */
  readonly files: readonly SourceFile[];
  /** Files that are no text or too large. */
  readonly unreadable: readonly string[];
  readonly store: StoreSummary | null;
  /** Why there is no store, and how to get one. */
  readonly storeHint: string | null;
}

export interface SaveRequest {
  readonly path: string;
  readonly text: string;
  /** Of the file as it was read; null for a new file. */
  readonly version: string | null;
}

/** Files of the editor that are not saved: they stand in the place of those on disk. */
export interface Unsaved {
  readonly path: string;
  readonly text: string;
}

/** Values of a factor on a day by the program's own engine: also of executions, orders and days, which the page does not have. */
export interface ValuesRequest {
  readonly path: string;
  readonly name: string;
  readonly date: string;
  readonly unsaved: readonly Unsaved[];
}

export interface ValuesAnswer {
  readonly symbols: readonly string[];
  /** Null is missing. */
  readonly values: readonly (number | null)[];
  readonly engine: string;
  readonly engineReason: string;
  readonly seconds: number;
}

/** The quick test of one factor on the open store. */
export interface TestRequest {
  readonly path: string;
  readonly name: string;
  readonly unsaved: readonly Unsaved[];
  /** Days that returns reach over. */
  readonly horizon: number;
  readonly layers: number;
}

export interface TestResult {
  readonly direction: 1 | -1;
  /** By cross-section, ascending. */
  readonly rankIc: readonly { readonly date: string; readonly value: number | null }[];
  readonly figures: readonly { readonly key: string; readonly title: string; readonly value: number | null; readonly text: string }[];
  /** Accumulated returns of each layer, the first with the largest expected return. */
  readonly layers: { readonly dates: readonly string[]; readonly growth: readonly (readonly (number | null)[])[] };
  readonly warnings: readonly string[];
  readonly report: ReportEntry;
  readonly engine: string;
  readonly seconds: number;
}

export type TestLine = { readonly kind: 'progress'; readonly note: string; readonly done: number; readonly total: number } | { readonly kind: 'result'; readonly result: TestResult } | { readonly kind: 'failure'; readonly failure: Failure };

export interface ReportEntry {
  readonly title: string;
  /** ISO time at which it was written. */
  readonly written: string;
  /** Relative to the page. */
  readonly url: string;
}

export interface ExperimentEntry {
  readonly path: string;
  readonly name: string;
  readonly findings: readonly FindingJson[];
  /** Command that runs it. */
  readonly command: string;
}

export interface RunEntry {
  /** Folder in the project. */
  readonly folder: string;
  readonly experiment: string;
  readonly written: string;
  /** Null if the run has not ended. */
  readonly report: ReportEntry | null;
}

export interface ExperimentsAnswer {
  readonly experiments: readonly ExperimentEntry[];
  readonly runs: readonly RunEntry[];
}
