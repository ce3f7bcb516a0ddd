/**
 * Where the kernel's memory holds what. Sixteen stocks are side by side, as in a block of a tile: row r of stock s is number 16 · r + s. Keys are
 * kept by four stocks, one vector per row, so that passes over them read one piece of memory.
 */

/** Bytes of four stocks' numbers. */
export const VECTOR: usize = 16;
/** Fours of stocks. */
export const QUADS: i32 = 4;
/** Bytes of one row of all stocks. */
export const ROW: usize = 64;
/** Rows for which there is room. */
export const ROWS: usize = 240;
/** Rows that a pass takes together; keys are filled up to a multiple of it. */
export const TOGETHER: i32 = 4;

/** Bytes of the rows of all stocks. */
const BLOCK: usize = ROWS * ROW;
/** Bytes of the keys of four stocks. */
export const QUAD: usize = ROWS * VECTOR;

/** How many rows each stock may choose. */
export const SIZES: usize = 1024;
/** What is known of each four stocks' keys, see keys.ts. */
export const SUMMARIES: usize = SIZES + ROW;
/** Values, or the upper side of quotients. */
export const VALUES: usize = 2048;
export const DIVISORS: usize = VALUES + BLOCK;
export const KEYS: usize = DIVISORS + BLOCK;
/** 1 for a row that is chosen, 0 for another. */
export const CHOSEN: usize = KEYS + BLOCK;
