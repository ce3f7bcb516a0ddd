/** Named arguments that a call does not have yet. */
import { findModelFunction, findPreparation } from '../../dsl/catalogue/model/index.ts';
import { FUNCTIONS } from '../../dsl/catalogue/index.ts';
import type { CallExpression } from '../../dsl/syntax.ts';
import type { Table } from '../../dsl/tables.ts';
import { argumentText } from '../argument-text.ts';
import { PLACEHOLDER } from '../cursor/word.ts';
import { slotsOf, type Callee, type Slot } from '../signatures.ts';
import type { Checked } from '../workspace.ts';
import { RANK, type Candidate } from './candidate.ts';
import type { Probe } from './probe.ts';
import { namedOf } from './samples.ts';

/** For the call that the placeholder is an argument of, by itself or as its name. @param table of the factor; null in a model, or where it is not known */
export function argumentNames(probe: Probe, checked: Checked, table: Table | null): readonly Candidate[] {
  const node = probe.way.at(-1);
  const isName = probe.target.kind === 'argument-name';
  const call = isName ? node : probe.parent;
  if (call?.kind !== 'call') return [];
  const at = call.args.findIndex(({ name, value }) => (isName ? name?.text === PLACEHOLDER : name === null && value === node));
  const callee = at < 0 ? null : calleeOf(call, probe, checked);
  if (callee === null) return [];
  const given = new Set(call.args.flatMap(({ name }) => (name === null ? [] : [name.text])));
  const before = call.args.slice(0, at).filter(({ name }) => name === null).length;
  // By place only the first arguments can be given: after one with a name, or for what is written already, none is.
  const isAfterNamed = call.args.slice(0, at).some(({ name }) => name !== null);
  const slots = slotsOf(callee).filter(({ name }, i) => !given.has(name) && name !== '…' && i >= (isName ? 0 : before) && isTaken(callee, name, table));
  return slots.map(({ name }) => ({
    label: isName ? name : `${name}=`,
    kind: 'named-argument',
    detail: documentationOf(callee, name),
    documentation: documentationOf(callee, name),
    rank: isName || isAfterNamed ? RANK.word : before > 0 || isRequired(callee, name) ? RANK.argument : RANK.lateArgument,
  }));
}

function isRequired(callee: Callee, name: string): boolean {
  const slot: Slot | undefined = slotsOf(callee).find((each) => each.name === name);
  return callee.kind === 'model-function' && callee.entry.settings.some((setting) => setting.name === name && slot?.isOptional === false);
}

function isTaken(callee: Callee, name: string, table: Table | null): boolean {
  if (callee.kind !== 'operator') return true;
  return !callee.operator.named.some((each) => each === name) || namedOf(callee.operator, table).includes(name);
}

function calleeOf({ callee: { text } }: CallExpression, { item, way }: Probe, { file }: Checked): Callee | null {
  const def = file?.defs.get(text);
  if (def !== undefined) return { kind: 'def', declared: def };
  if (item.kind !== 'model') {
    const operator = FUNCTIONS.find(({ name }) => name === text);
    return operator === undefined ? null : { kind: 'operator', operator };
  }
  const clause = item.clauses.find((each) => each.kind !== 'train' && each.value === way[0]);
  const isData = clause?.kind === 'input' || clause?.kind === 'target';
  const preparation = isData ? findPreparation(text) : null;
  if (preparation !== null) return { kind: 'preparation', operator: preparation };
  const entry = findModelFunction(text);
  return entry === null ? null : { kind: 'model-function', entry };
}

function documentationOf(callee: Callee, name: string): string {
  if (callee.kind === 'operator' || callee.kind === 'preparation') return argumentText(callee.operator, name);
  if (callee.kind === 'model-function') return argumentText(callee.entry, name);
  return callee.kind === 'def' ? `parameter of ${callee.declared.item.name.text}` : '';
}
