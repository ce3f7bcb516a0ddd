/** The clauses of a model: which are there, and what names they give. */
import { models } from '../../messages/models.ts';
import { findModelFunction, findPreparation } from '../../catalogue/model/index.ts';
import type { ModelClause, ModelItem } from '../../syntax.ts';
import { remove } from '../fixes.ts';
import type { Place } from '../scope.ts';
import type { ModelBuilder } from './builder.ts';
import { kindText } from './scope.ts';

export type ClauseOf<K extends ModelClause['kind']> = ModelClause & { readonly kind: K };
export type NamedClause = Extract<ModelClause, { readonly name: unknown }>;

/** Clauses that a model has once, and what to write where one is missing. */
const ONCE: ReadonlyMap<ModelClause['kind'], string> = new Map([
  ['target', 'target y = zscore(forward_return(from=1, to=11, price=vwap))'],
  ['output', 'output p = dense(h, units=1)'],
  ['loss', 'loss -corr(p, y)'],
  ['train', 'train { optimizer adam(learning_rate=0.005) batch 5000 }'],
]);

/** Whether every clause that must be there is, and none twice that stands once. */
export function checkClauses(item: ModelItem, place: Place, model: ModelBuilder): void {
  const seen = new Set<string>();
  for (const { kind, span } of item.clauses) {
    if (seen.has(kind) && ONCE.has(kind)) model.state.report(place, span, models.duplicateClause(kind), remove(`remove this ${kind}`, span));
    seen.add(kind);
  }
  // A clause that could not be read may be the one that seems to be missing.
  if (item.incomplete === true) return;
  const missing = [...ONCE].filter(([kind]) => !seen.has(kind));
  if (!seen.has('input')) missing.unshift(['input', 'input x = panel(factors, days=40)']);
  if (missing.length === 0) return;
  const kinds = missing.map(([kind]) => kind);
  // Every setting of the training has a default; what the other clauses would say nobody can know.
  const end = { start: item.span.end - 1, end: item.span.end - 1 };
  const fix = kinds.length === 1 && kinds[0] === 'train' ? { title: 'add train {}', edits: [{ span: end, text: '  train {}\n' }] } : null;
  model.state.report(place, item.name.span, models.missingClauses(kinds, item.name.text, missing.map(([, example]) => example)), fix);
}

/** The first clause of each kind that stands once, and every other. */
export function clausesToRead(item: ModelItem): readonly ModelClause[] {
  const seen = new Set<string>();
  return item.clauses.filter(({ kind }) => {
    const repeated = seen.has(kind) && ONCE.has(kind);
    seen.add(kind);
    return !repeated;
  });
}

export function isNamed(clause: ModelClause): clause is NamedClause {
  return 'name' in clause;
}

/** Collects the names that clauses give; each once. */
export function declareNames(clauses: readonly ModelClause[], place: Place, model: ModelBuilder): ReadonlySet<ModelClause> {
  const repeated = new Set<ModelClause>();
  for (const clause of clauses) {
    if (!isNamed(clause)) continue;
    const { text, span } = clause.name;
    const other = model.declared.get(text);
    if (other !== undefined) {
      model.state.report(place, span, models.duplicateName(text, other === 'let' ? 'let' : kindText(other)));
      repeated.add(clause);
      continue;
    }
    model.declared.set(text, clause.kind);
    if (clause.kind === 'layer' && (findModelFunction(text) !== null || findPreparation(text) !== null)) model.state.report(place, span, models.layerHidesFunction(text));
  }
  return repeated;
}
