/** Work of which some may still run while the next begins: waiting for a disk costs a day's values more than writing them. */

export class AtOnce {
  private readonly running = new Set<Promise<void>>();
  private failure: { readonly error: unknown } | null = null;

  /** @param left how many pieces may still run when the next is asked for; 0: each is waited for */
  constructor(private readonly left: number) {}

  /** Starts a piece and waits until no more than `left` run. Throws what a piece failed with. */
  async add(piece: () => Promise<void>): Promise<void> {
    const work: Promise<void> = piece().then(
      () => void this.running.delete(work),
      (error: unknown) => {
        this.running.delete(work);
        this.failure ??= { error };
      },
    );
    this.running.add(work);
    while (this.running.size > this.left) await Promise.race(this.running);
    this.rethrow();
  }

  /** Waits for what runs. Throws what a piece failed with. */
  async finish(): Promise<void> {
    await Promise.all(this.running);
    this.rethrow();
  }

  /** Waits for what runs, whatever becomes of it: before a failure of something else is passed on. */
  async settle(): Promise<void> {
    await Promise.all(this.running);
  }

  private rethrow(): void {
    if (this.failure !== null) throw this.failure.error;
  }
}
