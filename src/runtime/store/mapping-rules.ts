/** What must hold of a mapping and its JSON Schema cannot say. */
import { keyRules, mappedTables, sourceRule, vendorColumns, type Mapping, type SourceRule, type SymbolRule, type TableMapping } from './mapping.ts';
import { didYouMean } from './nearest.ts';
import { provisionOf } from './provision.ts';
import { definitionOf, isDaily, type ImportedTable, type TableColumn } from './tables.ts';
import type { CheckedYaml } from './yaml-schema.ts';

type Fault = CheckedYaml<Mapping>['fault'];

/** Throws DataError for the first rule that does not hold. */
export function checkMapping({ value: mapping, fault }: CheckedYaml<Mapping>): void {
  for (const key of ['symbol', 'index'] as const) {
    const rule = mapping[key];
    if (rule !== undefined) checkCode(key, rule, fault);
  }
  for (const [table, rules] of mappedTables(mapping)) {
    checkKeys(mapping, table, fault);
    for (const column of definitionOf(table).columns) {
      const source = rules.columns[column.name];
      if (source !== undefined) checkSource(table, column, sourceRule(source), fault);
    }
    checkProvision(table, rules, fault);
  }
  const read = mappedTables(mapping).flatMap(([table, rules]) => vendorColumns(mapping, table, rules));
  for (const [i, column] of (mapping.optional ?? []).entries()) {
    if (!read.includes(column)) throw fault(['optional', i], `the column ${column}${didYouMean(column, read)}`, 'a column that the mapping reads', 'Correct or remove it.');
  }
}

function checkCode(key: 'symbol' | 'index', rule: SymbolRule, fault: Fault): void {
  const given = [rule.exchange, rule.exchangeColumn].filter((each) => each !== undefined).length;
  if (rule.form === 'text' && key === 'symbol') throw fault([key, 'form'], 'form text', 'digits, suffix, prefix or any', 'Only the code of an index may be any text.');
  if (rule.form === 'digits' ? given !== 1 : given !== 0) {
    throw fault([key, 'form'], `form ${rule.form} with ${given} rules for the exchange`, rule.form === 'digits' ? 'exactly one of exchange and exchangeColumn' : 'no exchange: the symbol names it', `Correct the keys under ${key}.`);
  }
}

function checkKeys(mapping: Mapping, table: ImportedTable, fault: Fault): void {
  const rules = keyRules(mapping, table);
  const needed = [...(table === 'index_daily' ? [] : (['symbol'] as const)), ...(table === 'index_daily' || table === 'index_member' ? (['index'] as const) : []), ...(isDaily(table) ? [] : (['time'] as const))];
  for (const key of needed) {
    if (rules[key] === undefined) throw fault([], `no ${key}`, `the key ${key}: rows of ${table} have one`, 'Add it.');
  }
}

function checkSource(table: ImportedTable, column: TableColumn, rule: SourceRule, fault: Fault): void {
  const path = ['tables', table, 'columns', column.name];
  const origins = [rule.column, rule.columns, rule.choose, rule.value].filter((origin) => origin !== undefined).length;
  if (origins !== 1) throw fault(path, `${origins} of the keys column, columns, choose, value`, 'exactly one', 'Say once where the column comes from.');
  const words = [...Object.values(rule.codes ?? {}), ...(rule.value === undefined ? [] : [rule.value])];
  const numeric = !['code', 'flag', 'text', 'date'].includes(column.kind);
  if (!numeric && rule.scale !== undefined) throw fault([...path, 'scale'], 'scale', 'a column of numbers', 'Remove it.');
  if (column.kind === 'text') return;
  const allowed = column.kind === 'flag' ? ['true', 'false'] : column.codes;
  if (allowed === undefined) {
    const worded = definitionOf(table).columns.filter((other) => ['code', 'flag', 'text'].includes(other.kind)).map(({ name }) => name);
    if (words.length > 0) throw fault(path, 'codes or value', numeric ? 'a number' : 'a date', `Only ${worded.join(' and ') || 'columns of words'} can have them.`);
    return;
  }
  const wrong = words.find((word) => !allowed.includes(word));
  if (wrong !== undefined) throw fault(path, `the word ${wrong}${didYouMean(wrong, allowed)}`, `one of ${allowed.join(', ')}`, 'Correct it.');
}

/** What a mapping says of itself must be so: people choose by it. */
function checkProvision(table: ImportedTable, rules: TableMapping, fault: Fault): void {
  const provision = provisionOf(table, rules);
  for (const key of ['derives', 'lacks'] as const) {
    const said = rules[key];
    if (said === undefined || [...said].sort().join() === [...provision[key]].sort().join()) continue;
    throw fault(['tables', table, key], `[${said.join(', ')}]`, `[${provision[key].join(', ')}], by the columns that are mapped`, `Correct the list, or leave out ${key}.`);
  }
}
