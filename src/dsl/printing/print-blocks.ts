/** Prints what stands line by line: comments and units, each with the comment at its end, and empty lines where the source has them. */
import type { CommentCursor } from './comment-cursor.ts';
import { INDENT } from './layout.ts';
import type { Comment } from '../syntax.ts';

/** A line or several that belong together, with its place in the source. */
export interface Entry {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** A comment of its own, or something of the tree. */
  readonly comment: Comment | null;
}

/** Something to print in a block, with the offset up to which comments stand before it. */
export interface Unit {
  readonly start: number;
  readonly leadLimit: number;
  /** Offset after its last printed token; known once it was printed. */
  readonly end: () => number;
  readonly print: () => string;
}

export class BlockPrinter {
  constructor(private readonly comments: CommentCursor) {}

  /** `head { … }` with one unit to a line. @param end offset just after the closing brace */
  braces(head: string, units: readonly Unit[], end: number, column: number): string {
    const entries = [...units.flatMap((unit, i) => this.entriesOf(unit, units[i + 1]?.start ?? end)), ...this.loose(end)];
    if (entries.length === 0) return `${head} {}`;
    const pad = ' '.repeat(column + INDENT);
    const lines = entries.map((entry, i) => {
      const previous = entries[i - 1];
      return (previous !== undefined && this.isBlankBetween(previous, entry) ? '\n' : '') + pad + entry.text;
    });
    return `${head} {\n${lines.join('\n')}\n${' '.repeat(column)}}`;
  }

  /** Comments before a unit, then the unit with a comment on its last line. */
  entriesOf(unit: Unit, limit: number): readonly Entry[] {
    const entries = this.loose(unit.leadLimit);
    const text = unit.print();
    const end = unit.end();
    const comment = this.comments.onLineOf(end, limit);
    const own = { text: comment === null ? text : `${text}  ${comment.text}`, start: unit.start, end: comment?.span.end ?? end, comment: null };
    return [...entries, own];
  }

  /** Comments that stand alone before an offset. */
  loose(offset: number): readonly Entry[] {
    return this.comments.before(offset).map((comment) => ({ text: comment.text, start: comment.span.start, end: comment.span.end, comment }));
  }

  isBlankBetween(previous: Entry, entry: Entry): boolean {
    return this.comments.isBlankBetween(previous.end, entry.start);
  }
}
