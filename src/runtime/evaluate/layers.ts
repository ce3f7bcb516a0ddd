/** Which layer each stock of a section belongs to. */
import type { Ordered } from './ordered.ts';

/**
 * Stocks of each layer, the first being TOP: the stocks with the highest signal. A stock's layer is ⌊(rank − 1/2) · layers / n⌋ from below, ranks of ties averaged, so
 * that equal signals lie in one layer and names decide nothing; without ties the sizes differ by one at most.
 *
 * Null if a layer would be empty: fewer stocks than layers, a constant signal, or ties that reach over a whole layer. Such a section is not traded on.
 *
 * @param stocks what the positions of `signal` stand for
 */
export function layersOf(signal: Ordered, stocks: Int32Array, layers: number): readonly Int32Array[] | null {
  const count = signal.order.length;
  const lists: number[][] = Array.from({ length: layers }, () => []);
  for (let i = 0; i < stocks.length; i++) {
    const rank = signal.ranks[i] ?? NaN;
    if (Number.isNaN(rank)) continue;
    const fromBelow = Math.min(layers - 1, Math.floor(((rank - 0.5) * layers) / count));
    lists[layers - 1 - fromBelow]?.push(stocks[i] ?? 0);
  }
  return lists.some((list) => list.length === 0) ? null : lists.map((list) => Int32Array.from(list));
}
