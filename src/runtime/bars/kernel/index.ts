/** The kernel of minute bars: from rows as they are read to tiles. Addresses are bytes, all multiples of 16. */
export { areOrdered, areQuantities, roundPrices } from './rows';
export { addUp, fillPrices, fillScaled } from './blocks';

/** Where memory begins that the kernel does not use itself. */
export function firstFree(): usize {
  return (__heap_base + 63) & ~63;
}
