/** What is wrong in a file, and what mends it. */
import type { Finding, Fix } from '../dsl/finding.ts';
import type { Span } from '../dsl/source.ts';
import type { QuickFix } from './api.ts';
import { touches } from './spans.ts';
import type { Workspace } from './workspace.ts';

/** The findings in one file that a check of it reports. */
export function findingsOf(path: string, workspace: Workspace): readonly Finding[] {
  return workspace.checked(path).result.findings.filter((found) => found.path === path);
}

/** Fixes of the findings at a span, and for each kind of them one that mends all of its kind in the file. */
export function fixesAt(path: string, span: Span, workspace: Workspace): readonly QuickFix[] {
  const findings = findingsOf(path, workspace);
  const here = findings.flatMap((finding): readonly QuickFix[] => (finding.fix === null || !touches(finding.span, span) ? [] : [{ finding, fix: finding.fix }]));
  const kinds = new Map(here.map((each) => [each.finding.code, each.finding]));
  return [...here, ...[...kinds.values()].flatMap((finding) => allOfKind(finding, findings))];
}

/** One fix for all findings of a code; none if there is one finding of it only. */
function allOfKind(finding: Finding, findings: readonly Finding[]): readonly QuickFix[] {
  const fixes = findings.flatMap((each) => (each.code === finding.code && each.fix !== null ? [each.fix] : []));
  const apart = withoutOverlap(fixes);
  if (apart.length < 2) return [];
  return [{ finding, fix: { title: `mend all ${String(apart.length)} of ${finding.code}`, edits: apart.flatMap((fix) => fix.edits) } }];
}

/** Fixes of which no two change the same text, the earlier first. */
function withoutOverlap(fixes: readonly Fix[]): readonly Fix[] {
  const taken: Span[] = [];
  return fixes.filter(({ edits }) => {
    if (edits.some((edit) => taken.some((span) => touches(span, edit.span)))) return false;
    taken.push(...edits.map((edit) => edit.span));
    return true;
  });
}
