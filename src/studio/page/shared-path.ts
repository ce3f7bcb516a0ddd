/** Where a text that came with an address may stand. */

/** Whether a path may come from anybody: a factor file, with no part that hides or leads elsewhere. */
export function isSharedPath(path: string): boolean {
  return /^[\p{L}\p{N}_./-]+\.factor$/u.test(path) && path.split('/').every((part) => part !== '' && !part.startsWith('.'));
}

/**
 * The path itself, or the next that has a number: one where nothing of the reader's would be replaced.
 *
 * @param isFree whether the text may stand at a path
 */
export function freePath(path: string, isFree: (path: string) => boolean): string {
  const stem = path.slice(0, -'.factor'.length);
  for (let number = 1; ; number++) {
    const tried = number === 1 ? path : `${stem}_${String(number)}.factor`;
    if (isFree(tried)) return tried;
  }
}
