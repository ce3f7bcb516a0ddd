/** The one canonical layout of a file (`fullband fmt`). */
import { CommentCursor } from './printing/comment-cursor.ts';
import { all, group, indent, LINE_WIDTH, newline, render, space, type Layout } from './printing/layout.ts';
import { BlockPrinter, type Entry, type Unit } from './printing/print-blocks.ts';
import { ClausePrinter } from './printing/print-clauses.ts';
import { atLineEnd, ExpressionPrinter, leadLimit } from './printing/print-expressions.ts';
import type { DefItem, Documentation, FactorItem, Item, ModelItem, SetItem, SourceTree } from './syntax.ts';

/**
 * The file in canonical layout: clauses one per line, indented by two, lines of at most 100 characters where they can be
 * broken, every comment kept. Formatting the result again changes nothing, and it parses to the same tree.
 * Null if the tree is incomplete, as of a file with syntax errors.
 */
export function format(tree: SourceTree): string | null {
  return tree.incomplete === true ? null : new FilePrinter(tree).print();
}

class FilePrinter {
  private readonly comments: CommentCursor;
  private readonly expressions: ExpressionPrinter;
  private readonly blocks: BlockPrinter;
  private readonly clauses: ClausePrinter;

  constructor(private readonly tree: SourceTree) {
    this.comments = new CommentCursor(tree.comments, tree.text);
    this.expressions = new ExpressionPrinter(this.comments);
    this.blocks = new BlockPrinter(this.comments);
    this.clauses = new ClausePrinter(this.blocks, this.expressions, new ExpressionPrinter(this.comments, 'tight'));
  }

  print(): string {
    const { items } = this.tree;
    let text = '';
    let previous: Entry | null = null;
    let previousItem: Item | null = null;
    for (const [i, item] of items.entries()) {
      const entries = this.blocks.entriesOf(this.itemUnit(item), items[i + 1]?.span.start ?? Infinity);
      const own = entries.at(-1);
      for (const entry of entries) {
        if (previous !== null) text += this.gap(previous, entry, previousItem === null || own === undefined || isCompact(previousItem, previous, item, own), item);
        text += `${entry.text}\n`;
        previous = entry;
        // Only the first of an item's entries is separated from the item before.
        previousItem = null;
      }
      previousItem = item;
    }
    for (const entry of this.blocks.loose(Infinity)) {
      if (previous !== null && this.blocks.isBlankBetween(previous, entry)) text += '\n';
      text += `${entry.text}\n`;
      previous = entry;
    }
    return text;
  }

  /** @param compact whether there may be no empty line between the two */
  private gap(previous: Entry, entry: Entry, compact: boolean, item: Item): string {
    // A `///` comment directly before an item would become its documentation.
    const adopts = entry.comment === null && item.kind !== 'use' && previous.comment?.text.startsWith('///') === true;
    return adopts || !compact || this.blocks.isBlankBetween(previous, entry) ? '\n' : '';
  }

  private itemUnit(item: Item): Unit {
    switch (item.kind) {
      case 'use':
        return { start: item.span.start, leadLimit: item.path.span.end, end: () => item.span.end, print: () => `use "${item.path.value}"` };
      case 'def':
        return this.documented(item, leadLimit(item.body), () => this.expressions.endOf(item.body), () => this.def(item));
      case 'set':
        return this.documented(item, item.name.span.end, () => item.span.end, () => this.set(item));
      case 'factor':
      case 'model':
        return this.documented(item, item.name.span.end, () => item.span.end, () => this.clauses.item(item));
    }
  }

  private documented(item: DefItem | SetItem | FactorItem | ModelItem, lead: number, end: () => number, print: () => string): Unit {
    const { documentation } = item;
    return { start: documentation?.span.start ?? item.span.start, leadLimit: lead, end, print: () => documentationText(documentation) + print() };
  }

  private def(item: DefItem): string {
    const parameters = item.parameters.map(({ name, defaultValue }) => (defaultValue === null ? name.text : all(`${name.text} = `, this.expressions.print(defaultValue))));
    const separated = parameters.flatMap((parameter, i) => [i === 0 ? '' : all(',', space), parameter]);
    const list = group(all('(', indent(all(...separated)), ')'));
    return render(all(`def ${item.name.text}`, list, ' = ', this.expressions.print(item.body)), 0);
  }

  private set(item: SetItem): string {
    const { members, name, span } = item;
    const written = (member: (typeof members)[number]): string => (member.kind === 'string' ? `"${member.value}"` : member.name.text);
    if (!this.comments.isPendingBefore(span.end)) {
      const line = members.length === 0 ? `set ${name.text} {}` : `set ${name.text} { ${members.map(written).join(', ')} }`;
      if (line.length <= LINE_WIDTH) return line;
    }
    const parts: Layout[] = [];
    let forced = true;
    for (const [i, member] of members.entries()) {
      const before = this.comments.before(member.span.end);
      parts.push(i === 0 || forced || before.length > 0 ? newline : group(space), ...before.flatMap((comment): readonly Layout[] => [comment.text, newline]));
      parts.push(written(member) + (i + 1 < members.length ? ',' : ''));
      const after = this.comments.onLineOf(member.span.end, members[i + 1]?.span.start ?? span.end);
      if (after !== null) parts.push(atLineEnd(after));
      forced = after !== null;
    }
    parts.push(...this.comments.before(span.end).flatMap((comment): readonly Layout[] => [newline, comment.text]));
    return render(all(`set ${name.text} {`, indent(all(...parts)), newline, '}'), 0);
  }
}

/** Two uses, or two one-line defs without documentation, may follow each other without an empty line. */
function isCompact(before: Item, printedBefore: Entry, item: Item, printed: Entry): boolean {
  if (before.kind === 'use') return item.kind === 'use';
  const isShort = (each: Item, entry: Entry): boolean => each.kind === 'def' && each.documentation === null && !entry.text.includes('\n');
  return isShort(before, printedBefore) && isShort(item, printed);
}

function documentationText(documentation: Documentation | null): string {
  if (documentation === null) return '';
  return documentation.text.split('\n').map((line) => `${`/// ${line}`.trimEnd()}\n`).join('');
}
