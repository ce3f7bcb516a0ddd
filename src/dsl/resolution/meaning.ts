/** What names in a text stand for, whether or not what they are part of passes the checker. */
import type { ModelFunction } from '../catalogue/model/index.ts';
import type { Operator } from '../catalogue/operator.ts';
import type { Declared } from '../project.ts';
import type { Span } from '../source.ts';
import type { DefItem, FactorItem, LetClause, ModelClause, ModelItem, Parameter, SetItem } from '../syntax.ts';
import type { Column, EnumName, Table } from '../tables.ts';

export type NamedModelClause = Extract<ModelClause, { readonly name: unknown }>;

/** A column, with each table it may be of: in a def the caller decides. */
export interface ColumnMeaning {
  readonly kind: 'column';
  readonly column: Column;
  readonly tables: readonly Table[];
}

/** An argument by name, of whatever is called. */
export interface ArgumentMeaning {
  readonly kind: 'named-argument';
  readonly callee: Operator | ModelFunction;
  readonly name: string;
}

export type Meaning =
  | { readonly kind: 'def'; readonly declared: Declared<DefItem> }
  | { readonly kind: 'set'; readonly declared: Declared<SetItem> }
  | { readonly kind: 'factor'; readonly declared: Declared<FactorItem> }
  | { readonly kind: 'model'; readonly declared: Declared<ModelItem> }
  | { readonly kind: 'let'; readonly declared: Declared<FactorItem>; readonly clause: LetClause }
  | { readonly kind: 'clause'; readonly declared: Declared<ModelItem>; readonly clause: NamedModelClause }
  | { readonly kind: 'parameter'; readonly declared: Declared<DefItem>; readonly parameter: Parameter }
  | { readonly kind: 'table'; readonly table: Table }
  | ColumnMeaning
  | { readonly kind: 'operator'; readonly operator: Operator }
  | { readonly kind: 'model-function'; readonly entry: ModelFunction }
  | ArgumentMeaning
  | { readonly kind: 'window'; readonly name: string }
  | { readonly kind: 'enum'; readonly name: string; readonly enums: readonly EnumName[] }
  /** What `by=` groups by: `minute`, an order number, or a group of stocks. */
  | { readonly kind: 'key'; readonly name: string }
  | { readonly kind: 'unit'; readonly name: string }
  /** A word that a setting of a model takes, such as a field of bars. */
  | { readonly kind: 'word'; readonly setting: string; readonly name: string }
  /** A setting of `train`. */
  | { readonly kind: 'training'; readonly name: string }
  | { readonly kind: 'optimizer'; readonly name: string }
  /** Files that a `use` or a member of a set names. */
  | { readonly kind: 'files'; readonly paths: readonly string[] }
  | { readonly kind: 'unknown' };

/** A name, or text in quotes, at its place. */
export interface NamedPlace {
  readonly span: Span;
  readonly text: string;
  readonly meaning: Meaning;
  readonly isDeclaration: boolean;
}

/** Where something was declared. */
export interface Site {
  readonly path: string;
  readonly span: Span;
}

/** Where the text gives the name; null for what the language brings itself. */
export function siteOf(meaning: Meaning): Site | null {
  switch (meaning.kind) {
    case 'def':
    case 'set':
    case 'factor':
    case 'model':
      return { path: meaning.declared.file.path, span: meaning.declared.item.name.span };
    case 'let':
    case 'clause':
      return { path: meaning.declared.file.path, span: meaning.clause.name.span };
    case 'parameter':
      return { path: meaning.declared.file.path, span: meaning.parameter.name.span };
    default:
      return null;
  }
}

/** The item of a file's names that goes by a name, whatever its kind. */
export function itemMeaning(name: string, { defs, sets, factors, models }: Pick<Declared<DefItem>['file'], 'defs' | 'sets' | 'factors' | 'models'>): Meaning | null {
  const [def, set, factor, model] = [defs.get(name), sets.get(name), factors.get(name), models.get(name)];
  if (def !== undefined) return { kind: 'def', declared: def };
  if (set !== undefined) return { kind: 'set', declared: set };
  if (factor !== undefined) return { kind: 'factor', declared: factor };
  return model === undefined ? null : { kind: 'model', declared: model };
}
