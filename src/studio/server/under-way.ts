/** Requests that are being answered: what they use is cleared away when they have ended, not under their hands. */

export class UnderWay {
  private readonly running = new Set<Promise<unknown>>();

  /** Does a piece of work that `settled` waits for. */
  async do<T>(work: () => Promise<T>): Promise<T> {
    const running = work();
    this.running.add(running);
    try {
      return await running;
    } finally {
      this.running.delete(running);
    }
  }

  /** Fulfilled when nothing is under way any more, however it ended. */
  async settled(): Promise<void> {
    while (this.running.size > 0) await Promise.allSettled(this.running);
  }
}
