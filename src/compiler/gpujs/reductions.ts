/** Reductions of the catalogue as accumulators and a few operations on their results. One builder per reduction: it knows the rows. */
import { ROOT_ERROR, ROOT_SLOPE } from '../../dsl/catalogue/elementwise.ts';
import type { ReductionBuilder } from '../../dsl/catalogue/lowering.ts';
import { HOPELESS } from '../../dsl/catalogue/traits.ts';
import type { RowSet } from './accumulator.ts';
import type { GroupWriter } from './group.ts';
import { nodeOf, valueOf, type Operand } from './operand.ts';
import { correlationValue, covarianceValue, slopeValue, varianceValue } from './second-moments.ts';
import { standardisedValue } from './standardised.ts';
import { compoundValue, meanValue, pickedValue, sumValue } from './sums.ts';
import { errorText, FAR } from './value.ts';
import { divideValues } from './value-arithmetic.ts';

/** Builds reductions over one set of rows. Its operands are made by `seriesOperand` or by itself. */
export class RowsBuilder implements ReductionBuilder<Operand> {
  constructor(
    private readonly writer: GroupWriter,
    private readonly rows: RowSet,
  ) {}

  count(): Operand {
    return { value: this.writer.count(this.rows) };
  }

  sum(x: Operand): Operand {
    return { value: sumValue([nodeOf(x)], this.rows, this.writer) };
  }

  sumOfProducts(x: Operand, y: Operand): Operand {
    return { value: sumValue([nodeOf(x), nodeOf(y)], this.rows, this.writer) };
  }

  mean(x: Operand): Operand {
    return { value: meanValue(nodeOf(x), this.rows, this.writer) };
  }

  min(x: Operand): Operand {
    return { value: pickedValue('min', nodeOf(x), this.rows, this.writer) };
  }

  max(x: Operand): Operand {
    return { value: pickedValue('max', nodeOf(x), this.rows, this.writer) };
  }

  first(x: Operand): Operand {
    return { value: pickedValue('first', nodeOf(x), this.rows, this.writer) };
  }

  last(x: Operand): Operand {
    return { value: pickedValue('last', nodeOf(x), this.rows, this.writer) };
  }

  compound(x: Operand): Operand {
    return { value: compoundValue(nodeOf(x), this.rows, this.writer) };
  }

  variance(x: Operand): Operand {
    return { value: varianceValue(nodeOf(x), this.rows, this.writer) };
  }

  covariance(x: Operand, y: Operand): Operand {
    return { value: covarianceValue(nodeOf(x), nodeOf(y), this.rows, this.writer) };
  }

  correlation(x: Operand, y: Operand): Operand {
    return { value: correlationValue(nodeOf(x), nodeOf(y), this.rows, this.writer) };
  }

  slope(y: Operand, x: Operand): Operand {
    return { value: slopeValue(nodeOf(y), nodeOf(x), this.rows, this.writer) };
  }

  skewness(x: Operand): Operand {
    return { value: standardisedValue(nodeOf(x), 3, this.rows, this.writer) };
  }

  excessKurtosis(x: Operand): Operand {
    return { value: standardisedValue(nodeOf(x), 4, this.rows, this.writer) };
  }

  divide(a: Operand, b: Operand): Operand {
    return { value: divideValues(valueOf(a), valueOf(b), this.writer.keep) };
  }

  /** √ of a spread, which is never negative. */
  sqrt(a: Operand): Operand {
    const { text: square, missing, stage } = valueOf(a);
    const text = this.writer.keep(stage, `Math.sqrt(Math.max(${square}, 0))`);
    const bound = this.writer.keep(stage, errorText(valueOf(a)));
    // Of exactly 0 the root is exactly 0; of nearly 0 nothing is known.
    const near = `(${square} == 0 && ${bound} == 0 ? 0 : ${HOPELESS})`;
    const own = `(${square} > ${String(FAR)} * ${bound} ? ${ROOT_SLOPE} * ${bound} / (${text} > 0 ? ${text} : 1) + ${ROOT_ERROR} * ${text} : ${near})`;
    return { value: { text, missing, error: { absolute: this.writer.keep(stage, own) }, delta: null, stage } };
  }
}
