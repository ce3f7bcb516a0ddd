/** Keeps what was typed: every file at its own time, and one save of a file after the other. */
import type { SaveRequest, SourceFile } from '../api.ts';

/** Milliseconds without a key before what was typed is kept. */
const PAUSE = 800;

/** The files as the saver sees them. */
export interface Savable {
  isChanged(path: string): boolean;
  /** The text as it is to be written. */
  toKeep(path: string): string;
  version(path: string): string | null;
  keptAs(file: SourceFile): void;
}

export interface SaveListener {
  /** What could not be kept, and why; null: all is kept. */
  trouble(problem: string | null): void;
  saved(): void;
}

export class Saver {
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();
  private readonly saving = new Set<string>();
  private readonly problems = new Map<string, string>();

  constructor(
    private readonly files: Savable,
    private readonly write: (request: SaveRequest) => Promise<SourceFile>,
    private readonly listener: SaveListener,
  ) {}

  /** Keeps a file when nothing has been typed in it for a while. */
  soon(path: string): void {
    clearTimeout(this.timers.get(path));
    this.timers.set(path, setTimeout(() => void this.save(path), PAUSE));
  }

  /** Keeps at once what waits: the page may not be there any more when its time comes. */
  flush(): void {
    for (const path of [...this.timers.keys()]) void this.save(path);
  }

  private async save(path: string): Promise<void> {
    clearTimeout(this.timers.get(path));
    this.timers.delete(path);
    // A second save beside the first would carry the version before it, and be refused: the first one looks again when it ends.
    if (this.saving.has(path)) return;
    this.saving.add(path);
    try {
      // Where a timer waits, it saves what has come since.
      while (this.files.isChanged(path) && !this.timers.has(path)) {
        const text = this.files.toKeep(path);
        this.files.keptAs(await this.write({ path, text, version: this.files.version(path) }));
        this.problems.delete(path);
        this.tell();
        this.listener.saved();
        if (this.files.toKeep(path) === text) break;
      }
    } catch (error) {
      this.problems.set(path, error instanceof Error ? error.message : String(error));
      this.tell();
    } finally {
      this.saving.delete(path);
    }
  }

  private tell(): void {
    this.listener.trouble(this.problems.size === 0 ? null : [...this.problems.values()].join('\n'));
  }
}
