/**
 * Columns of a block of stocks, one stock after the other in float64, into rows of a tile: the stocks side by side in f32. Four stocks and two bars are taken at a time, so
 * that both are whole vectors.
 */
import { DOUBLE, PAIR, rounded } from './vectors';

/** Stocks of a block, as of a tile's. */
const LANES: i32 = 16;
const BARS: i32 = 240;

/** Bytes of a stock's column, and of a row of the tile. */
const STOCK: usize = <usize>BARS * DOUBLE;
const ROW: usize = <usize>LANES * 4;

/** Prices above this many 0.001 CNY have no exact f32. */
const EXACT: f64 = 16777216;

/** Two rows of four stocks, each of which has two bars. */
function storeRows(to: usize, a: v128, b: v128, c: v128, d: v128): void {
  const ab = v128.shuffle<i32>(f32x4.demote_f64x2_zero(a), f32x4.demote_f64x2_zero(b), 0, 4, 1, 5);
  const cd = v128.shuffle<i32>(f32x4.demote_f64x2_zero(c), f32x4.demote_f64x2_zero(d), 0, 4, 1, 5);
  v128.store(to, v128.shuffle<i64>(ab, cd, 0, 2));
  v128.store(to + ROW, v128.shuffle<i64>(ab, cd, 1, 3));
}

/** Writes prices in 0.001 CNY less `bases`, times `steps`. Returns a bit for each stock that has a price which is missing or has no exact f32. */
export function fillPrices(column: usize, bases: usize, steps: usize, to: usize): i32 {
  const thousand = f64x2.splat(1000);
  const exact = f64x2.splat(EXACT);
  let irregular = 0;
  for (let lane = 0; lane < LANES; lane += 4) {
    const base0 = v128.load64_splat(bases);
    const base1 = v128.load64_splat(bases, 8);
    const base2 = v128.load64_splat(bases, 16);
    const base3 = v128.load64_splat(bases, 24);
    const step0 = v128.load64_splat(steps);
    const step1 = v128.load64_splat(steps, 8);
    const step2 = v128.load64_splat(steps, 16);
    const step3 = v128.load64_splat(steps, 24);
    let fit0 = i64x2.splat(-1);
    let fit1 = fit0;
    let fit2 = fit0;
    let fit3 = fit0;
    let at = to + <usize>lane * 4;
    const end = column + STOCK;
    for (let from = column; from < end; from += PAIR) {
      const a = rounded(f64x2.mul(v128.load(from), thousand));
      const b = rounded(f64x2.mul(v128.load(from + STOCK), thousand));
      const c = rounded(f64x2.mul(v128.load(from + 2 * STOCK), thousand));
      const d = rounded(f64x2.mul(v128.load(from + 3 * STOCK), thousand));
      fit0 = v128.and(fit0, f64x2.lt(a, exact));
      fit1 = v128.and(fit1, f64x2.lt(b, exact));
      fit2 = v128.and(fit2, f64x2.lt(c, exact));
      fit3 = v128.and(fit3, f64x2.lt(d, exact));
      storeRows(at, f64x2.mul(f64x2.sub(a, base0), step0), f64x2.mul(f64x2.sub(b, base1), step1), f64x2.mul(f64x2.sub(c, base2), step2), f64x2.mul(f64x2.sub(d, base3), step3));
      at += 2 * ROW;
    }
    const all = (i64x2.all_true(fit0) ? 0 : 1) | (i64x2.all_true(fit1) ? 0 : 2) | (i64x2.all_true(fit2) ? 0 : 4) | (i64x2.all_true(fit3) ? 0 : 8);
    irregular |= all << lane;
    column += 4 * STOCK;
    bases += 4 * DOUBLE;
    steps += 4 * DOUBLE;
  }
  return irregular;
}

/** A number times a factor; 0 if it is missing. */
function scaled(from: usize, factor: v128): v128 {
  const x = v128.load(from);
  return v128.and(f64x2.mul(x, factor), f64x2.eq(x, x));
}

/** Writes a column times a factor of each stock. */
export function fillScaled(column: usize, factors: usize, to: usize): void {
  for (let lane = 0; lane < LANES; lane += 4) {
    const factor0 = v128.load64_splat(factors);
    const factor1 = v128.load64_splat(factors, 8);
    const factor2 = v128.load64_splat(factors, 16);
    const factor3 = v128.load64_splat(factors, 24);
    let at = to + <usize>lane * 4;
    const end = column + STOCK;
    for (let from = column; from < end; from += PAIR) {
      storeRows(at, scaled(from, factor0), scaled(from + STOCK, factor1), scaled(from + 2 * STOCK, factor2), scaled(from + 3 * STOCK, factor3));
      at += 2 * ROW;
    }
    column += 4 * STOCK;
    factors += 4 * DOUBLE;
  }
}

/** Of each stock the sum of its numbers, bar by bar as a loop over them adds, and how many there are. */
export function addUp(column: usize, totals: usize, counts: usize): void {
  const one = f64x2.splat(1);
  for (let lane = 0; lane < LANES; lane += 4) {
    let total0 = f64x2.splat(0);
    let total1 = total0;
    let count0 = total0;
    let count1 = total0;
    const end = column + STOCK;
    for (let from = column; from < end; from += PAIR) {
      const a = v128.load(from);
      const b = v128.load(from + STOCK);
      const c = v128.load(from + 2 * STOCK);
      const d = v128.load(from + 3 * STOCK);
      const ab = v128.shuffle<i64>(a, b, 0, 2);
      const cd = v128.shuffle<i64>(c, d, 0, 2);
      const thereAb = f64x2.eq(ab, ab);
      const thereCd = f64x2.eq(cd, cd);
      const nextAb = v128.shuffle<i64>(a, b, 1, 3);
      const nextCd = v128.shuffle<i64>(c, d, 1, 3);
      const thereNextAb = f64x2.eq(nextAb, nextAb);
      const thereNextCd = f64x2.eq(nextCd, nextCd);
      total0 = f64x2.add(f64x2.add(total0, v128.and(ab, thereAb)), v128.and(nextAb, thereNextAb));
      total1 = f64x2.add(f64x2.add(total1, v128.and(cd, thereCd)), v128.and(nextCd, thereNextCd));
      count0 = f64x2.add(f64x2.add(count0, v128.and(one, thereAb)), v128.and(one, thereNextAb));
      count1 = f64x2.add(f64x2.add(count1, v128.and(one, thereCd)), v128.and(one, thereNextCd));
    }
    v128.store(totals, total0);
    v128.store(totals, total1, 16);
    v128.store(counts, count0);
    v128.store(counts, count1, 16);
    column += 4 * STOCK;
    totals += 4 * DOUBLE;
    counts += 4 * DOUBLE;
  }
}
