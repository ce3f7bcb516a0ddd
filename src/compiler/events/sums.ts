/** Sums that kernels take over the rows of a chunk. What chunks give is added up in float64, and a stock's reductions are made of the totals. */
import { EPSILON, SUM_ERROR } from '../../dsl/catalogue/traits.ts';
import { UNITLESS, type Unit } from '../../dsl/units.ts';
import type { Node } from '../ir.ts';
import type { RowSpace } from '../rows.ts';
import { traitsOf } from '../traits.ts';

/** Rows of a space that a reduction uses: those where the condition holds and every series has a value. */
export interface UsedRows {
  readonly space: RowSpace;
  readonly present: readonly Node[];
  readonly where: Node | null;
}

export interface ChunkSum {
  readonly kind: 'sum' | 'min' | 'max';
  readonly rows: UsedRows;
  /** Its product is added up; none: the rows are counted. */
  readonly terms: readonly Node[];
  /** Sizes of the products instead of the products. */
  readonly absolute: boolean;
  readonly unit: Unit;
  /** Error of the total relative to `size`. */
  readonly error: number;
  /** What the error is relative to. */
  readonly size: (totals: Float64Array) => number;
}

/** Sums of a program, each once. A sum is known by its place. */
export class SumCollector {
  readonly sums: ChunkSum[] = [];
  private readonly places = new Map<string, number>();

  /** Place of the number of rows. */
  count(rows: UsedRows): number {
    return this.add('sum', rows, [], false, 0, () => 0);
  }

  /** Place of Σ of the product of some series. `bound`: what the sizes of the products add up to at most, where they have both signs. */
  sum(rows: UsedRows, terms: readonly Node[], bound?: (totals: Float64Array) => number): number {
    const error = terms.reduce((total, term) => total + traitsOf(term).error, SUM_ERROR + (terms.length - 1) * EPSILON);
    const even = terms.length % 2 === 0 && terms.every((term) => term === terms[0]);
    if (even || terms.every((term) => traitsOf(term).sign !== 'any')) {
      const place: number = this.add('sum', rows, terms, false, error, (totals) => Math.abs(totals[place] ?? NaN));
      return place;
    }
    if (bound !== undefined) return this.add('sum', rows, terms, false, error, bound);
    const sizes = this.add('sum', rows, terms, true, error, (totals) => Math.abs(totals[sizes] ?? NaN));
    return this.add('sum', rows, terms, false, error, (totals) => Math.abs(totals[sizes] ?? NaN));
  }

  /** Place of the smallest or largest value. */
  extreme(kind: 'min' | 'max', rows: UsedRows, term: Node): number {
    const place: number = this.add(kind, rows, [term], false, traitsOf(term).error + EPSILON, (totals) => Math.abs(totals[place] ?? NaN));
    return place;
  }

  private add(kind: ChunkSum['kind'], rows: UsedRows, terms: readonly Node[], absolute: boolean, error: number, size: ChunkSum['size']): number {
    const present = rows.present.map((node) => node.id).sort((a, b) => a - b);
    const key = `${kind}|${rows.space}|${present.join()}|${String(rows.where?.id ?? '')}|${terms.map((term) => term.id).sort((a, b) => a - b).join('*')}|${String(absolute)}`;
    const known = this.places.get(key);
    if (known !== undefined) return known;
    const unit = terms.reduce((product, term) => ({ cny: product.cny + term.unit.cny, share: product.share + term.unit.share }), UNITLESS);
    const place = this.sums.length;
    this.sums.push({ kind, rows, terms, absolute, unit, error, size });
    this.places.set(key, place);
    return place;
  }
}
