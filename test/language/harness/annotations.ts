/**
 * How language files state their findings: as comments under the line that each finding marks.
 *
 *     value mean(volum)
 *   #            ^^^^^ FB250 error: volum is neither a column of minute nor a let of this factor
 *   #            hint: did you mean volume?
 *   #            fix: write volume
 *
 * Carets stand under the marked text as terminals draw it: a Chinese character is two columns wide. A `#` that carets follow
 * directly is itself the first of them: so is marked what begins in the first column. Where carets cannot be drawn columns are
 * counted instead, the end not included: `# at 2-3 FB114 …`, `# at 5 …` for a place between two characters, `# at end …` for
 * the end of the file. `+2:4` after either says that the marked text ends two lines further down, before column 4.
 * Lines that a message names are counted without these comments, which are taken away before a file is checked.
 */
import { textWidth } from '../../../src/cli/text-width.ts';
import type { Finding } from '../../../src/dsl/finding.ts';
import { LineMap } from '../../../src/dsl/source.ts';

const HEAD = /^#(?: *\^+| at (?:end|\d+(?:-\d+)?))(?:\+\d+:\d+)? ?FB\d{3} (?:error|warning): /;
const DETAIL = /^# *(?:hint|fix): /;

/** The text without the comments that state findings: what is checked. */
export function stripAnnotations(text: string): string {
  let inside = false;
  return text
    .split('\n')
    .filter((line) => {
      inside = HEAD.test(line) || (inside && DETAIL.test(line));
      return !inside;
    })
    .join('\n');
}

/** The text with its findings stated below the lines they mark, in source order. */
export function annotate(text: string, findings: readonly Finding[]): string {
  const lines = new LineMap(text);
  const below = new Map<number, string[]>();
  const ordered = [...findings].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end || (a.code < b.code ? -1 : 1));
  for (const found of ordered) {
    const { line, comment } = stated(found, lines);
    below.set(line, [...(below.get(line) ?? []), ...comment]);
  }
  return text
    .split('\n')
    .flatMap((line, i) => [line, ...(below.get(i + 1) ?? [])])
    .join('\n');
}

interface Stated {
  /** The line it stands under, 1-based. */
  readonly line: number;
  readonly comment: readonly string[];
}

function stated({ span, code, severity, message, hint, fix }: Finding, lines: LineMap): Stated {
  const { marks, indent, line } = marksOf(span, lines);
  const detail = ' '.repeat(Math.max(1, indent - 1));
  const comment = [`#${marks} ${code} ${severity}: ${message}`];
  if (hint !== null) comment.push(`#${detail}hint: ${hint}`);
  if (fix !== null) comment.push(`#${detail}fix: ${fix.title}`);
  return { line, comment };
}

interface Marks {
  readonly marks: string;
  /** Columns before what is marked. */
  readonly indent: number;
  readonly line: number;
}

function marksOf(span: Finding['span'], lines: LineMap): Marks {
  const start = lines.position(span.start);
  const end = lines.position(span.end);
  const atEnd = span.start === lines.text.length && start.column === 1 && start.line > 1;
  // After the last line break there is no line to stand under.
  if (atEnd) return { marks: ' at end', indent: 0, line: start.line - 1 };
  const text = lines.line(start.line);
  const before = text.slice(0, start.column - 1);
  const marked = end.line > start.line ? text.slice(start.column - 1) : text.slice(start.column - 1, end.column - 1);
  const further = end.line > start.line ? `+${end.line - start.line}:${end.column}` : '';
  const indent = textWidth(before);
  const width = textWidth(marked);
  const drawable = width > 0 && !/\t/.test(before + marked) && (indent >= 2 || (indent === 0 && width > 1));
  if (drawable) return { marks: `${' '.repeat(Math.max(0, indent - 1))}${'^'.repeat(indent === 0 ? width - 1 : width)}${further}`, indent, line: start.line };
  const last = start.column + marked.length;
  return { marks: ` at ${start.column}${last > start.column ? `-${last}` : ''}${further}`, indent: 0, line: start.line };
}
