/**
 * Work is cut into parts, the same however many threads there are. Whoever is free takes the next part; what a part computes depends on nothing else, so
 * results do not depend on who computed it.
 */

/** The state of the work: number of the work << 16 | parts << 8 | next part. Changing it wakes threads that wait. */
const STATE: usize = 64;

/** Parts that are finished. On a line of its own, as the state is, so that threads that wait do not slow those that work. */
const FINISHED: usize = 128;

/** How long the caller waits for a part that another thread has taken, in nanoseconds. */
const PATIENCE: i64 = 120_000_000_000;

/** A part that this thread may compute now, or −1. */
export function take(): i32 {
  while (true) {
    const state = atomic.load<i32>(STATE);
    const part = state & 255;
    if (part >= ((state >>> 8) & 255)) return -1;
    if (atomic.cmpxchg<i32>(STATE, state, state + 1) == state) return part;
  }
}

/** A part is done. */
export function finish(): void {
  const parts = (atomic.load<i32>(STATE) >>> 8) & 255;
  if (atomic.add<i32>(FINISHED, 1) + 1 == parts) atomic.notify(FINISHED, 1);
}

/** Publishes new work. What it is about is written before. */
export function offer(parts: i32): void {
  atomic.store<i32>(FINISHED, 0);
  const number = (atomic.load<i32>(STATE) >>> 16) + 1;
  atomic.store<i32>(STATE, (number << 16) | (parts << 8));
  atomic.notify(STATE, -1);
}

/** Waits until every part is done; false if a thread does not come back. */
export function settled(parts: i32): bool {
  while (true) {
    const finished = atomic.load<i32>(FINISHED);
    if (finished == parts) return true;
    if (atomic.wait<i32>(FINISHED, finished, PATIENCE) == AtomicWaitResult.TIMED_OUT) return false;
  }
}

/** Waits until there is a part to take. */
export function idle(): void {
  const state = atomic.load<i32>(STATE);
  if ((state & 255) >= ((state >>> 8) & 255)) atomic.wait<i32>(STATE, state, -1);
}
