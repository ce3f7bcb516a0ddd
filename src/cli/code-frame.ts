/** A finding as people read it: place, message, the source line with the span underlined, and what to do. */
import type { FindingJson } from '../dsl/finding.ts';
import type { LineMap } from '../dsl/source.ts';
import type { Colors } from './terminal.ts';
import { textWidth } from './text-width.ts';

/** Longest stretch of a source line that is shown, in UTF-16 units. */
const SHOWN = 160;

/** Draws a finding; `lines` is its file, or null if the file could not be read as text. */
export function codeFrame(found: FindingJson, lines: LineMap | null, colors: Colors): string {
  const paint = found.severity === 'error' ? colors.red : colors.yellow;
  const place = colors.bold(`${found.file}:${found.line}:${found.column}`);
  const parts = [`${place} ${paint(found.severity)} ${colors.dim(found.code)} ${found.message}`];
  if (lines !== null && lines.text !== '') parts.push(...sourceLines(found, lines, colors, paint));
  if (found.hint !== null) parts.push(`  ${colors.cyan('hint:')} ${found.hint}`);
  return parts.join('\n');
}

function sourceLines(found: FindingJson, lines: LineMap, colors: Colors, paint: Colors['red']): string[] {
  const line = lines.line(found.line);
  const start = Math.min(found.column - 1, line.length);
  const end = found.endLine > found.line ? line.length : Math.min(found.endColumn - 1, line.length);
  const from = start <= SHOWN / 2 ? 0 : start - SHOWN / 4;
  const to = Math.min(line.length, from + SHOWN);
  const before = `${from > 0 ? '…' : ''}${untabbed(line.slice(from, start))}`;
  const marked = untabbed(line.slice(start, Math.min(end, to)));
  const after = `${untabbed(line.slice(Math.min(end, to), to))}${to < line.length ? '…' : ''}`;
  const number = String(found.line);
  const marks = '^'.repeat(Math.max(1, textWidth(marked)));
  return [
    `  ${colors.dim(`${number} |`)} ${before}${marked}${after}`.trimEnd(),
    `  ${colors.dim(`${' '.repeat(number.length)} |`)} ${' '.repeat(textWidth(before))}${paint(marks)}`,
  ];
}

/** Tabs and control characters would move the marks away from what they mark. */
function untabbed(text: string): string {
  return text.replace(/\t/g, '  ').replace(/\p{Cc}/gu, '�');
}
