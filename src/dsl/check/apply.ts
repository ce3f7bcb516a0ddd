/** Applying one operator: element types, units, rows and time of the result. */
import type { Operator } from '../catalogue/index.ts';
import { SESSION } from '../session.ts';
import type { Span } from '../source.ts';
import type { ElementType, Typed, TypedApplication } from '../typed.ts';
import type { NumberUnit } from '../units.ts';
import { inputsOf, type Application } from './application.ts';
import { argumentsFit } from './argument-types.ts';
import { commonRows } from './common-rows.ts';
import { placeInTime } from './place-in-time.ts';
import { warnIfPointless } from './pointless.ts';
import { warnIfRawPrices } from './raw-prices.ts';
import type { Scope } from './scope.ts';
import type { State } from './state.ts';
import { unitOfResult } from './units-of.ts';

/** Type of an operator applied to typed arguments, or null after a finding. */
export function apply(entry: Operator, to: Application, span: Span, scope: Scope, state: State): Typed | null {
  if (!argumentsFit(entry, to.args, scope, state)) return null;
  const outcome = unitOfResult(entry, to.args, scope);
  if ('problem' in outcome) return state.report(scope, outcome.at, outcome.problem, outcome.fix);
  const rows = commonRows(entry, to, span, scope, state);
  if (rows === null) return null;
  const placed = placeInTime(entry, to, rows, span, scope, state);
  if (placed === null) return null;
  const args = to.args.map((arg) => arg.value);
  const value: TypedApplication = {
    kind: 'apply',
    operator: entry.name,
    args,
    parameters: to.parameters ?? [],
    window: to.window?.value ?? SESSION,
    where: to.where?.value ?? null,
    by: to.by?.value.column ?? null,
    type: resultType(entry, args, outcome.unit),
    rows: placed.rows,
    known: placed.known,
    span,
  };
  warnIfPointless(entry, to, rows, span, scope, state);
  warnIfRawPrices(entry, to, span, scope, state);
  return state.count(value, inputsOf(to), scope) ? value : null;
}

function resultType(entry: Operator, args: readonly Typed[], unit: NumberUnit): ElementType {
  if (entry.result === 'boolean') return { kind: 'boolean' };
  if (entry.result === 'number') return { kind: 'number', unit };
  const sample = entry.name === 'if' ? args[1] : args[0];
  return sample?.type.kind === 'boolean' ? { kind: 'boolean' } : { kind: 'number', unit };
}
