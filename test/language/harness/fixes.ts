/** Applies the edits that hints offer. */
import type { Finding, TextEdit } from '../../../src/dsl/finding.ts';
import { stripAnnotations } from './annotations.ts';
import { checkCase, writtenText, type LanguageCase } from './cases.ts';

/** Findings of a case after the edits of one of its findings. */
export function applyFix(of: LanguageCase, found: Finding): readonly Finding[] {
  const text = edited(stripAnnotations(writtenText(of, found.path)), found.fix?.edits ?? []);
  return checkCase(of, new Map([[found.path, text]])).findings;
}

/** The text after edits that do not overlap. */
export function edited(text: string, edits: readonly TextEdit[]): string {
  let result = text;
  for (const { span, text: replacement } of [...edits].sort((a, b) => b.span.start - a.span.start)) {
    result = result.slice(0, span.start) + replacement + result.slice(span.end);
  }
  return result;
}

/** What speaks against a fix: that its finding is still there, or that the text can be read less well than before. */
export function remains(fixed: Finding, before: readonly Finding[], after: readonly Finding[]): readonly string[] {
  const likeIt = (found: Finding): boolean => found.path === fixed.path && found.code === fixed.code && found.message === fixed.message;
  const syntactic = (found: Finding): boolean => found.code.startsWith('FB1');
  const problems: string[] = [];
  if (after.filter(likeIt).length >= before.filter(likeIt).length) problems.push(`${fixed.code} is still found`);
  for (const code of new Set(after.filter(syntactic).map((found) => found.code))) {
    const ofCode = (found: Finding): boolean => found.code === code;
    if (after.filter(ofCode).length > before.filter(ofCode).length) problems.push(`more of ${code}`);
  }
  return problems;
}
