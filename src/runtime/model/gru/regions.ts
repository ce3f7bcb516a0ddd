/** Which parts of the kernel's memory are taken. */

/** A piece of the kernel's memory. */
export interface Region {
  readonly address: number;
  readonly bytes: number;
}

/** Regions begin at lines of the processor's cache, so that vectors do not cross them. */
const LINE = 64;

/** Gives out regions and takes them back; the first gap that is large enough is used. */
export class Regions {
  /** Gaps below `top`, by address, none beside another. */
  private gaps: Region[] = [];
  private top: number;

  /** `grow` makes the memory reach to an address. */
  constructor(
    first: number,
    private readonly grow: (end: number) => void,
  ) {
    this.top = wholeLines(first);
  }

  take(bytes: number): Region {
    const size = Math.max(LINE, wholeLines(bytes));
    const at = this.gaps.findIndex((gap) => gap.bytes >= size);
    const gap = this.gaps[at];
    if (gap === undefined) {
      const region = { address: this.top, bytes: size };
      this.grow(this.top + size);
      this.top += size;
      return region;
    }
    const rest = { address: gap.address + size, bytes: gap.bytes - size };
    this.gaps.splice(at, 1, ...(rest.bytes === 0 ? [] : [rest]));
    return { address: gap.address, bytes: size };
  }

  giveBack(region: Region): void {
    const gaps = [...this.gaps, region].sort((a, b) => a.address - b.address);
    const joined: Region[] = [];
    for (const gap of gaps) {
      const last = joined.at(-1);
      if (last?.address !== undefined && last.address + last.bytes === gap.address) joined[joined.length - 1] = { address: last.address, bytes: last.bytes + gap.bytes };
      else joined.push(gap);
    }
    const last = joined.at(-1);
    if (last !== undefined && last.address + last.bytes === this.top) {
      this.top = last.address;
      joined.pop();
    }
    this.gaps = joined;
  }
}

function wholeLines(bytes: number): number {
  return Math.ceil(bytes / LINE) * LINE;
}
