/** Work of which some is done at once: waiting for a disk costs a day's values more than writing them. */

export class AtOnce {
  private readonly running = new Set<Promise<void>>();
  private failure: { readonly error: unknown } | null = null;

  /** @param most how many pieces run at the same time */
  constructor(private readonly most: number) {}

  /** Starts a piece once there is room for it. Throws what an earlier piece failed with. */
  async add(piece: () => Promise<void>): Promise<void> {
    while (this.running.size >= this.most) await Promise.race(this.running);
    this.rethrow();
    const work: Promise<void> = piece().then(
      () => void this.running.delete(work),
      (error: unknown) => {
        this.running.delete(work);
        this.failure ??= { error };
      },
    );
    this.running.add(work);
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
