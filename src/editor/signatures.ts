/** How calls are written, with the place of each parameter. */
import { signature } from '../dsl/catalogue/index.ts';
import { modelSignature, preparationSignature, type ModelFunction } from '../dsl/catalogue/model/index.ts';
import type { Operator } from '../dsl/catalogue/operator.ts';
import { formOf } from '../dsl/check/inline.ts';
import type { Declared } from '../dsl/project.ts';
import type { Span } from '../dsl/source.ts';
import type { DefItem } from '../dsl/syntax.ts';

/** Something that can be called. */
export type Callee =
  | { readonly kind: 'operator'; readonly operator: Operator }
  /** An operator of factors that prepares inputs and targets. */
  | { readonly kind: 'preparation'; readonly operator: Operator }
  | { readonly kind: 'model-function'; readonly entry: ModelFunction }
  | { readonly kind: 'def'; readonly declared: Declared<DefItem> }
  /** A declared layer of a model, with the function behind it. */
  | { readonly kind: 'layer'; readonly name: string; readonly entry: ModelFunction | null };

export interface Slot {
  readonly name: string;
  readonly span: Span;
  /** Goes by name only. */
  readonly onlyNamed: boolean;
  /** May be left out. */
  readonly isOptional: boolean;
}

export function labelOf(callee: Callee): string {
  switch (callee.kind) {
    case 'operator':
      return signature(callee.operator);
    case 'preparation':
      return preparationSignature(callee.operator);
    case 'model-function':
      return modelSignature(callee.entry);
    case 'def':
      return formOf(callee.declared);
    case 'layer':
      return `${callee.name}(${(callee.entry?.inputs ?? ['x']).join(', ')})`;
  }
}

/** Names that go by name only. */
function onlyNamedOf(callee: Callee): readonly string[] {
  if (callee.kind === 'operator') return callee.operator.named;
  return callee.kind === 'preparation' && callee.operator.keys !== undefined ? ['by'] : [];
}

/** The parameters of a callee, in the order of its label. */
export function slotsOf(callee: Callee): readonly Slot[] {
  const label = labelOf(callee);
  const onlyNamed = onlyNamedOf(callee);
  return partsOf(label).map((span) => {
    const [name = '', ...value] = label.slice(span.start, span.end).split('=');
    const isNamed = onlyNamed.includes(name);
    return { name, span, onlyNamed: isNamed, isOptional: isNamed || value.join('=') !== '' };
  });
}

/** What stands between the commas of a call, without those of calls inside it. */
function partsOf(label: string): readonly Span[] {
  const open = label.indexOf('(');
  if (open < 0) return [];
  const parts: Span[] = [];
  let depth = 0;
  let start = open + 1;
  for (let at = open + 1; at < label.length; at++) {
    const c = label.charAt(at);
    if (depth === 0 && (c === ',' || c === ')')) {
      if (at > start) parts.push({ start, end: at });
      start = at + 2;
    }
    if (c === '(' || c === '[') depth++;
    else if (c === ')' || c === ']') depth--;
  }
  return parts;
}
