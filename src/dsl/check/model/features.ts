/** The factors that a panel is made of: names of factors and sets, alone or in brackets. */
import { findModelFunction } from '../../catalogue/model/index.ts';
import { models } from '../../messages/models.ts';
import { nearest } from '../../nearest.ts';
import { expandSet } from '../../sets.ts';
import type { Expression, NameExpression } from '../../syntax.ts';
import type { CheckedFactor } from '../../typed.ts';
import { writeNearest } from '../fixes.ts';
import { textAt } from '../scope.ts';
import type { ModelBuilder } from './builder.ts';
import { evaluate } from './evaluate.ts';
import { CLAUSES, kindText, type FactorsValue, type ModelScope } from './scope.ts';

/** The factors of some names, in order; null after a finding. @param whole what a finding about all of them marks */
export function factorsNamed(items: readonly Expression[], whole: Expression, scope: ModelScope, model: ModelBuilder): FactorsValue | null {
  const { state } = model;
  const found = new Map<string, CheckedFactor>();
  let incomplete = false;
  let ok = true;
  for (const item of items) {
    const each = factorsOfItem(item, scope, model);
    if (each === null) {
      ok = false;
      continue;
    }
    incomplete ||= each.incomplete;
    for (const factor of each.factors) {
      const other = found.get(factor.name.toLowerCase());
      if (other === undefined) found.set(factor.name.toLowerCase(), factor);
      else {
        const same = other.path === factor.path && other.name === factor.name;
        state.report(scope, item.span, same ? models.repeatedFactor(factor.name) : models.sameNameInPanel(factor.name, other.path, factor.path));
        ok = false;
        break;
      }
    }
  }
  if (!ok) return null;
  if (found.size === 0 && !incomplete) return state.report(scope, whole.span, models.panelOfNothing(textAt(scope, whole.span)));
  return { kind: 'factors', factors: [...found.values()], incomplete, prepared: [] };
}

function factorsOfItem(item: Expression, scope: ModelScope, model: ModelBuilder): Pick<FactorsValue, 'factors' | 'incomplete'> | null {
  if (item.kind === 'error') return null;
  if (item.kind !== 'name') return model.state.report(scope, item.span, models.notFactors(`\`${textAt(scope, item.span)}\``));
  if (scope.parameters.has(item.name.text)) {
    const value = evaluate(item, scope, model);
    if (value?.kind === 'factors' && value.prepared.length === 0) return value;
    return value === null ? null : model.state.report(scope, item.span, models.notFactors(`\`${textAt(scope, item.span)}\``));
  }
  const { text } = item.name;
  if (!scope.file.factors.has(text) && !scope.file.sets.has(text)) return reportUnknown(item, scope, model);
  const checked = expandSet(model.project, scope.file, text).map((each) => model.factorOf(each.file.path, each.item.name.text));
  const factors = checked.filter((each) => each !== null);
  return { factors, incomplete: factors.length < checked.length };
}

function reportUnknown({ name: { text }, span }: NameExpression, scope: ModelScope, model: ModelBuilder): null {
  const { state, declared } = model;
  const kind = declared.get(text);
  const inDef = scope.calls.at(-1);
  if (kind !== undefined) {
    model.used.add(text);
    if (inDef !== undefined) return state.report(scope, span, models.nameInDef(text, kindText(kind), inDef.name.text));
    return state.report(scope, span, models.misplaced(`${kind} ${text}`, CLAUSES[scope.clause], 'inputs and targets are made of factors and bars; combine what they give in a let'));
  }
  if (findModelFunction(text) !== null || scope.file.defs.has(text)) return state.report(scope, span, models.functionAsValue(text, `${text}(…)`));
  if (scope.file.models.has(text)) return state.report(scope, span, models.notFactors(`the model ${text}`));
  if (scope.file.lacksNames === true || state.isFull) return null;
  const known = [...scope.file.sets.keys(), ...scope.file.factors.keys()];
  const near = nearest(text, known);
  return state.report(scope, span, models.unknownFactor(text, near), writeNearest(near, span));
}
