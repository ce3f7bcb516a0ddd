/** Partitions of a table by their key: a date, a year, or `WHOLE`. */

/** Key of the only partition of a table that lies in one folder. */
export const WHOLE = 'all';

/** Folder of a partition in its table's folder: `date=2023-02-01`, `year=2023`, or the table's own. Its key is a date, a year, or `WHOLE`. */
export function partitionName(key: string): string {
  if (key === WHOLE) return '.';
  return /^\d{4}$/.test(key) ? `year=${key}` : `date=${key}`;
}
