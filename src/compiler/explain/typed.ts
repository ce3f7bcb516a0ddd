/** The typed program as an indented tree: meaning, unit, rows and when it is known, line by line. */
import { clockText } from '../../dsl/session.ts';
import type { CheckedFactor, Typed } from '../../dsl/typed.ts';
import { rowsText, typeText } from '../../dsl/check/describe.ts';

/** One line of the tree. */
export interface TypedLine {
  readonly depth: number;
  readonly text: string;
  readonly type: string;
  readonly rows: string;
  readonly known: string;
}

export function typedLines(factor: CheckedFactor): readonly TypedLine[] {
  const lines: TypedLine[] = [];
  const numbers = new Map<Typed, number>();
  const visit = (typed: Typed, depth: number): void => {
    const again = numbers.get(typed);
    const repeated = again !== undefined && typed.kind === 'apply';
    if (!repeated) numbers.set(typed, lines.length + 1);
    lines.push({ depth, text: repeated ? `${labelOf(typed)} (as in line ${String(again)})` : labelOf(typed), type: typeText(typed.type), rows: rowsText(typed.rows), known: knownText(typed) });
    if (typed.kind !== 'apply' || repeated) return;
    typed.args.forEach((arg) => {
      visit(arg, depth + 1);
    });
    if (typed.where !== null) visit(typed.where, depth + 1);
  };
  visit(factor.value, 0);
  return lines;
}

function labelOf(typed: Typed): string {
  if (typed.kind === 'literal') return typed.value === null ? 'missing' : typed.type.kind === 'time' && typeof typed.value === 'number' ? clockText(typed.value) : String(typed.value);
  if (typed.kind === 'column') return `${typed.table}.${typed.column}`;
  const extras = [...typed.parameters.map(String), ...(typed.window.text === 'session' ? [] : [`window=${typed.window.text}`]), ...(typed.by === null ? [] : [`by=${typed.by}`]), ...(typed.where === null ? [] : ['where=last line below'])];
  return extras.length === 0 ? typed.operator : `${typed.operator} [${extras.join(', ')}]`;
}

function knownText(typed: Typed): string {
  if (typed.kind === 'literal') return 'always';
  if (typed.rows.kind === 'one') return clockText(typed.known.floor);
  const { floor, lag } = typed.known;
  if (lag <= -240) return floor <= 0 ? 'always' : clockText(floor);
  const row = lag > -1 && lag <= 0 ? 'with its bar' : lag > 0 ? `${String(lag)} bars later` : `${String(-lag)} bars earlier`;
  return floor > 0 ? `${row}, not before ${clockText(floor)}` : row;
}

export function typedText(factor: CheckedFactor): string {
  const lines = typedLines(factor);
  const labels = lines.map((line) => `${'  '.repeat(Math.min(line.depth, 20))}${line.text}`);
  const width = Math.min(48, Math.max(...labels.map((label) => label.length)));
  return lines.map((line, i) => `${(labels[i] ?? '').padEnd(width)}  ${line.type}; ${line.rows}; known ${line.known}`).join('\n');
}
