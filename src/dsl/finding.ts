/** What checks report: a finding names its code, place, what was found and expected, and what to do. */
import type { LineMap, Span } from './source.ts';

export type Severity = 'error' | 'warning';

/** One replacement of source text. */
export interface TextEdit {
  readonly span: Span;
  readonly text: string;
}

/** A hint that an editor can apply. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

/** What is said, without a place; made only by the functions in `messages/`. */
export interface Message {
  /** `FB` and three digits: 1xx syntax, 2xx names, 3xx types, 4xx units, 5xx time, 6xx models, 7xx limits, 8xx data. */
  readonly code: string;
  readonly severity: Severity;
  /** What was found and what was expected, one sentence, no final full stop needed. */
  readonly message: string;
  /** What to do about it. */
  readonly hint: string | null;
}

export interface Finding extends Message {
  /** Path of the file, as it was given to the reader. */
  readonly path: string;
  readonly span: Span;
  readonly fix: Fix | null;
}

/** A finding as `--json` prints it: 1-based lines and columns. */
export interface FindingJson {
  readonly code: string;
  readonly severity: Severity;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly message: string;
  readonly hint: string | null;
}

/** Puts a message at a place. */
export function finding(path: string, span: Span, message: Message, fix: Fix | null = null): Finding {
  return { ...message, path, span, fix };
}

/** Turns a finding into its published form; `lines` is the map of the finding's file. */
export function toJson(found: Finding, lines: LineMap): FindingJson {
  const start = lines.position(found.span.start);
  const end = lines.position(found.span.end);
  return {
    code: found.code,
    severity: found.severity,
    file: found.path,
    line: start.line,
    column: start.column,
    endLine: end.line,
    endColumn: end.column,
    message: found.message,
    hint: found.hint,
  };
}
