/**
 * The 8 factors of executions and the 4 of orders written by hand from their definitions, one function each, in plain float64: the witness
 * that every other computation of them is compared with. It shares no code with the compiler or its operators.
 *
 * Where the definitions leave an edge open: a stock without a row in a table has missing factors of that table, and so has one whose feed
 * leaves out a column that the factor rests on. The sum of no rows is 0, a quotient by 0 is missing. Amounts are added as whole numbers of 0.001 CNY and
 * an order is compared with the threshold exactly, so one that equals it is not big.
 */
import { carefulSum, correlation, deviations, isConstant, quotient, skewness } from './careful-sums.ts';
import { barOf, clock, groupBy, type EventDay, type Execution, type OrderEntry } from './event-rows.ts';

const BARS_OF_FIRST_HALF_HOUR = 30;

/** Thousandths of a CNY. Throws a RangeError for an amount between them: then nothing here would be exact. */
function thousandths(amount: number): number {
  const whole = Math.round(amount * 1000);
  if (whole / 1000 !== amount || !Number.isSafeInteger(whole)) throw new RangeError(`${amount} is not a multiple of 0.001`);
  return whole;
}

/** Σ amount of executions in 0.001 CNY, exact; NaN amounts are skipped. */
function amountOf(executions: readonly Execution[]): number {
  return executions.reduce((sum, { amount }) => (Number.isNaN(amount) ? sum : sum + thousandths(amount)), 0);
}

/** Σ amount of each order number of one side, in 0.001 CNY. */
function restored(executions: readonly Execution[], id: 'buyId' | 'sellId'): ReadonlyMap<number, number> {
  const byOrder = groupBy(executions, (execution) => execution[id]);
  return new Map([...byOrder].map(([number, rows]) => [number, amountOf(rows)]));
}

interface RestoredOrders {
  /** Amounts in 0.001 CNY by order number. */
  readonly buys: ReadonlyMap<number, number>;
  readonly sells: ReadonlyMap<number, number>;
  /** Whether an amount is more than the mean and one population standard deviation of all orders. */
  readonly isBig: (amount: number) => boolean;
}

/**
 * Restores the orders. With n orders of Σ A = s and Σ A² = q, A > s/n + √(q/n − s²/n²) is n·A − s > √(n·q − s²), decided in whole numbers:
 * where half of the orders trade a and half b > a, the threshold is b itself, which rounding would put on either side.
 */
function restore(executions: readonly Execution[]): RestoredOrders {
  const buys = restored(executions, 'buyId');
  const sells = restored(executions, 'sellId');
  const amounts = [...buys.values(), ...sells.values()].map(BigInt);
  const n = BigInt(amounts.length);
  const sum = amounts.reduce((total, amount) => total + amount, 0n);
  const variance = n * sumOfSquares(amounts) - sum * sum;
  const isBig = (amount: number): boolean => {
    const above = n * BigInt(amount) - sum;
    return above > 0n && above * above > variance;
  };
  return { buys, sells, isBig };
}

function sumOfSquares(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount * amount, 0n);
}

/** Whether the buy order (sell order) of an execution is big. */
function bigSides(executions: readonly Execution[]): Readonly<Record<'buyer' | 'seller', (row: Execution) => boolean>> {
  const { buys, sells, isBig } = restore(executions);
  const big = (orders: ReadonlyMap<number, number>): ReadonlySet<number> => new Set([...orders].filter(([, amount]) => isBig(amount)).map(([id]) => id));
  const [bigBuys, bigSells] = [big(buys), big(sells)];
  return { buyer: ({ buyId }) => bigBuys.has(buyId), seller: ({ sellId }) => bigSells.has(sellId) };
}

/** In the bars of 09:30–10:00, of which the first holds the opening auction. */
function isEarly({ time }: Execution): boolean {
  return barOf(time) < BARS_OF_FIRST_HALF_HOUR;
}

function hasAmounts(executions: readonly Execution[]): boolean {
  return executions.some(({ amount }) => !Number.isNaN(amount));
}

function hasSides(executions: readonly Execution[]): boolean {
  return executions.some(({ side }) => side !== null);
}

/** ln(price / price before); prices on the 0.001 grid are compared as integers, so that 1800.01 − 1800 keeps all its digits. */
function logChange(price: number, before: number): number {
  const a = Math.round(price * 1000);
  const b = Math.round(before * 1000);
  return Math.log1p((a - b) / b);
}

/** exp(Σ ln(p / p of the row before)) − 1 over the rows chosen; the first row of the day has none before it. */
function returnOver(executions: readonly Execution[], chosen: (row: Execution) => boolean): number {
  const steps = executions.flatMap((row, i) => {
    const before = executions[i - 1];
    return before === undefined || !chosen(row) ? [] : [logChange(row.price, before.price)];
  });
  return Math.expm1(carefulSum(steps));
}

/** (Σ amount of big buy orders + Σ amount of big sell orders) / (2 Σ amount). */
function bigorderAmtPerc({ executions }: EventDay): number {
  if (!hasAmounts(executions)) return NaN;
  const { buys, sells, isBig } = restore(executions);
  const big = [...buys.values(), ...sells.values()].filter(isBig).reduce((sum, amount) => sum + amount, 0);
  return quotient(big, 2 * amountOf(executions));
}

/** BB / (BB + BS): early amounts whose buy order is big and whose sell order is big. */
function earlyBigorderBuyPerc({ executions }: EventDay): number {
  if (!hasAmounts(executions)) return NaN;
  const big = bigSides(executions);
  const early = executions.filter(isEarly);
  const bought = amountOf(early.filter(big.buyer));
  const sold = amountOf(early.filter(big.seller));
  return quotient(bought, bought + sold);
}

