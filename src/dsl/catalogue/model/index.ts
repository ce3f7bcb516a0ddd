/** The catalogue of what models are made of, beside the operators of factors. */
import { ACROSS_STOCKS } from '../across-stocks.ts';
import { CHOICES } from '../choices.ts';
import type { Operator } from '../operator.ts';
import { ROWS } from '../rows.ts';
import { DATA_FUNCTIONS } from './data.ts';
import type { ModelFunction } from './function.ts';
import { LAYER_FUNCTIONS, LOSS_FUNCTIONS, MODEL_ARITHMETIC, NEGATE, NETWORK_FUNCTIONS, STANDARDISE } from './network.ts';

export { modelSignature, type ModelFunction, type ModelSetting, type Weight } from './function.ts';
export { NEGATE } from './network.ts';

/** Functions that are called by name, in the order of the reference page. */
export const MODEL_FUNCTIONS: readonly ModelFunction[] = [...DATA_FUNCTIONS, ...LAYER_FUNCTIONS, ...NETWORK_FUNCTIONS, STANDARDISE, ...LOSS_FUNCTIONS];

/** Everything with an entry of its own. */
export const MODEL_OPERATORS: readonly ModelFunction[] = [...MODEL_FUNCTIONS, ...MODEL_ARITHMETIC];

/** Operators of factors that prepare inputs and targets across the stocks of each day, with their meaning and defaults there. */
export const PREPARATIONS: readonly Operator[] = [...ACROSS_STOCKS, ...ROWS.filter(({ name }) => name === 'rank'), ...CHOICES.filter(({ name }) => name === 'fill')];

/** `winsorize(x, k=5)`: models restrict no preparation to a part of the day or of the stocks. */
export function preparationSignature({ name, arguments: args, parameters, keys }: Operator): string {
  const literals = parameters.map((parameter) => (parameter.default === null ? parameter.name : `${parameter.name}=${String(parameter.default)}`));
  return `${name}(${[...args.map((argument) => argument.name), ...literals, ...(keys === undefined ? [] : ['by='])].join(', ')})`;
}

const BY_NAME: ReadonlyMap<string, ModelFunction> = new Map([...MODEL_OPERATORS, NEGATE].map((entry) => [entry.name, entry]));

/** The function of models with that name, or null. */
export function findModelFunction(name: string): ModelFunction | null {
  return BY_NAME.get(name) ?? null;
}

/** The function of models with that name; only for names that the checker has accepted, throws on others. */
export function modelFunctionNamed(name: string): ModelFunction {
  const found = BY_NAME.get(name);
  if (found === undefined) throw new Error(`the catalogue of models holds no ${name}`);
  return found;
}

/** The preparation with that name, or null. */
export function findPreparation(name: string): Operator | null {
  return PREPARATIONS.find((entry) => entry.name === name) ?? null;
}
