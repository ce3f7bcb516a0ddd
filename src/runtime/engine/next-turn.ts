/** A turn for what waits: messages of threads, signals, clicks. */

const immediately: unknown = Reflect.get(globalThis, 'setImmediate');

/** Resolves when whatever was ready has had its turn: at once in Node, after the least timeout where there is no `setImmediate`. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof immediately === 'function') Reflect.apply(immediately, globalThis, [resolve]);
    else setTimeout(resolve, 0);
  });
}