/** Return over the executions with an aggressor whose buy or sell order is big. */
function bigorderRet2({ executions }: EventDay): number {
  if (!hasAmounts(executions) || !hasSides(executions)) return NaN;
  const big = bigSides(executions);
  const isContinuous = ({ side }: Execution): boolean => side === 'buy' || side === 'sell';
  return returnOver(executions, (row) => isContinuous(row) && (big.buyer(row) || big.seller(row)));
}

/** Return over the early executions whose aggressor's order is big. */
function earlyActiveBigorderRet({ executions }: EventDay): number {
  if (!hasAmounts(executions) || !hasSides(executions)) return NaN;
  const big = bigSides(executions);
  const isActive = (row: Execution): boolean => (row.side === 'buy' && big.buyer(row)) || (row.side === 'sell' && big.seller(row));
  return returnOver(executions, (row) => isEarly(row) && isActive(row));
}

/** Σ (share of a buy order)² − Σ (share of a sell order)², shares of the day's amount. */
function concentrationDiff({ executions }: EventDay): number {
  if (!hasAmounts(executions)) return NaN;
  const total = amountOf(executions);
  const squares = (orders: ReadonlyMap<number, number>): bigint => sumOfSquares([...orders.values()].map(BigInt));
  const difference = squares(restored(executions, 'buyId')) - squares(restored(executions, 'sellId'));
  return quotient(Number(difference) / total, total);
}

/** Early amount of buying aggressors / early amount. */
function earlyActiveBuyPerc({ executions }: EventDay): number {
  if (!hasAmounts(executions) || !hasSides(executions)) return NaN;
  const early = executions.filter(isEarly);
  return quotient(amountOf(early.filter(({ side }) => side === 'buy')), amountOf(early));
}

/** Active buy amount − active sell amount of each of the 240 minutes, in 0.001 CNY; 0 in one without an execution. NaN all day if it cannot be known. */
function netActiveBuy(executions: readonly Execution[]): Float64Array {
  const net = new Float64Array(240);
  if (!hasAmounts(executions) || !hasSides(executions)) return net.fill(NaN);
  for (const { time, amount, side } of executions) {
    const sign = side === 'buy' ? 1 : side === 'sell' ? -1 : 0;
    if (!Number.isNaN(amount)) net[barOf(time)] = (net[barOf(time)] ?? NaN) + sign * thousandths(amount);
  }
  return net;
}

/** corr(net active buying of a minute, return of the minute before). */
function corrNetactivebuyLastret({ executions, ret }: EventDay): number {
  return correlation(netActiveBuy(executions).subarray(1), ret.subarray(0, 239));
}

/** corr(net active buying of a minute, return of the minute after). */
function corrNetactivebuyNextret({ executions, ret }: EventDay): number {
  return correlation(netActiveBuy(executions).subarray(0, 239), ret.subarray(1));
}

/** Population excess kurtosis m4 / m2² − 3; NaN at zero variance. */
export function kurtosis(x: readonly number[]): number {
  if (isConstant(x)) return NaN;
  const squares = deviations(x).map((v) => v * v);
  const m2 = carefulSum(squares) / x.length;
  const m4 = carefulSum(squares.map((v) => v * v)) / x.length;
  return m4 / (m2 * m2) - 3;
}

function volumesOf(orders: readonly OrderEntry[], side: 'buy' | 'sell'): readonly number[] {
  return orders.filter((order) => order.side === side).map(({ volume }) => volume);
}

/** skew(volume of buy orders) − skew(volume of sell orders). */
function skewOrderDiff({ orders }: EventDay): number {
  return skewness(volumesOf(orders, 'buy')) - skewness(volumesOf(orders, 'sell'));
}

/** kurt(volume of buy orders) − kurt(volume of sell orders). */
function kurtOrderDiff({ orders }: EventDay): number {
  return kurtosis(volumesOf(orders, 'buy')) - kurtosis(volumesOf(orders, 'sell'));
}

/** kurt(volume) of the orders entered at 09:30 ≤ clock < 10:00. */
function earlyKurtOrder({ orders }: EventDay): number {
  return kurtosis(orders.filter(({ time }) => time >= clock(9, 30) && time < clock(10, 0)).map(({ volume }) => volume));
}

/** corr(volume, price) of the buy orders that have a price. */
function corrBuyorderVolumePrice({ orders }: EventDay): number {
  const priced = orders.filter(({ side, price }) => side === 'buy' && price > 0);
  return correlation(
    priced.map(({ volume }) => volume),
    priced.map(({ price }) => price),
  );
}

type Oracle = Readonly<Record<string, (day: EventDay) => number>>;

/** Value of each factor of executions, by name; NaN is missing. */
export const tradeFactorOracle: Oracle = {
  bigorder_amt_perc: bigorderAmtPerc,
  early_bigorder_buy_perc: earlyBigorderBuyPerc,
  bigorder_ret2: bigorderRet2,
  early_active_bigorder_ret: earlyActiveBigorderRet,
  concentration_diff: concentrationDiff,
  early_active_buy_perc: earlyActiveBuyPerc,
  corr_netactivebuy_lastret: corrNetactivebuyLastret,
  corr_netactivebuy_nextret: corrNetactivebuyNextret,
};

/** Value of each factor of orders, by name; NaN is missing. */
export const orderFactorOracle: Oracle = {
  skew_order_diff: skewOrderDiff,
  kurt_order_diff: kurtOrderDiff,
  early_kurt_order: earlyKurtOrder,
  corr_buyorder_volume_price: corrBuyorderVolumePrice,
};

/** All twelve. */
export const eventFactorOracle: Oracle = { ...tradeFactorOracle, ...orderFactorOracle };
