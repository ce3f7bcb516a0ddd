/** Markdown about what a name stands for. */
import { modelSignature } from '../dsl/catalogue/model/index.ts';
import { signature } from '../dsl/catalogue/index.ts';
import { factorKey } from '../dsl/check.ts';
import { formOf } from '../dsl/check/inline.ts';
import type { Declared } from '../dsl/project.ts';
import { ENUMS } from '../dsl/tables.ts';
import type { Meaning } from '../dsl/resolution/meaning.ts';
import { clockText, MORNING_OPEN } from '../dsl/session.ts';
import type { FactorItem, SetItem } from '../dsl/syntax.ts';
import { unitText } from '../dsl/units.ts';
import { expandSet } from '../dsl/load-project.ts';
import { clausesText, code, columnText, enumText, itemText, keyText, operatorText, paragraphs, tableText, trainingText, windowText, wordText } from './markdown.ts';
import { argumentText } from './argument-text.ts';
import { columnDetail } from './value-text.ts';
import type { Workspace } from './workspace.ts';

/** Empty for what nothing is known about. @param path the file in which the name stands */
export function meaningText(meaning: Meaning, path: string, workspace: Workspace): string {
  switch (meaning.kind) {
    case 'def': {
      const { item, file } = meaning.declared;
      const body = file.tree.text.slice(item.body.span.start, item.body.span.end);
      return paragraphs(code(`def ${formOf(meaning.declared)} = ${body}`), item.documentation === null ? '' : itemText(item));
    }
    case 'set':
      return setText(meaning.declared, path, workspace);
    case 'factor':
      return factorText(meaning.declared, path, workspace);
    case 'model':
      return paragraphs(code(`model ${meaning.declared.item.name.text}`), itemText(meaning.declared.item));
    case 'let':
    case 'clause': {
      const { kind, name, value } = meaning.clause;
      const { text } = meaning.declared.file.tree;
      return code(`${kind} ${name.text} = ${text.slice(value.span.start, value.span.end)}`);
    }
    case 'parameter': {
      const { parameter, declared } = meaning;
      const value = parameter.defaultValue === null ? '' : ` = ${declared.file.tree.text.slice(parameter.defaultValue.span.start, parameter.defaultValue.span.end)}`;
      return paragraphs(code(`${parameter.name.text}${value}`), `Parameter of \`${formOf(declared)}\`, 参数`);
    }
    case 'table':
      return paragraphs(code(`table ${meaning.table.name}`), tableText(meaning.table));
    case 'column':
      return paragraphs(code(meaning.tables.map((table) => `${table.name}.${meaning.column.name}`).join('\n')), meaning.tables.map((table) => columnDetail(table.columns.get(meaning.column.name) ?? meaning.column, table)).join(' / '), columnText(meaning.column));
    case 'operator':
      return paragraphs(code(signature(meaning.operator)), operatorText(meaning.operator));
    case 'model-function':
      return paragraphs(code(modelSignature(meaning.entry)), operatorText(meaning.entry));
    case 'named-argument':
      return paragraphs(code(`${meaning.name}=`), argumentText(meaning.callee, meaning.name));
    case 'window':
      return paragraphs(code(`window=${meaning.name}`), windowText(meaning.name));
    case 'enum':
      return paragraphs(code(meaning.name), enumText(meaning.name), meaning.enums.map((each) => ENUMS[each].join(', ')).join('; '));
    case 'key':
      return paragraphs(code(`by=${meaning.name}`), keyText(meaning.name));
    case 'unit':
      return code(`unit ${meaning.name}`);
    case 'word':
      return paragraphs(code(`${meaning.setting} ${meaning.name}`), wordText(meaning.name));
    case 'training':
      return paragraphs(code(meaning.name), trainingText(meaning.name));
    case 'optimizer':
      return paragraphs(code(meaning.name), trainingText('optimizer'));
    case 'files':
      return meaning.paths.length === 0 ? '' : meaning.paths.map((each) => `- \`${each}\``).join('\n');
    case 'unknown':
      return '';
  }
}

function setText(set: Declared<SetItem>, path: string, workspace: Workspace): string {
  const { project } = workspace.checked(path);
  const factors = expandSet(project, set.file, set.item.name.text).map(({ item }) => item.name.text);
  return paragraphs(code(`set ${set.item.name.text}`), itemText(set.item), `${String(factors.length)} factors: ${factors.map((name) => `\`${name}\``).join(', ')}`);
}

function factorText({ item, file }: Declared<FactorItem>, path: string, workspace: Workspace): string {
  const checked = workspace.checked(path).result.reachable.get(factorKey(file.path, item.name.text));
  const facts = checked === undefined ? '' : `known ${clockText(Math.max(checked.knownAt, MORNING_OPEN))} · unit ${unitText(checked.unit)}`;
  return paragraphs(code(`factor ${item.name.text}`), itemText(item), clausesText(item, file.tree.text), facts);
}
