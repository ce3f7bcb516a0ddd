/** What stands at a place: what it means, and what the checker knows about it. */
import { FACTOR_FORMS, ITEM_FORMS, MODEL_FORMS, type FormEntry } from '../dsl/catalogue/clauses.ts';
import { findOperator, signature } from '../dsl/catalogue/index.ts';
import { findModelFunction } from '../dsl/catalogue/model/index.ts';
import { valueText } from '../dsl/check/describe.ts';
import type { Span } from '../dsl/source.ts';
import type { Expression, Item } from '../dsl/syntax.ts';
import type { Hover } from './api.ts';
import { bilingual, code, operatorText, paragraphs } from './markdown.ts';
import { meaningText } from './meaning-text.ts';
import { holds } from './spans.ts';
import { clauseAt, expressionsAt, itemAt } from './tree-places.ts';
import { knownText, modelDetail } from './value-text.ts';
import type { Workspace } from './workspace.ts';

export function hoverAt(path: string, offset: number, workspace: Workspace): Hover | null {
  const tree = workspace.parsed(path)?.tree;
  const item = tree === undefined ? null : itemAt(tree, offset);
  if (tree === undefined || item === null) return null;
  const way = expressionsAt(item, offset);
  const place = workspace.names(path).find(({ span }) => holds(span, offset));
  if (place !== undefined) {
    const declared = place.meaning.kind === 'let' || place.meaning.kind === 'clause' ? place.meaning.clause.value : null;
    const own = place.isDeclaration ? declared : (way.findLast((each) => isNamed(each, place.span)) ?? null);
    const value = own === null ? '' : valueOf(own, item, path, workspace);
    const meaning = meaningText(place.meaning, path, workspace);
    return meaning === '' && value === '' ? null : { span: place.span, markdown: paragraphs(meaning, value) };
  }
  return keywordAt(tree.text, item, offset) ?? expressionHover(way, item, path, workspace, offset, tree.text);
}

/** Whether a name is what an expression is called by. */
function isNamed(expression: Expression, { start, end }: Span): boolean {
  if (expression.kind === 'call') return expression.callee.span.start === start;
  if (expression.kind === 'qualified') return holds(expression.span, start);
  return expression.kind === 'name' && expression.span.start === start && expression.span.end === end;
}

/** What is known about a value: type, rows and time, or shape; else why it has none. */
export function valueOf(expression: Expression, item: Item, path: string, workspace: Workspace): string {
  const { typed, values, findings, tables } = workspace.types(path, item);
  const value = typed.get(expression);
  const ofTable = item.kind === 'def' && tables.length > 0 ? `, called from ${tables.map(({ name }) => name).join(' or ')}` : '';
  if (value !== undefined && value !== null) return `${valueText(value)}; known ${knownText(value)}${ofTable}`;
  const ofModel = values.get(expression);
  if (ofModel !== undefined && ofModel !== null) return modelDetail(ofModel);
  const why = findings.find(({ span, severity, path: of }) => of === path && severity === 'error' && holds(expression.span, span.start));
  return why === undefined ? '' : `No type: ${why.message}`;
}

/** The keyword of an item or clause. */
function keywordAt(text: string, item: Item, offset: number): Hover | null {
  const clause = clauseAt(item, offset);
  const inTrain = clause?.kind === 'train' && offset > clause.span.start + clause.kind.length;
  const found = inTrain ? null : (wordAt(text, clause?.span.start ?? -1, offset) ?? wordAt(text, item.span.start, offset));
  if (found === null) return null;
  const entry = wordEntry(found.word, item, clause !== null && found.span.start === clause.span.start);
  return entry === null ? null : { span: found.span, markdown: paragraphs(code(entry.form.replaceAll(/[<>]/g, '')), bilingual(entry.summary, entry.summaryZh)) };
}

function wordAt(text: string, start: number, offset: number): { readonly word: string; readonly span: Span } | null {
  const word = start < 0 ? '' : (/^\w+/.exec(text.slice(start, start + 20))?.[0] ?? '');
  const span = { start, end: start + word.length };
  return word !== '' && holds(span, offset) ? { word, span } : null;
}

function wordEntry(word: string, item: Item, isClause: boolean): FormEntry | null {
  const forms: Readonly<Record<string, FormEntry>> = isClause ? (item.kind === 'model' ? MODEL_FORMS : FACTOR_FORMS) : ITEM_FORMS;
  return Object.hasOwn(forms, word) ? (forms[word] ?? null) : null;
}

function expressionHover(way: readonly Expression[], item: Item, path: string, workspace: Workspace, offset: number, text: string): Hover | null {
  const expression = way.at(-1);
  if (expression === undefined) return null;
  const { span } = expression;
  const value = valueOf(expression, item, path, workspace);
  const sign = expression.kind === 'binary' && holds(expression.operatorSpan, offset) ? expression : null;
  const operator = sign === null ? null : item.kind === 'model' ? findModelFunction(sign.operator) : findOperator(sign.operator);
  const about = operator === null ? '' : paragraphs(code('unit' in operator ? signature(operator) : `a ${operator.name} b`), operatorText(operator));
  const markdown = paragraphs(about, value === '' ? '' : `\`${text.slice(span.start, span.end).replace(/\s+/g, ' ')}\`: ${value}`);
  return markdown === '' ? null : { span: sign === null ? span : sign.operatorSpan, markdown };
}
