/** What the names in the clauses of models stand for. */
import { findModelFunction, findPreparation, type ModelFunction } from '../catalogue/model/index.ts';
import type { Operator } from '../catalogue/operator.ts';
import { TRAINING_SETTINGS } from '../catalogue/model/training.ts';
import type { Clause } from '../check/model/scope.ts';
import type { Declared } from '../project.ts';
import type { Argument, CallExpression, DefItem, Expression, ModelItem, Name, TrainSetting } from '../syntax.ts';
import { parameterFor } from './factor-names.ts';
import { itemMeaning, type Meaning, type NamedModelClause } from './meaning.ts';
import { UNKNOWN, type Places } from './places.ts';

/** The names an expression of a model sees. */
interface ModelNames {
  readonly model: Declared<ModelItem>;
  readonly clauses: ReadonlyMap<string, NamedModelClause>;
  readonly clause: Clause;
}

/** Puts the names of all clauses of a model into the places. */
export function nameModel(model: Declared<ModelItem>, places: Places): void {
  const named = model.item.clauses.filter((clause): clause is NamedModelClause => 'name' in clause);
  // Of two with one name the first counts.
  const clauses = new Map([...named].reverse().map((clause) => [clause.name.text, clause]));
  for (const clause of model.item.clauses) {
    if ('name' in clause) places.declare(clause.name, { kind: 'clause', declared: model, clause });
    if (clause.kind === 'train') for (const setting of clause.settings) nameSetting(setting, places);
    else nameExpression(clause.value, { model, clauses, clause: clause.kind === 'input' || clause.kind === 'target' ? clause.kind : 'network' }, places);
  }
}

function nameSetting({ name, value }: TrainSetting, places: Places): void {
  const known = TRAINING_SETTINGS.find((each) => each.name === name.text);
  places.use(name, known === undefined ? UNKNOWN : { kind: 'training', name: name.text });
  if (value.kind === 'name') places.use(value.name, known?.form === 'optimizer' ? { kind: 'optimizer', name: value.name.text } : { kind: 'word', setting: name.text, name: value.name.text });
  if (value.kind !== 'call') return;
  places.use(value.callee, { kind: 'optimizer', name: value.callee.text });
  for (const argument of value.args) if (argument.name !== null) places.use(argument.name, { kind: 'word', setting: value.callee.text, name: argument.name.text });
}

function nameExpression(expression: Expression, scope: ModelNames, places: Places): void {
  switch (expression.kind) {
    case 'name':
      places.use(expression.name, meaningOf(expression.name.text, scope, places));
      break;
    case 'call':
      nameCall(expression, scope, places);
      break;
    case 'binary':
      nameExpression(expression.left, scope, places);
      nameExpression(expression.right, scope, places);
      break;
    case 'unary':
      nameExpression(expression.operand, scope, places);
      break;
    case 'list':
      for (const item of expression.items) nameExpression(item, scope, places);
      return;
    default:
  }
}

function meaningOf(name: string, { model, clauses, clause }: ModelNames, places: Places): Meaning {
  const own = clauses.get(name);
  const item = itemMeaning(name, places.file);
  // Inputs and targets see no clauses, the network nothing else.
  if (clause !== 'network' && item !== null) return item;
  if (own !== undefined) return { kind: 'clause', declared: model, clause: own };
  return item ?? functionMeaning(name) ?? UNKNOWN;
}

function functionMeaning(name: string): Meaning | null {
  const entry = findModelFunction(name);
  if (entry !== null) return { kind: 'model-function', entry };
  const operator = findPreparation(name);
  return operator === null ? null : { kind: 'operator', operator };
}

function calleeMeaning({ text }: Name, { model, clauses, clause }: ModelNames, places: Places): Meaning {
  const def = places.file.defs.get(text);
  if (def !== undefined) return { kind: 'def', declared: def };
  const own = clauses.get(text);
  if (own !== undefined && clause === 'network') return { kind: 'clause', declared: model, clause: own };
  const preparation = clause === 'network' ? null : findPreparation(text);
  return preparation === null ? (functionMeaning(text) ?? UNKNOWN) : { kind: 'operator', operator: preparation };
}

function nameCall({ callee, args }: CallExpression, scope: ModelNames, places: Places): void {
  const meaning = calleeMeaning(callee, scope, places);
  places.use(callee, meaning);
  if (meaning.kind === 'def') {
    nameDefArguments(meaning.declared, args, scope, places);
    return;
  }
  const entry = meaning.kind === 'model-function' ? meaning.entry : meaning.kind === 'operator' ? meaning.operator : null;
  let positional = 0;
  for (const { name, value } of args) {
    const slot = name?.text ?? namesOf(entry)[positional];
    if (name === null) positional++;
    else places.use(name, entry !== null && slot !== undefined && (namesOf(entry).includes(slot) || slot === 'by') ? { kind: 'named-argument', callee: entry, name: slot } : UNKNOWN);
    if (slot === 'by' && value.kind === 'name') places.use(value.name, { kind: 'key', name: value.name.text });
    else if (slot !== undefined && takesWords(entry, slot)) nameWords(value, slot, places);
    else nameExpression(value, scope, places);
  }
}

function nameDefArguments(def: Declared<DefItem>, args: readonly Argument[], scope: ModelNames, places: Places): void {
  let positional = 0;
  for (const { name, value } of args) {
    const parameter = parameterFor(def.item, name, name === null ? positional++ : 0);
    if (name !== null) places.use(name, parameter === undefined ? UNKNOWN : { kind: 'parameter', declared: def, parameter });
    nameExpression(value, scope, places);
  }
}

/** Names of arguments by place: values first, then settings. */
function namesOf(entry: ModelFunction | Operator | null): readonly string[] {
  if (entry === null) return [];
  if ('inputs' in entry) return [...entry.inputs, ...(entry.many === true ? [] : entry.settings.map(({ name }) => name))];
  return [...entry.arguments, ...entry.parameters].map(({ name }) => name);
}

function takesWords(entry: ModelFunction | Operator | null, slot: string): boolean {
  return entry !== null && 'settings' in entry && entry.settings.find(({ name }) => name === slot)?.choices !== undefined;
}

function nameWords(value: Expression, setting: string, places: Places): void {
  for (const each of value.kind === 'list' ? value.items : [value]) {
    if (each.kind === 'name') places.use(each.name, { kind: 'word', setting, name: each.name.text });
  }
}
