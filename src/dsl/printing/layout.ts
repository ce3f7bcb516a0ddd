/**
 * Lays out text within a width: a group stands on one line if it fits, or breaks at every one of its line breaks.
 * A comment at the end of a line, or any forced break, breaks all groups around it.
 */

export const LINE_WIDTH = 100;
export const INDENT = 2;

export type Layout = string | Concatenation | Line | Indented | Group | LineEnd;

interface Concatenation {
  readonly kind: 'all';
  readonly parts: readonly Layout[];
  readonly forced: boolean;
}
/** A break, or `flat` if its group stands on one line. */
interface Line {
  readonly kind: 'line';
  readonly flat: '' | ' ';
  readonly forced: boolean;
}
interface Indented {
  readonly kind: 'indent';
  readonly content: Layout;
  readonly forced: boolean;
}
interface Group {
  readonly kind: 'group';
  readonly content: Layout;
  readonly forced: boolean;
}
/** Text put at the end of the current line, whatever else follows on it. */
interface LineEnd {
  readonly kind: 'line-end';
  readonly text: string;
  readonly forced: true;
}

const isForced = (layout: Layout): boolean => typeof layout !== 'string' && layout.forced;

export const space: Layout = { kind: 'line', flat: ' ', forced: false };
export const nothing: Layout = { kind: 'line', flat: '', forced: false };
export const newline: Layout = { kind: 'line', flat: '', forced: true };
export const all = (...parts: readonly Layout[]): Layout => ({ kind: 'all', parts, forced: parts.some(isForced) });
export const indent = (content: Layout): Layout => ({ kind: 'indent', content, forced: isForced(content) });
export const group = (content: Layout): Layout => ({ kind: 'group', content, forced: isForced(content) });
export const lineEnd = (text: string): Layout => ({ kind: 'line-end', text, forced: true });

interface Step {
  readonly layout: Layout;
  readonly indentation: number;
  readonly flat: boolean;
}

/** Text of a layout whose first line begins at a column; further lines are indented from there. Lines are joined with \n. */
export function render(layout: Layout, column: number): string {
  const lines: string[] = [];
  let line = '';
  let atLineEnd = '';
  let width = column;
  const steps: Step[] = [{ layout, indentation: column, flat: false }];
  for (let step = steps.pop(); step !== undefined; step = steps.pop()) {
    const { layout: current, indentation, flat } = step;
    if (typeof current === 'string') {
      line += current;
      width += current.length;
      continue;
    }
    switch (current.kind) {
      case 'all':
        for (const part of [...current.parts].reverse()) steps.push({ layout: part, indentation, flat });
        break;
      case 'indent':
        steps.push({ layout: current.content, indentation: indentation + INDENT, flat });
        break;
      case 'group': {
        const content: Step = { layout: current.content, indentation, flat: true };
        const onOneLine = flat || (!current.forced && fits(content, steps, LINE_WIDTH - width));
        steps.push({ ...content, flat: onOneLine });
        break;
      }
      case 'line-end':
        atLineEnd += current.text;
        break;
      case 'line':
        if (flat) {
          line += current.flat;
          width += current.flat.length;
        } else {
          lines.push(line.trimEnd() + atLineEnd);
          atLineEnd = '';
          line = ' '.repeat(indentation);
          width = indentation;
        }
    }
  }
  return [...lines, line.trimEnd() + atLineEnd].join('\n');
}

/** Whether something and what follows it, up to the next break, fits into the rest of the line. */
function fits(first: Step, following: readonly Step[], room: number): boolean {
  let left = room;
  let next = following.length;
  const steps = [first];
  while (left >= 0) {
    const step = steps.pop() ?? following[--next];
    if (step === undefined) return true;
    const { layout, indentation, flat } = step;
    if (typeof layout === 'string') left -= layout.length;
    else if (layout.kind === 'all') for (const part of [...layout.parts].reverse()) steps.push({ layout: part, indentation, flat });
    else if (layout.kind === 'indent' || layout.kind === 'group') steps.push({ layout: layout.content, indentation, flat });
    else if (layout.kind === 'line') {
      if (!flat) return true;
      left -= layout.flat.length;
    }
  }
  return false;
}
