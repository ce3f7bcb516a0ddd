/** Hands out a file's comments in source order while the printer moves through the tree, so that none is lost or moved past another. */
import type { Comment } from '../syntax.ts';

export class CommentCursor {
  private next = 0;

  constructor(
    private readonly comments: readonly Comment[],
    private readonly text: string,
  ) {}

  /** All pending comments that begin before an offset. */
  before(offset: number): readonly Comment[] {
    const start = this.next;
    while ((this.comments[this.next]?.span.start ?? Infinity) < offset) this.next++;
    return this.comments.slice(start, this.next);
  }

  /** The pending comment on the line on which something ends, if it begins before `limit`. */
  onLineOf(end: number, limit: number): Comment | null {
    const comment = this.comments[this.next];
    if (comment === undefined || comment.span.start >= limit || comment.span.start < end) return null;
    if (/[\r\n]/.test(this.text.slice(end, comment.span.start))) return null;
    this.next++;
    return comment;
  }

  isPendingBefore(offset: number): boolean {
    return (this.comments[this.next]?.span.start ?? Infinity) < offset;
  }

  /** Whether the source has an empty line between two offsets with only white space between them. */
  isBlankBetween(end: number, start: number): boolean {
    return start > end && /^\s*$/.test(this.text.slice(end, start)) && /(?:\r\n|\r(?!\n)|\n)[^\S\r\n]*[\r\n]/.test(this.text.slice(end, start));
  }

  /** Offset of the last `)` before a limit that is not part of a comment. */
  closingParenthesis(limit: number): number {
    let i = this.comments.length - 1;
    for (let at = limit - 1; at >= 0; at--) {
      while ((this.comments[i]?.span.start ?? -1) > at) i--;
      const comment = this.comments[i];
      if (comment !== undefined && at < comment.span.end) at = comment.span.start;
      else if (this.text.charAt(at) === ')') return at;
    }
    return limit;
  }
}
