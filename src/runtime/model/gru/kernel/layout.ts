/**
 * How numbers lie in the kernel's memory. Samples are taken in blocks of 16; the 16 numbers of a block that belong to the same thing (a feature, a
 * unit, a gate of a unit) lie side by side, so that vectors run over samples and no count of features or units leaves a rest.
 */

/** Samples of a block. */
export const LANES: usize = 16;

/** Bytes of one thing for a block: four vectors of four numbers. */
export const ROW: usize = LANES * 4;

/** Bytes that the two vectors take which are kept in registers at a time. */
export const PAIR: usize = 32;

/** Bytes of one vector, and of one number. */
export const VECTOR: usize = 16;
export const FLOAT: usize = 4;
