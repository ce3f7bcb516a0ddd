/** A reader that remembers what it was asked, so that one can tell later whether it would answer the same. */
import { matchesPattern } from '../dsl/loading/project-paths.ts';
import type { Parsed } from '../dsl/parse.ts';
import type { ProjectReader } from '../dsl/project.ts';

/** A file as read: parsed, or why it is not. Equal texts are one object. */
export type FileAnswer = Parsed | 'binary' | 'too-large' | null;

/** Where answers come from. */
export interface Answers {
  answer(path: string): FileAnswer;
  list(pattern: string): readonly string[];
}

export class RecordedReader implements ProjectReader {
  private readonly files = new Map<string, FileAnswer>();
  private readonly lists = new Map<string, readonly string[]>();

  constructor(private readonly answers: Answers) {}

  read(path: string): { readonly text: string } | { readonly problem: 'binary' | 'too-large' } | null {
    const answer = this.answers.answer(path);
    this.files.set(path, answer);
    if (answer === null) return null;
    return typeof answer === 'string' ? { problem: answer } : { text: answer.tree.text };
  }

  list(pattern: string): readonly string[] {
    const found = this.answers.list(pattern);
    this.lists.set(pattern, found);
    return found;
  }

  /** Whether every answer would be the same now. */
  get stillHolds(): boolean {
    for (const [path, answer] of this.files) if (this.answers.answer(path) !== answer) return false;
    for (const [pattern, found] of this.lists) {
      const now = this.answers.list(pattern);
      if (now !== found && (now.length !== found.length || now.some((path, i) => path !== found[i]))) return false;
    }
    return true;
  }

  /** Whether an answer rests on a file: its text, or its being there. */
  restsOn(path: string): boolean {
    return this.files.has(path) || [...this.lists.keys()].some((pattern) => matchesPattern(pattern, path));
  }
}
