/** Element-wise operators of the reference: of values, of series, and of both together. */
import { coreOf } from '../../dsl/catalogue/index.ts';
import type { PairLoop } from '../../dsl/catalogue/pair-loops.ts';
import type { ElementNode } from '../ir.ts';
import { traitsOf } from '../traits.ts';
import type { SeriesPool } from './series-pool.ts';
import { inThousandths } from './stock-day.ts';

/** Where the rows of results are taken from. */
export type RowSource = Pick<SeriesPool, 'take'>;

/** What a node is for one stock and day: 240 rows, or one value. NaN is missing, conditions are 1 and 0. */
export type Result = Float64Array | number;

/** An element-wise node from its arguments. Series may be taken from the pool. Throws if the node's operator is not element-wise. */
export function elementwise(node: ElementNode, inputs: readonly Result[], pool: RowSource): Result {
  const { meaning, lowering } = coreOf(node.operator);
  if (meaning.kind !== 'element') throw new Error(`${node.operator} is not element-wise`);
  const result = meaning.loop === undefined ? applied(meaning.of, inputs, pool) : looped(meaning.loop, meaning.of, inputs, pool);
  const sumOfPrices = lowering.kind === 'sum' && traitsOf(node).level?.exact === true;
  if (!sumOfPrices) return result;
  if (typeof result === 'number') return inThousandths(result);
  for (let k = 0; k < result.length; k++) result[k] = inThousandths(result[k] as number);
  return result;
}

/** Rows of the series among the inputs. */
function lengthOf(inputs: readonly Result[]): number {
  return inputs.reduce<number>((length, input) => (typeof input === 'number' ? length : input.length), 0);
}

/** Single values as rows, one for each side. */
const single = [new Float64Array(1), new Float64Array(1)] as const;

function looped(loop: PairLoop, of: (values: readonly number[], parameters: readonly number[]) => number, inputs: readonly Result[], pool: RowSource): Result {
  const [a = NaN, b = NaN] = inputs;
  if (typeof a === 'number' && typeof b === 'number') return of([a, b], []);
  const out = pool.take(lengthOf(inputs));
  single[0][0] = typeof a === 'number' ? a : NaN;
  single[1][0] = typeof b === 'number' ? b : NaN;
  loop(typeof a === 'number' ? single[0] : a, typeof a === 'number' ? 0 : -1, typeof b === 'number' ? single[1] : b, typeof b === 'number' ? 0 : -1, out);
  return out;
}

function applied(of: (values: readonly number[], parameters: readonly number[]) => number, inputs: readonly Result[], pool: RowSource): Result {
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
