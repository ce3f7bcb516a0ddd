/** Element-wise operators of the reference: of values, of series, and of both together. */
import { coreOf } from '../../dsl/catalogue/index.ts';
import type { Lowering } from '../../dsl/catalogue/lowering.ts';
import type { ElementNode } from '../ir.ts';
import { traitsOf } from '../traits.ts';
import type { SeriesPool } from './series-pool.ts';

/** What a node is for one stock and day: 240 rows, or one value. NaN is missing, conditions are 1 and 0. */
export type Result = Float64Array | number;

/** An element-wise node from its arguments. Series may be taken from the pool. Throws if the node's operator is not element-wise. */
export function elementwise(node: ElementNode, inputs: readonly Result[], pool: SeriesPool): Result {
  const { meaning, lowering } = coreOf(node.operator);
  const fast = arithmeticLoop(lowering, inputs, pool);
  if (fast !== null) return fast;
  if (meaning.kind !== 'element') throw new Error(`${node.operator} is not element-wise`);
  const result = applied(meaning.of, inputs, pool);
  const sumOfPrices = lowering.kind === 'sum' && traitsOf(node).level?.exact === true;
  return sumOfPrices ? inThousandths(result) : result;
}

/** Rows of the series among the inputs. */
function lengthOf(inputs: readonly Result[]): number {
  return inputs.reduce<number>((length, input) => (typeof input === 'number' ? length : input.length), 0);
}

function applied(of: (values: readonly number[], parameters: readonly number[]) => number, inputs: readonly Result[], pool: SeriesPool): Result {
  if (inputs.every((input) => typeof input === 'number')) return of(inputs, []);
  const out = pool.take(lengthOf(inputs));
  const row: number[] = new Array<number>(inputs.length).fill(NaN);
  for (let k = 0; k < out.length; k++) {
    for (let i = 0; i < inputs.length; i++) {
      const input = inputs[i];
      row[i] = typeof input === 'number' ? input : (input?.[k] ?? NaN);
    }
    out[k] = of(row, []);
  }
  return out;
}

/** Whole numbers of 0.001 again: 10.02 − 10.01 and 10.01 − 10 differ in float64 by 1e-15, and so would say that prices rise faster and faster. */
function inThousandths(result: Result): Result {
  const round = (price: number): number => Math.round(price * 1000) / 1000;
  return typeof result === 'number' ? round(result) : result.map(round);
}

/** The commonest operators of two series without a call per element; the same arithmetic as the catalogue's meaning. An infinite value less NaN is missing. */
function arithmeticLoop({ kind }: Lowering, inputs: readonly Result[], pool: SeriesPool): Float64Array | null {
  const [a, b] = inputs;
  if (typeof a !== 'object' || typeof b !== 'object' || (kind !== 'quotient' && kind !== 'product')) return null;
  const out = pool.take(a.length);
  if (kind === 'quotient') {
    for (let k = 0; k < out.length; k++) {
      const value = (a[k] as number) / (b[k] as number);
      out[k] = value - (value - value);
    }
  } else {
    for (let k = 0; k < out.length; k++) {
      const value = (a[k] as number) * (b[k] as number);
      out[k] = value - (value - value);
    }
  }
  return out;
}
