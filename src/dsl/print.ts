/** The one canonical layout of a file (`fullband fmt`). */
import { CommentCursor } from './comment-cursor.ts';
import { all, group, INDENT, indent, LINE_WIDTH, newline, render, space, type Layout } from './layout.ts';
import { writeTime } from './numbers.ts';
import { atLineEnd, ExpressionPrinter, leadLimit } from './print-expressions.ts';
import type { Comment, DefItem, Documentation, Expression, FactorClause, FactorItem, Item, ModelClause, ModelItem, SetItem, SourceTree, TrainSetting } from './syntax.ts';

/**
 * The file in canonical layout: clauses one per line, indented by two, lines of at most 100 characters where they can be
 * broken, every comment kept. Formatting the result again changes nothing, and it parses to the same tree.
 * Null if the tree is incomplete, as of a file with syntax errors.
 */
export function format(tree: SourceTree): string | null {
  return tree.incomplete === true ? null : new FilePrinter(tree).print();
}

/** A line or several that belong together, with its place in the source. */
interface Entry {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** A comment of its own, or something of the tree. */
  readonly comment: Comment | null;
}

/** Something to print in a block, with the offset up to which comments stand before it. */
interface Unit {
  readonly start: number;
  readonly leadLimit: number;
  /** Offset after its last printed token; known once it was printed. */
  readonly end: () => number;
  readonly print: () => string;
}

class FilePrinter {
  private readonly comments: CommentCursor;
  private readonly expressions: ExpressionPrinter;

  constructor(private readonly tree: SourceTree) {
    this.comments = new CommentCursor(tree.comments, tree.text);
    this.expressions = new ExpressionPrinter(this.comments);
  }

  print(): string {
    const { items } = this.tree;
    let text = '';
    let previous: Entry | null = null;
    let previousItem: Item | null = null;
    for (const item of items) {
      const entries = this.entriesOf(this.itemUnit(item), Infinity);
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
    for (const entry of this.loose(Infinity)) {
      if (previous !== null && this.isBlankBetween(previous, entry)) text += '\n';
      text += `${entry.text}\n`;
      previous = entry;
    }
    return text;
  }

  /** @param compact whether there may be no empty line between the two */
  private gap(previous: Entry, entry: Entry, compact: boolean, item: Item): string {
    // A `///` comment directly before an item would become its documentation.
    const adopts = entry.comment === null && item.kind !== 'use' && previous.comment?.text.startsWith('///') === true;
    return adopts || !compact || this.isBlankBetween(previous, entry) ? '\n' : '';
  }

  private isBlankBetween(previous: Entry, entry: Entry): boolean {
    return this.comments.isBlankBetween(previous.end, entry.start);
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
        return this.documented(item, item.name.span.end, () => item.span.end, () => this.block(item));
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

  private block(item: FactorItem | ModelItem): string {
    const units = item.clauses.map((clause) => this.clauseUnit(clause));
    return this.braces(`${item.kind} ${item.name.text}`, units, item.span.end, 0);
  }

  /** `head { … }` with one unit to a line. @param end offset just after the closing brace */
  private braces(head: string, units: readonly Unit[], end: number, column: number): string {
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
  private entriesOf(unit: Unit, limit: number): readonly Entry[] {
    const entries = this.loose(unit.leadLimit);
    const text = unit.print();
    const end = unit.end();
    const comment = this.comments.onLineOf(end, limit);
    const own = { text: comment === null ? text : `${text}  ${comment.text}`, start: unit.start, end: comment?.span.end ?? end, comment: null };
    return [...entries, own];
  }

  private loose(offset: number): readonly Entry[] {
    return this.comments.before(offset).map((comment) => ({ text: comment.text, start: comment.span.start, end: comment.span.end, comment }));
  }

  private clauseUnit(clause: FactorClause | ModelClause): Unit {
    const { start, end } = clause.span;
    switch (clause.kind) {
      case 'from':
        return { start, leadLimit: end, end: () => end, print: () => `from ${clause.table.text}` };
      case 'direction':
        return { start, leadLimit: end, end: () => end, print: () => `direction ${signed(clause.value)}` };
      case 'known':
        return { start, leadLimit: end, end: () => end, print: () => `known ${writeTime(clause.time.minutes)}` };
      case 'unit':
        return this.expressionUnit('unit', clause.unit, start, INDENT);
      case 'value':
      case 'loss':
        return this.expressionUnit(clause.kind, clause.value, start, INDENT);
      case 'train':
        return { start, leadLimit: start, end: () => end, print: () => this.braces('train', clause.settings.map((setting) => this.settingUnit(setting)), end, INDENT) };
      default:
        return this.expressionUnit(`${clause.kind} ${clause.name.text} =`, clause.value, start, INDENT);
    }
  }

  private settingUnit(setting: TrainSetting): Unit {
    return this.expressionUnit(setting.name.text, setting.value, setting.span.start, 2 * INDENT);
  }

  private expressionUnit(head: string, expression: Expression, start: number, column: number): Unit {
    return {
      start,
      leadLimit: leadLimit(expression),
      end: () => this.expressions.endOf(expression),
      print: () => render(all(`${head} `, this.expressions.print(expression)), column),
    };
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

function signed(value: number): string {
  return value < 0 || Object.is(value, -0) ? `-${String(-value)}` : `+${String(value)}`;
}
