/** The outline of a file. */
import type { Documentation, Expression, Item } from '../dsl/syntax.ts';
import type { DocumentSymbol } from './api.ts';
import type { Workspace } from './workspace.ts';

const LONGEST = 80;

export function symbolsOf(path: string, workspace: Workspace): readonly DocumentSymbol[] {
  const tree = workspace.parsed(path)?.tree;
  if (tree === undefined) return [];
  const written = ({ span }: Expression): string => oneLine(tree.text.slice(span.start, span.end));
  return tree.items.map((item) => symbolOf(item, written));
}

function symbolOf(item: Item, written: (expression: Expression) => string): DocumentSymbol {
  if (item.kind === 'use') return { name: item.path.value === '' ? '""' : item.path.value, kind: 'use', detail: '', span: item.span, nameSpan: item.path.span, children: [] };
  const { name, span, documentation } = item;
  const symbol = { name: name.text, kind: item.kind, span, nameSpan: name.span, children: childrenOf(item, written) };
  if (item.kind === 'def') return { ...symbol, detail: summaryOf(documentation) || written(item.body) };
  if (item.kind === 'set') return { ...symbol, detail: summaryOf(documentation) || `${String(item.members.length)} members` };
  return { ...symbol, detail: summaryOf(documentation) };
}

function childrenOf(item: Item, written: (expression: Expression) => string): readonly DocumentSymbol[] {
  if (item.kind !== 'factor' && item.kind !== 'model') return [];
  return item.clauses.flatMap((clause): readonly DocumentSymbol[] => {
    if (!('name' in clause)) return [];
    const { kind, name, span, value } = clause;
    return [{ name: name.text, kind, detail: written(value), span, nameSpan: name.span, children: [] }];
  });
}

/** First line of a documentation; empty without one. */
export function summaryOf(documentation: Documentation | null): string {
  return documentation?.text.split('\n')[0] ?? '';
}

/** A text on one line, cut if long. */
export function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}
