/** Completions outside of expressions: items, clauses, tables, times, units, settings. */
import { FACTOR_FORMS, ITEM_FORMS, MODEL_FORMS, type FormEntry } from '../../dsl/catalogue/clauses.ts';
import { TRAINING_SETTINGS } from '../../dsl/catalogue/model/training.ts';
import * as t from '../../dsl/parsing/tokens.ts';
import { clockText, CLOSE_OF_DAY, endOfBar, halfHour, MORNING_OPEN } from '../../dsl/session.ts';
import { TABLES } from '../../dsl/tables.ts';
import { UNITLESS, unitText } from '../../dsl/units.ts';
import type { ItemTypes } from '../item-types.ts';
import { bilingual, tableText, trainingText } from '../markdown.ts';
import { RANK, snippetOf, type Candidate } from './candidate.ts';

function formCandidates(forms: Readonly<Record<string, FormEntry>>, given: readonly string[]): readonly Candidate[] {
  return Object.entries(forms).flatMap(([word, { form, summary, summaryZh, isRepeatable }], i): readonly Candidate[] => {
    if (given.includes(word) && isRepeatable !== true) return [];
    return [{ label: word, kind: form.includes('\n') ? 'snippet' : 'keyword', detail: summary, documentation: bilingual(summary, summaryZh), text: snippetOf(form), rank: RANK.word + i / 100 }];
  });
}

export function itemWords(): readonly Candidate[] {
  return formCandidates(ITEM_FORMS, []);
}

/** The clauses that are not there yet. */
export function clauseWords(of: 'factor' | 'model', given: readonly string[]): readonly Candidate[] {
  return formCandidates(of === 'model' ? MODEL_FORMS : FACTOR_FORMS, given);
}

/** Words that go on with a complete expression. */
export function joiningWords(): readonly Candidate[] {
  return t.JOINING_WORDS.map(t.wordOf).map((label) => ({ label, kind: 'keyword', rank: RANK.other }));
}

export function tableNames(): readonly Candidate[] {
  return [...TABLES.values()].map((table) => ({ label: table.name, kind: 'table', detail: table.summary, documentation: tableText(table), rank: RANK.word }));
}

export function directions(): readonly Candidate[] {
  return [
    { label: '+1', kind: 'value', detail: 'large values promise gains', documentation: '值越大越看好', rank: RANK.word },
    { label: '-1', kind: 'value', detail: 'small values promise gains', documentation: '值越小越看好', rank: RANK.word },
  ];
}

/** When the factor is known, then the ends of the half-hours. @param types of the factor as it stands */
export function times(types: ItemTypes | null): readonly Candidate[] {
  const floors = [...(types?.typed.values() ?? [])].flatMap((value) => (value === null || value.rows.kind !== 'one' ? [] : [value.known.floor]));
  const inferred = floors.length === 0 ? CLOSE_OF_DAY : Math.max(MORNING_OPEN, ...floors);
  const ends = [1, 2, 3, 4, 5, 6, 7, 8].flatMap((k) => halfHour(k) ?? []).map(({ endRow }) => endOfBar(endRow - 1));
  return [...new Set([inferred, MORNING_OPEN, ...ends])].map((minutes) => ({
    label: clockText(minutes),
    kind: 'value',
    detail: minutes === inferred ? 'when the value is known' : '',
    rank: minutes === inferred ? RANK.word : RANK.local,
  }));
}

/** The units of columns, and none. */
export function unitNames(): readonly Candidate[] {
  const columns = [...TABLES.values()].flatMap((table) => [...table.columns.values()]);
  const units = columns.flatMap(({ type }) => (type.kind === 'number' ? [unitText(type.unit)] : []));
  return [...new Set([...units, unitText(UNITLESS)])].map((label) => ({ label, kind: 'unit', rank: RANK.word }));
}

export function settingNames(given: readonly string[]): readonly Candidate[] {
  return TRAINING_SETTINGS.flatMap(({ name, default: usual, summary }): readonly Candidate[] =>
    given.includes(name) ? [] : [{ label: name, kind: 'setting', detail: summary, documentation: trainingText(name), text: `${name} ${usual}`, rank: RANK.word }],
  );
}

export function settingValues(name: string): readonly Candidate[] {
  const setting = TRAINING_SETTINGS.find((each) => each.name === name);
  if (setting === undefined) return [];
  const unit = setting.form === 'months' ? 'mo' : setting.form === 'days' ? 'd' : '';
  const others = [...(setting.form === 'batch' ? ['date'] : []), ...(setting.only ?? []).map((each) => `${String(each)}${unit}`)];
  return [...new Set([setting.default, ...others])].map((label) => ({ label, kind: 'value', detail: label === setting.default ? 'default' : '', documentation: trainingText(name), rank: label === setting.default ? RANK.word : RANK.local }));
}
