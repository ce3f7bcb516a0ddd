/** Work on several items at once whose results come in the order of the items. */

/** Results of `work`, at most `atOnce` at work or waiting for their turn. When the consumer stops early, or a piece fails, those under way are waited for, so that nothing is at work after it. */
export async function* inTurn<T, R>(items: readonly T[], atOnce: number, work: (item: T) => Promise<R>): AsyncGenerator<R, void> {
  const under: Promise<R>[] = [];
  let next = 0;
  try {
    while (next < items.length || under.length > 0) {
      while (next < items.length && under.length < atOnce) {
        const begun = work(items[next++] as T);
        // A failure surfaces where the result is awaited; until then it must not count as unhandled.
        begun.catch(() => undefined);
        under.push(begun);
      }
      const [first] = under;
      if (first === undefined) return;
      const result = await first;
      void under.shift();
      yield result;
    }
  } finally {
    await Promise.allSettled(under);
  }
}
