/** Reductions of the catalogue from the totals of a stock's rows, in float64. */
import type { ReductionBuilder } from '../../dsl/catalogue/lowering.ts';
import type { Node } from '../ir.ts';
import type { SumCollector, UsedRows } from './sums.ts';

/** A value from the totals. NaN is missing. */
export type FromTotals = (totals: Float64Array) => number;

export type Part = { readonly series: Node } | { readonly value: FromTotals };

function nodeOf(part: Part): Node {
  if ('value' in part) throw new Error('compiler error: a reduction of a value');
  return part.series;
}

export function valueOf(part: Part): FromTotals {
  if ('series' in part) throw new Error('compiler error: a value was expected, found a series');
  return part.value;
}

/** What is left of Σ (x − c)² about the mean, as a part of it, must be more: less may be nothing but rounding, which has no direction. */
const LEAST_SPREAD = 1e-5;

const at = (totals: Float64Array, place: number): number => totals[place] ?? NaN;

/** A reduction that chunks of rows cannot be added up to. */
export class NotSummable extends Error {
  override readonly name = 'NotSummable';
}

/** First and second moments of two series about what they are centred by. */
interface Moments {
  readonly n: FromTotals;
  readonly sumX: FromTotals;
  readonly sumY: FromTotals;
  /** Σ (x − x̄)², Σ (y − ȳ)², Σ (x − x̄)(y − ȳ). */
  readonly xx: FromTotals;
  readonly yy: FromTotals;
  readonly xy: FromTotals;
  /** The same as xx and yy; NaN, to be computed again, where f32 does not tell them from 0. */
  readonly spreadX: FromTotals;
  readonly spreadY: FromTotals;
}

/** Builds one reduction: it knows the rows. `centred` gives a series less about its mean, exact in float64, where there is one. */
export class TotalsBuilder implements ReductionBuilder<Part> {
  constructor(
    private readonly sums: SumCollector,
    private readonly rows: UsedRows,
    private readonly centred: (node: Node) => Node,
  ) {}

  private total(place: number): FromTotals {
    return (totals) => at(totals, place);
  }

  count(): Part {
    return { value: this.total(this.sums.count(this.rows)) };
  }

  sum(x: Part): Part {
    return { value: this.total(this.sums.sum(this.rows, [nodeOf(x)])) };
  }

  sumOfProducts(x: Part, y: Part): Part {
    return { value: this.total(this.sums.sum(this.rows, [nodeOf(x), nodeOf(y)])) };
  }

  mean(x: Part): Part {
    const sum = this.sums.sum(this.rows, [nodeOf(x)]);
    const n = this.sums.count(this.rows);
    return { value: (totals) => at(totals, sum) / at(totals, n) };
  }

  min(x: Part): Part {
    return { value: this.total(this.sums.extreme('min', this.rows, nodeOf(x))) };
  }

  max(x: Part): Part {
    return { value: this.total(this.sums.extreme('max', this.rows, nodeOf(x))) };
  }

  first(): Part {
    throw new NotSummable('the first of the rows');
  }

  last(): Part {
    throw new NotSummable('the last of the rows');
  }

  compound(): Part {
    throw new NotSummable('a growth over the rows');
  }

  private moments(x: Part, y: Part): Moments {
    const { sums, rows } = this;
    const [u, v] = [this.centred(nodeOf(x)), this.centred(nodeOf(y))];
    const n = sums.count(rows);
    const [uu, vv] = [sums.sum(rows, [u, u]), sums.sum(rows, [v, v])];
    // Cauchy and Schwarz bound what the sizes add up to.
    const su = sums.sum(rows, [u], (t) => Math.sqrt(at(t, n) * at(t, uu)));
    const sv = sums.sum(rows, [v], (t) => Math.sqrt(at(t, n) * at(t, vv)));
    const uv = sums.sum(rows, [u, v], (t) => Math.sqrt(at(t, uu) * at(t, vv)));
    const product = (a: number, b: number, ab: number): FromTotals => (t) => at(t, ab) - (at(t, a) * at(t, b)) / at(t, n);
    const [xx, yy] = [product(su, su, uu), product(sv, sv, vv)];
    const certain = (spread: FromTotals, squares: number): FromTotals => (t) => (spread(t) > LEAST_SPREAD * at(t, squares) ? spread(t) : NaN);
    return { n: this.total(n), sumX: this.total(su), sumY: this.total(sv), xx, yy, xy: product(su, sv, uv), spreadX: certain(xx, uu), spreadY: certain(yy, vv) };
  }

  variance(x: Part): Part {
    const { n, xx } = this.moments(x, x);
    return { value: (t) => Math.max(0, xx(t)) / n(t) };
  }

  covariance(x: Part, y: Part): Part {
    const { n, xy } = this.moments(x, y);
    return { value: (t) => xy(t) / n(t) };
  }

  correlation(x: Part, y: Part): Part {
    const { spreadX, spreadY, xy } = this.moments(x, y);
    return { value: (t) => Math.max(-1, Math.min(1, xy(t) / (Math.sqrt(spreadX(t)) * Math.sqrt(spreadY(t))))) };
  }

  slope(y: Part, x: Part): Part {
    const { spreadX, xy } = this.moments(x, y);
    return { value: (t) => xy(t) / spreadX(t) };
  }

  /** m3 / m2^1.5 from the moments about the centre, corrected by what the mean is off. */
  skewness(x: Part): Part {
    const { m1, m2, m3 } = this.standardised(x);
    return { value: (t) => (m3(t) - 3 * m1(t) * (m2(t) + m1(t) ** 2) + 2 * m1(t) ** 3) / m2(t) ** 1.5 };
  }

  /** m4 / m2² − 3 likewise. */
  excessKurtosis(x: Part): Part {
    const { m1, m2, m3, m4 } = this.standardised(x);
    return {
      value: (t) => {
        const [mean, spread] = [m1(t), m2(t)];
        const fourth = m4(t) - 4 * mean * m3(t) + 6 * mean ** 2 * (spread + mean ** 2) - 3 * mean ** 4;
        return fourth / spread ** 2 - 3;
      },
    };
  }

  /** m1, m3, m4 about the centre; m2 about the mean. */
  private standardised(x: Part): { readonly m1: FromTotals; readonly m2: FromTotals; readonly m3: FromTotals; readonly m4: FromTotals } {
    const { sums, rows } = this;
    const { n, sumX, spreadX } = this.moments(x, x);
    const u = this.centred(nodeOf(x));
    const second = sums.sum(rows, [u, u]);
    const fourth = sums.sum(rows, [u, u, u, u]);
    const third = sums.sum(rows, [u, u, u], (t) => Math.sqrt(at(t, second) * at(t, fourth)));
    return { m1: (t) => sumX(t) / n(t), m2: (t) => spreadX(t) / n(t), m3: (t) => at(t, third) / n(t), m4: (t) => at(t, fourth) / n(t) };
  }

  divide(a: Part, b: Part): Part {
    const [left, right] = [valueOf(a), valueOf(b)];
    return { value: (t) => left(t) / right(t) };
  }

  sqrt(a: Part): Part {
    const square = valueOf(a);
    return { value: (t) => Math.sqrt(square(t)) };
  }
}
