/** Names of the columns that staging queries pass along: three families that cannot meet each other or the stored columns. */
import { quoteName } from './duckdb.ts';

/** A vendor's cell as text. */
export const cellName = (column: string): string => quoteName(`cell ${column}`);

/** The text that a stored column is read from. */
export const textName = (column: string): string => quoteName(`text ${column}`);

/** A stored column's value before anything is derived. */
export const valueName = (column: string): string => quoteName(`value ${column}`);
