/** What the checker says about every expression of an item. */
import { checkDefAlone } from '../dsl/check/def-alone.ts';
import { checkFactor } from '../dsl/check/factor.ts';
import { checkModel } from '../dsl/check/model/model.ts';
import type { ModelValue } from '../dsl/check/model/scope.ts';
import { factorKey } from '../dsl/check.ts';
import type { Finding } from '../dsl/finding.ts';
import type { DefItem, Expression, FactorItem, Item, ModelItem } from '../dsl/syntax.ts';
import { TABLES, type Table } from '../dsl/tables.ts';
import type { Typed } from '../dsl/typed.ts';
import type { Checked } from './workspace.ts';

/** A checked item. Null stands for an expression that is wrong; one that was not looked at is not there. */
export interface ItemTypes {
  readonly findings: readonly Finding[];
  readonly typed: ReadonlyMap<Expression, Typed | null>;
  readonly values: ReadonlyMap<Expression, ModelValue | null>;
  /** Tables with whose columns a def makes sense. */
  readonly tables: readonly Table[];
}

const NOTHING: ItemTypes = { findings: [], typed: new Map(), values: new Map(), tables: [] };

/** Checks an item of a file, or what it would be with other clauses. */
export function checkItem(item: Item, checked: Checked): ItemTypes {
  if (checked.file === null) return NOTHING;
  switch (item.kind) {
    case 'factor':
      return factorTypes(item, checked);
    case 'def':
      return defTypes(item, checked);
    case 'model':
      return modelTypes(item, checked);
    default:
      return NOTHING;
  }
}

function factorTypes(item: FactorItem, { file }: Checked): ItemTypes {
  const typed = new Map<Expression, Typed | null>();
  if (file === null) return NOTHING;
  const { findings } = checkFactor(item, file, (expression, value) => typed.set(expression, value));
  return { ...NOTHING, findings, typed };
}

/** A def as it is with the first of the tables with which it has the fewest errors. */
function defTypes(item: DefItem, { file }: Checked): ItemTypes {
  if (file === null) return NOTHING;
  const trials = [...TABLES.values()].map((table) => {
    const typed = new Map<Expression, Typed | null>();
    const findings = checkDefAlone({ item, file }, table, (expression, value) => typed.set(expression, value));
    return { table, typed, findings, errors: findings.filter(({ severity }) => severity === 'error').length };
  });
  const fewest = Math.min(...trials.map(({ errors }) => errors));
  const best = trials.filter(({ errors }) => errors === fewest);
  const [first] = best;
  return first === undefined ? NOTHING : { ...NOTHING, findings: first.findings, typed: first.typed, tables: best.map(({ table }) => table) };
}

function modelTypes(item: ModelItem, { file, project, result }: Checked): ItemTypes {
  const values = new Map<Expression, ModelValue | null>();
  if (file === null) return NOTHING;
  const { findings } = checkModel(item, file, project, (path, name) => result.reachable.get(factorKey(path, name)) ?? null, (expression, value) => values.set(expression, value));
  return { ...NOTHING, findings, values };
}
