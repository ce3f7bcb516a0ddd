/** Every name of a file with what it stands for: what editors colour, follow and rename. */
import { resolvePath, matchesPattern } from '../loading/project-paths.ts';
import type { Declared, Project, ProjectFile } from '../project.ts';
import type { DefItem, Expression, FactorItem, Item, LetClause, SetItem, StringLiteral } from '../syntax.ts';
import { TABLES } from '../tables.ts';
import { nameExpression, type FactorNames } from './factor-names.ts';
import { itemMeaning, type NamedPlace } from './meaning.ts';
import { nameModel } from './model-names.ts';
import { Places, UNKNOWN } from './places.ts';

const NO_LETS: FactorNames['lets'] = new Map();

/** The named places of a file in source order. Needs no text without errors; of broken parts it says what it can. */
export function namesOfFile(file: ProjectFile, project: Project): readonly NamedPlace[] {
  const places = new Places(file);
  for (const item of file.tree.items) nameItem(item, project, places);
  return places.inOrder;
}

function nameItem(item: Item, project: Project, places: Places): void {
  const { file } = places;
  switch (item.kind) {
    case 'use':
      places.quoted(item.path, filesNamed(item.path, file, project));
      break;
    case 'def':
      nameDef({ item, file }, places);
      break;
    case 'set':
      nameSet({ item, file }, project, places);
      break;
    case 'factor':
      nameFactor({ item, file }, places);
      break;
    case 'model':
      places.declare(item.name, { kind: 'model', declared: { item, file } });
      nameModel({ item, file }, places);
      break;
  }
}

function filesNamed({ value }: StringLiteral, file: ProjectFile, project: Project): readonly string[] {
  const { path } = resolvePath(file.path, value.replaceAll('\\', '/'));
  return path === null ? [] : [...project.files.keys()].filter((each) => matchesPattern(path, each));
}

function nameDef(def: Declared<DefItem>, places: Places): void {
  const { name, parameters, body } = def.item;
  places.declare(name, { kind: 'def', declared: def });
  const scope: FactorNames = { table: null, factor: null, above: NO_LETS, lets: NO_LETS, def };
  for (const parameter of parameters) {
    places.declare(parameter.name, { kind: 'parameter', declared: def, parameter });
    // Default values are read without the parameters.
    if (parameter.defaultValue !== null) nameExpression(parameter.defaultValue, 'value', { ...scope, def: null }, places);
  }
  nameExpression(body, 'value', scope, places);
}

function nameSet(set: Declared<SetItem>, project: Project, places: Places): void {
  places.declare(set.item.name, { kind: 'set', declared: set });
  for (const member of set.item.members) {
    if (member.kind === 'string') places.quoted(member, filesNamed(member, set.file, project));
    else places.use(member.name, itemMeaning(member.name.text, set.file) ?? UNKNOWN);
  }
}

function nameFactor(factor: Declared<FactorItem>, places: Places): void {
  const { item } = factor;
  places.declare(item.name, { kind: 'factor', declared: factor });
  const from = item.clauses.find((clause) => clause.kind === 'from');
  const table = TABLES.get(from?.table.text ?? '') ?? null;
  const all = item.clauses.filter((clause): clause is LetClause => clause.kind === 'let');
  const lets = new Map([...all].reverse().map((clause) => [clause.name.text, clause]));
  const above = new Map<string, LetClause>();
  const scope: FactorNames = { table, factor, above, lets, def: null };
  for (const clause of item.clauses) {
    if (clause.kind === 'from') places.use(clause.table, table === null || clause !== from ? tableMeaning(clause.table.text) : { kind: 'table', table });
    else if (clause.kind === 'unit') nameUnit(clause.unit, places);
    else if (clause.kind === 'value') nameExpression(clause.value, 'value', scope, places);
    else if (clause.kind === 'let') {
      places.declare(clause.name, { kind: 'let', declared: factor, clause });
      nameExpression(clause.value, 'value', scope, places);
      above.set(clause.name.text, clause);
    }
  }
}

function tableMeaning(name: string): NamedPlace['meaning'] {
  const table = TABLES.get(name);
  return table === undefined ? UNKNOWN : { kind: 'table', table };
}

function nameUnit(expression: Expression, places: Places): void {
  if (expression.kind === 'name') places.use(expression.name, { kind: 'unit', name: expression.name.text });
  if (expression.kind === 'binary') for (const side of [expression.left, expression.right]) nameUnit(side, places);
}
