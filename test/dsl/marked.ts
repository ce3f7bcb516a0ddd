/** Findings as tests state them: code and the text the finding marks. */
import type { Finding } from '../../src/dsl/finding.ts';
import { parse } from '../../src/dsl/parse.ts';

/** `FB151 b` for a finding on the text `b`. */
export function marked(found: Finding, text: string): string {
  return `${found.code} ${text.slice(found.span.start, found.span.end)}`.trimEnd();
}

/** Findings of a text, each as its code and what it marks. */
export function findingsOf(text: string): readonly string[] {
  return parse(text, 'a.factor').findings.map((found) => marked(found, text));
}

/** The text after every fix that its findings offer. */
export function fixed(text: string): string {
  const edits = parse(text, 'a.factor').findings.flatMap((found) => found.fix?.edits ?? []);
  let result = text;
  for (const edit of [...edits].sort((a, b) => b.span.start - a.span.start)) result = result.slice(0, edit.span.start) + edit.text + result.slice(edit.span.end);
  return result;
}

/** A factor around some clauses, with the required ones before them. */
export function factor(clauses: string): string {
  return `factor f {\n  from minute\n  direction +1\n  ${clauses}\n}\n`;
}
