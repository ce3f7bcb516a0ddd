/** What an expression of a model may go on with. */
import { findModelFunction, MODEL_FUNCTIONS, modelSignature, PREPARATIONS, preparationSignature, type ModelFunction, type ModelSetting } from '../../dsl/catalogue/model/index.ts';
import { formOf } from '../../dsl/check/inline.ts';
import type { ModelClause } from '../../dsl/syntax.ts';
import { checkItem } from '../item-types.ts';
import { enumText, itemText, operatorText, wordText } from '../markdown.ts';
import { slotsOf, type Callee } from '../signatures.ts';
import { modelDetail } from '../value-text.ts';
import type { Checked } from '../workspace.ts';
import { argumentNames } from './argument-names.ts';
import { RANK, type Candidate } from './candidate.ts';
import type { Probe } from './probe.ts';

export function modelWords(probe: Probe, checked: Checked): readonly Candidate[] {
  const { target } = probe;
  if (target.kind === 'column' || target.kind === 'table') return [];
  if (target.kind === 'argument-name') return argumentNames(probe, checked, null);
  const words = settingWords(probe);
  if (words !== null) return words;
  const kind = clauseOf(probe)?.kind;
  const functions = [...functionsIn(kind), ...defs(checked)];
  if (target.kind === 'callee') return [...functions.map((each) => ({ ...each, text: each.label })), ...layers(probe).map((each) => ({ ...each, text: each.label }))];
  const isData = kind === 'input' || kind === 'target';
  if (kind === 'layer') return [...functions, ...argumentNames(probe, checked, null)];
  return [...(isData ? (kind === 'input' ? factors(probe, checked) : []) : [...values(probe, checked), ...layers(probe)]), ...argumentNames(probe, checked, null), ...functions];
}

function clauseOf({ item, way }: Probe): ModelClause | undefined {
  return item.kind === 'model' ? item.clauses.find((clause) => (clause.kind === 'train' ? clause.settings.some(({ value }) => value === way[0]) : clause.value === way[0])) : undefined;
}

/** The words that a setting takes at the place; null where it is no setting's. */
function settingWords({ way }: Probe): readonly Candidate[] | null {
  const node = way.at(-1);
  const call = way.findLast((each) => each.kind === 'call');
  if (call === undefined) return null;
  const entry = findModelFunction(call.callee.text);
  const at = call.args.findIndex(({ value }) => value === node || (value.kind === 'list' && way.includes(value)));
  const argument = call.args[at];
  const setting: ModelSetting | undefined = entry?.settings.find(({ name }, i) => (argument?.name === null ? i + entry.inputs.length === at : name === argument?.name?.text));
  const listed = argument?.value.kind === 'list' ? argument.value.items.flatMap((item) => (item.kind === 'name' ? [item.name.text] : [])) : [];
  if (setting?.choices !== undefined) return setting.choices.filter((word) => !listed.includes(word)).map((label) => ({ label, kind: 'value', detail: wordText(label), rank: RANK.word }));
  if (argument?.name?.text !== 'by') return null;
  const keys = PREPARATIONS.find(({ name }) => name === call.callee.text)?.keys ?? [];
  return keys.map((label) => ({ label, kind: 'key', detail: enumText(label), rank: RANK.word }));
}

/** Values of the clauses above, by shape. */
function values(probe: Probe, checked: Checked): readonly Candidate[] {
  const { item } = probe;
  const own = clauseOf(probe);
  if (item.kind !== 'model') return [];
  const { values: known } = checkItem(item, checked);
  const above = item.clauses.slice(0, own === undefined ? undefined : item.clauses.indexOf(own));
  return above.flatMap((clause): readonly Candidate[] => {
    if (!('name' in clause) || clause.kind === 'layer') return [];
    const value = known.get(clause.value);
    const fits = probe.fits(probe.name(clause.name.text));
    return [{ label: clause.name.text, kind: 'let', detail: value === undefined || value === null ? clause.kind : modelDetail(value), rank: fits ? RANK.local : RANK.local + RANK.misfit }];
  });
}

function layers({ item }: Probe): readonly Candidate[] {
  const clauses = item.kind === 'model' ? item.clauses : [];
  return clauses.flatMap((clause): readonly Candidate[] => (clause.kind === 'layer' ? [{ label: clause.name.text, kind: 'layer', detail: 'layer', text: `${clause.name.text}(\${1:x})`, rank: RANK.column }] : []));
}

/** Sets and factors that the file sees. */
function factors(probe: Probe, { file }: Checked): readonly Candidate[] {
  const declared = [...(file?.sets.values() ?? []), ...(file?.factors.values() ?? [])];
  return declared.map(({ item }) => ({ label: item.name.text, kind: item.kind, detail: item.documentation?.text.split('\n')[0] ?? item.kind, documentation: itemText(item), rank: probe.fits(probe.name(item.name.text)) ? RANK.local : RANK.local + RANK.misfit }));
}

/** Functions of a clause: data in inputs and targets, layers in layers, what has no data in the network. */
function functionsIn(kind: ModelClause['kind'] | undefined): readonly Candidate[] {
  const groups = kind === 'input' ? ['inputs'] : kind === 'target' ? ['target'] : kind === 'layer' ? ['layers'] : ['layers', 'functions', 'losses'];
  const own = MODEL_FUNCTIONS.filter(({ group }) => groups.includes(group)).map((entry) => functionCandidate(entry, kind === 'layer'));
  if (kind !== 'input' && kind !== 'target') return own;
  return [...own, ...PREPARATIONS.map((operator): Candidate => ({ label: operator.name, kind: 'operator', detail: preparationSignature(operator), documentation: operatorText(operator), text: callText(operator.name, { kind: 'preparation', operator }, []), rank: RANK.function }))];
}

/** @param isLayer without the value that it is called on later */
function functionCandidate(entry: ModelFunction, isLayer: boolean): Candidate {
  return { label: entry.name, kind: 'function', detail: modelSignature(entry), documentation: operatorText(entry), text: callText(entry.name, { kind: 'model-function', entry }, isLayer ? entry.inputs : []), rank: RANK.function };
}

/** A call with places for what must be written. */
function callText(name: string, callee: Callee, without: readonly string[]): string {
  const settings = callee.kind === 'model-function' ? callee.entry.settings.map((setting) => setting.name) : [];
  const required = slotsOf(callee).filter((slot) => !slot.isOptional && slot.name !== '…' && !without.includes(slot.name));
  return `${name}(${required.map((slot, i) => `${settings.includes(slot.name) ? `${slot.name}=` : ''}\${${String(i + 1)}:${slot.name}}`).join(', ')})`;
}

function defs({ file }: Checked): readonly Candidate[] {
  return [...(file?.defs.values() ?? [])].map((def) => ({ label: def.item.name.text, kind: 'def', detail: formOf(def), documentation: itemText(def.item), text: callText(def.item.name.text, { kind: 'def', declared: def }, []), rank: RANK.def }));
}
