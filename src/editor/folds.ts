/** What can be folded: items, blocks of settings, and comments of several lines. */
import { LineMap, type Span } from '../dsl/source.ts';
import type { Comment, SourceTree } from '../dsl/syntax.ts';
import type { Fold } from './api.ts';
import type { Workspace } from './workspace.ts';

export function foldsOf(path: string, workspace: Workspace): readonly Fold[] {
  const tree = workspace.parsed(path)?.tree;
  if (tree === undefined) return [];
  const lines = new LineMap(tree.text);
  const isLong = ({ start, end }: Span): boolean => lines.position(start).line < lines.position(end).line;
  const folds = [...blocksOf(tree).map((span): Fold => ({ span, kind: 'item' })), ...commentRuns(tree, lines).map((span): Fold => ({ span, kind: 'comment' }))];
  return folds.filter(({ span }) => isLong(span)).sort((a, b) => a.span.start - b.span.start);
}

function blocksOf({ items }: SourceTree): readonly Span[] {
  return items.flatMap((item) => [item.span, ...(item.kind === 'model' ? item.clauses.flatMap((clause) => (clause.kind === 'train' ? [clause.span] : [])) : [])]);
}

/** Documentation, and comments on lines that follow each other. */
function commentRuns({ items, comments }: SourceTree, lines: LineMap): readonly Span[] {
  const runs: Span[] = items.flatMap((item) => (item.kind === 'use' || item.documentation === null ? [] : [item.documentation.span]));
  let run: Span | null = null;
  for (const { span } of comments) {
    if (run !== null && lines.position(run.end).line + 1 === lines.position(span.start).line) run = { start: run.start, end: span.end };
    else {
      if (run !== null) runs.push(run);
      run = startsLine(span, lines) ? span : null;
    }
  }
  return run === null ? runs : [...runs, run];
}

function startsLine({ start }: Comment['span'], lines: LineMap): boolean {
  const { line, column } = lines.position(start);
  return lines.line(line).slice(0, column - 1).trim() === '';
}
