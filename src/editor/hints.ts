/** Units, rows and shapes that the text leaves out. */
import { valueText } from '../dsl/check/describe.ts';
import type { Span } from '../dsl/source.ts';
import type { FactorClause, Item, ModelClause } from '../dsl/syntax.ts';
import type { InlayHint } from './api.ts';
import type { ItemTypes } from './item-types.ts';
import { touches } from './spans.ts';
import { knownText, modelDetail, valueDetail } from './value-text.ts';
import type { Workspace } from './workspace.ts';

/** Hints of the clauses that a span touches. */
export function hintsIn(path: string, span: Span, workspace: Workspace): readonly InlayHint[] {
  const items = workspace.parsed(path)?.tree.items ?? [];
  return items.filter((item) => touches(item.span, span)).flatMap((item) => hintsOfItem(item, span, path, workspace));
}

function hintsOfItem(item: Item, span: Span, path: string, workspace: Workspace): readonly InlayHint[] {
  if (item.kind !== 'factor' && item.kind !== 'model') return [];
  const clauses: readonly (FactorClause | ModelClause)[] = item.clauses.filter((clause) => touches(clause.span, span));
  if (clauses.length === 0) return [];
  const types = workspace.types(path, item);
  return clauses.flatMap((clause) => hintOf(clause, types) ?? []);
}

/** Behind the name that a clause gives, or its keyword; null for what is not known. */
function hintOf(clause: FactorClause | ModelClause, { typed, values }: ItemTypes): InlayHint | null {
  if (!('value' in clause) || clause.kind === 'direction') return null;
  const offset = 'name' in clause ? clause.name.span.end : clause.span.start + clause.kind.length;
  const value = typed.get(clause.value);
  if (value !== undefined && value !== null) return { offset, label: `: ${valueDetail(value)}`, markdown: `${valueText(value)}; known ${knownText(value)}` };
  const ofModel = values.get(clause.value);
  if (ofModel === undefined || ofModel === null || clause.kind === 'loss') return null;
  const detail = modelDetail(ofModel);
  return { offset, label: `: ${detail}`, markdown: detail };
}
