/** From text to syntax tree, with a finding for everything that is wrong in the text. */
import { attachDocumentation } from './parsing/documentation.ts';
import { finding, type Finding } from './finding.ts';
import { readRule } from './parsing/grammar.ts';
import { hasEndlessClause, LIMITS, tooDeepAt } from './limits.ts';
import { lexical } from './messages/lexical.ts';
import { recoverItems } from './recovery/recovery.ts';
import { scan, type Scan } from './parsing/scan.ts';
import type { Span } from './source.ts';
import type { Item, SourceTree } from './syntax.ts';
import { TreeBuilder } from './parsing/tree-builder.ts';
import type { Report } from './parsing/tree-expressions.ts';

export interface Parsed {
  readonly tree: SourceTree;
  /** In source order. */
  readonly findings: readonly Finding[];
}

/**
 * Parses one file. Never throws, whatever the text: what cannot be read is reported, each independent error once, and
 * the tree holds the rest. `tree.incomplete` is set when there is an error finding.
 * @param path only put into the tree and the findings
 */
export function parse(text: string, path: string): Parsed {
  const refused = refusal(text);
  if (refused !== null) return result(text, path, [], [], [finding(path, { start: 0, end: 0 }, refused)]);

  const scanned = scan(text, path);
  const findings: Finding[] = [...scanned.findings];
  const items = readWhole(scanned, text) ?? readInPieces(scanned, text, path, findings);
  if (items.length === 0 && findings.length === 0) findings.push(finding(path, { start: 0, end: 0 }, lexical.noItems()));
  return result(text, path, items, scanned.comments, findings);
}

function refusal(text: string): ReturnType<typeof lexical.notText> | null {
  if (text.length > LIMITS.fileLength) return lexical.fileTooLarge(text.length, LIMITS.fileLength);
  return text.includes('\0') ? lexical.notText() : null;
}

/** Reads the file by the grammar as it stands; null if that leaves anything to report. */
function readWhole({ tokens }: Scan, text: string): readonly Item[] | null {
  if (tooDeepAt(tokens) >= 0 || hasEndlessClause(tokens)) return null;
  const { node } = readRule('sourceFile', tokens);
  if (node === null) return null;
  const complaints: Span[] = [];
  const items = new TreeBuilder(text, (span) => complaints.push(span)).sourceFile(node);
  return complaints.length === 0 ? items : null;
}

/** Reads the file piece by piece and adds to the findings. */
function readInPieces(scanned: Scan, text: string, path: string, findings: Finding[]): readonly Item[] {
  const report: Report = (span, message, fix = null) => {
    findings.push(finding(path, span, message, fix));
  };
  return recoverItems(scanned, text, report, () => findings.length > LIMITS.findings);
}

function result(text: string, path: string, items: readonly Item[], comments: SourceTree['comments'], found: readonly Finding[]): Parsed {
  const findings = bounded([...found].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end), path);
  const attached = attachDocumentation(items, comments, text);
  const incomplete = findings.some((each) => each.severity === 'error');
  return { tree: { path, text, ...attached, ...(incomplete ? { incomplete: true } : {}) }, findings };
}

function bounded(findings: readonly Finding[], path: string): readonly Finding[] {
  const beyond = findings[LIMITS.findings];
  if (beyond === undefined) return findings;
  return [...findings.slice(0, LIMITS.findings), finding(path, beyond.span, lexical.tooManyFindings(LIMITS.findings))];
}
