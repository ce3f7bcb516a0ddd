/** What names mean at a place of a model, and the values that its expressions have. */
import { shapeText, type Shape } from '../../shapes.ts';
import type { DefItem, Expression } from '../../syntax.ts';
import type { BarsInput, ModelTarget, PanelInput, Preparation } from '../../typed-model.ts';
import type { CheckedFactor } from '../../typed.ts';
import type { Place } from '../scope.ts';

/** The clause an expression belongs to: what may stand there differs. */
export type Clause = 'input' | 'target' | 'network';

/** What a clause is called in findings. */
export const CLAUSES: Readonly<Record<Clause, string>> = { input: 'an input', target: 'a target', network: 'the network' };

/** Factors as a panel takes them. Null stands for one with errors, which were reported where it is. */
export interface FactorsValue {
  readonly kind: 'factors';
  readonly factors: readonly CheckedFactor[];
  /** Whether one with errors is among them, so that the whole cannot be known. */
  readonly incomplete: boolean;
  readonly prepared: readonly Preparation[];
}

/** An input that is being put together. */
export type SeriesValue =
  | ({ readonly kind: 'panel' } & Omit<PanelInput, 'name'>)
  | ({ readonly kind: 'bars' } & Omit<BarsInput, 'name'>);

export type ReturnValue = { readonly kind: 'return' } & Omit<ModelTarget, 'name'>;

/** A node of the network. */
export interface NodeValue {
  readonly kind: 'node';
  readonly node: number;
  readonly shape: Shape;
}

export interface NumberValue {
  readonly kind: 'number';
  readonly value: number;
}

export type ModelValue = FactorsValue | SeriesValue | ReturnValue | NodeValue | NumberValue;

/** A parameter of a def stands for what its caller wrote, and is read where it was written, once: two reads are of one set of weights. */
export interface Binding {
  readonly expression: Expression;
  readonly scope: ModelScope;
  read: { readonly value: ModelValue | null } | null;
}

export interface ModelScope extends Place {
  readonly clause: Clause;
  readonly parameters: ReadonlyMap<string, Binding>;
  /** Defs being put in, outermost first; empty in the model itself. */
  readonly calls: readonly DefItem[];
}

/** `a let`, `an input`. */
export function kindText(kind: string): string {
  return `${kind === 'input' || kind === 'output' ? 'an' : 'a'} ${kind}`;
}

/** How findings name a value. */
export function modelValueText(value: ModelValue): string {
  switch (value.kind) {
    case 'number':
      return 'a number';
    case 'node':
      return shapeText(value.shape);
    case 'return':
      return 'a return of later days';
    case 'factors':
      return value.factors.length === 1 ? `the factor ${value.factors[0]?.name ?? ''}` : `${String(value.factors.length)} factors`;
    case 'panel':
    case 'bars':
      return `a series, ${shapeText(value.shape)}`;
  }
}
