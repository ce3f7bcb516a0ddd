/** Copies of the sources that a page changes. */

/** Whether a file belongs into a copy: everything but what was built or computed. */
export function isNeededToTest(path: string): boolean {
  return !/(?:^|[/\\])(?:values|node_modules)$/.test(path);
}

/** A text after a difference: lines with `-` go, those with `+` come, those with a blank before them stay. Throws an Error if the text does not have them, or has them twice. */
export function patched(text: string, difference: string): string {
  const lines = difference.trimEnd().split('\n');
  const part = (gone: string): string =>
    lines
      .filter((line) => !line.startsWith(gone))
      .map((line) => line.slice(1))
      .join('\n');
  const [before, after] = [part('+'), part('-')];
  if (text.split(before).length !== 2) throw new Error(`the text does not have exactly once\n${before}`);
  return text.replace(before, () => after);
}
