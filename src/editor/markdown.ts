/** Markdown about operators, columns and everything else that has a name. */
import { ITEM_FORMS } from '../dsl/catalogue/clauses.ts';
import { BAR_FIELDS, BAR_STEPS } from '../dsl/catalogue/model/data.ts';
import type { ModelFunction } from '../dsl/catalogue/model/index.ts';
import { TRAINING_SETTINGS } from '../dsl/catalogue/model/training.ts';
import type { Operator } from '../dsl/catalogue/operator.ts';
import { clockText, endOfBar, halfHour, NAMED_WINDOWS, WINDOWS_ZH, type Window } from '../dsl/session.ts';
import type { FactorItem, Item } from '../dsl/syntax.ts';
import { ENUM_MEANINGS, TABLES, type Column, type Table } from '../dsl/tables.ts';
import { columnDetail } from './value-text.ts';

/** A line of code. */
export function code(text: string): string {
  return `\`\`\`factor\n${text}\n\`\`\``;
}

/** Parts that are not empty, an empty line between them. */
export function paragraphs(...parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null && part !== '').join('\n\n');
}

/** Chinese and English. */
export function bilingual(english: string, chinese: string): string {
  return chinese === '' ? english : `${chinese} · ${english}`;
}

export function operatorText({ summary, summaryZh, notes, example }: Operator | ModelFunction): string {
  return paragraphs(bilingual(summary, summaryZh), notes, example === '' ? null : code(example));
}

export function columnText({ summary, summaryZh }: Column): string {
  return bilingual(summary, summaryZh);
}

export function tableText(table: Table): string {
  const columns = [...table.columns.values()].map((column) => `- \`${column.name}\` ${columnDetail(column, table)} · ${columnText(column)}`);
  return paragraphs(bilingual(table.summary, table.summaryZh), columns.join('\n'));
}

/** `09:30..10:00`. */
function hoursOf({ firstRow, endRow }: Window): string {
  return `${clockText(endOfBar(firstRow) - 1)}..${clockText(endOfBar(endRow - 1))}`;
}

export function windowText(name: string): string {
  const window = NAMED_WINDOWS.get(name);
  const hours = window === undefined ? [1, 2, 3, 4, 5, 6, 7, 8].flatMap((k) => halfHour(k) ?? []).map((each, i) => `${String(i + 1)}: ${hoursOf(each)}`).join(', ') : hoursOf(window);
  return bilingual(hours, WINDOWS_ZH[name] ?? '');
}

export function enumText(name: string): string {
  const [english, chinese] = ENUM_MEANINGS[name] ?? ['', ''];
  return bilingual(english, chinese);
}

export function keyText(name: string): string {
  if (TABLES.has(name)) return bilingual('one row per minute: the 240 bars of the day', '每分钟一行');
  const column = [...TABLES.values()].flatMap(({ columns }) => columns.get(name) ?? [])[0];
  return column === undefined ? '' : `one row per ${name}: ${columnText(column)}`;
}

/** What a word says that a setting of a model takes. */
export function wordText(name: string): string {
  return BAR_FIELDS.get(name) ?? BAR_STEPS.get(name) ?? '';
}

export function trainingText(name: string): string {
  const setting = TRAINING_SETTINGS.find((each) => each.name === name);
  return setting === undefined ? '' : paragraphs(bilingual(setting.summary, setting.summaryZh), `Default: \`${setting.default}\``);
}

/** What an item says about itself. */
export function itemText(item: Exclude<Item, { readonly kind: 'use' }>): string {
  const { summary, summaryZh } = ITEM_FORMS[item.kind];
  return item.documentation?.text.replaceAll('\n', '  \n') ?? bilingual(summary, summaryZh);
}

/** `from minute · direction -1 · known 10:00`, as it is written. */
export function clausesText(item: FactorItem, source: string): string {
  return item.clauses.flatMap(({ kind, span }) => (kind === 'let' || kind === 'value' ? [] : [`\`${source.slice(span.start, span.end).replace(/\s+/g, ' ')}\``])).join(' · ');
}
