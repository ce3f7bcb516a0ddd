/** What `explain` says by default: a factor in plain words, where its steps run and what they cost. */
import { clockText } from '../../dsl/session.ts';
import type { CheckedFactor } from '../../dsl/typed.ts';
import { unitText } from '../../dsl/units.ts';
import type { Plan } from '../plan.ts';
import type { Cost } from './cost.ts';
import { passLines, shortened } from './pass-lines.ts';
import type { FactorSteps, Fusion } from './steps.ts';
import { wordLines, type Word } from './words.ts';

/** Name, meaning and promises of a factor. */
export function head(factor: CheckedFactor): readonly string[] {
  const unit = unitText(factor.unit);
  const direction = factor.direction > 0 ? 'direction +1 (large values promise high returns)' : 'direction -1 (small values promise high returns)';
  return [
    `factor ${factor.name}${factor.documentation === '' ? '' : `  ${factor.documentation.replace(/\s+/g, ' ')}`}`,
    `  reads ${factor.table} · ${direction} · ${unit === '1' ? 'a plain number' : `in ${unit}`} · known at ${clockText(factor.knownAt)}`,
  ];
}

function hostLines({ host }: FactorSteps): readonly string[] {
  if (host.length === 0) return ['  host    nothing: no step needs an order of the bars, or more digits than 32 bits have'];
  return host.flatMap(({ name, expression, reason, form, condition }, i) => [
    `  ${i === 0 ? 'host  ' : '      '}  ${name} = ${expression}`,
    `            in float64, because: ${reason}`,
    `            the kernel reads it as ${form === 'column' ? `a column of 240 ${condition ? 'ones and zeros' : 'numbers'}` : condition ? 'a 1 or a 0' : 'one number'}`,
  ]);
}

function bytes(count: number): string {
  return `${(4 * count).toLocaleString('en')} bytes`;
}

function costText({ numbersRead, operationsPerBar }: Cost): string {
  return `${bytes(numbersRead)} and ${String(operationsPerBar)} operations per bar`;
}

function fusedLines(fused: Fusion | null, compiled: number): readonly string[] {
  if (fused === null) return [compiled === 1 ? '  nothing: it was compiled alone' : '  nothing: it has a thread of its own'];
  const sums = fused.sums === 0 ? [] : [`${String(fused.sums)} of the sums above`];
  const once = [...fused.once, ...sums];
  return [
    `  with ${fused.with.join(', ')}: one thread computes them all for one stock, going over its bars for all at once`,
    ...(once.length === 0 ? [] : [`  once for several of them: ${shortened(once.join('; '))}`]),
    `  together ${costText(fused.together)}; each in a thread of its own ${costText(fused.apart)}`,
  ];
}

/** The text for one factor. `compiled` is how many factors were compiled with it; `told` holds the words already explained, and gets those that this text explains. */
export function overviewText(factor: CheckedFactor, steps: FactorSteps | null, compiled: number, told: Set<Word>): string {
  const lines = [...head(factor)];
  if (steps === null) return lines.join('\n');
  const columns = steps.sql.length === 0 ? 'nothing is read' : `DuckDB reads ${steps.sql.join(', ')} of the day's bars, once for all factors`;
  lines.push('', 'Where it runs: SQL in DuckDB, host steps in Node with float64, kernels on the GPU or the CPU with 32 bits', `  SQL     ${columns}`, ...hostLines(steps), `  kernel  ${steps.expression}`, ...passLines(steps.kernel, 'bars'));
  const untold = steps.words.filter((word) => !told.has(word));
  untold.forEach((word) => told.add(word));
  if (untold.length > 0) lines.push('', 'Words', ...wordLines(untold).map((line) => `  ${line}`));
  lines.push('', 'What is fused', ...fusedLines(steps.fused, compiled));
  lines.push('', 'What it costs, per stock and day', `  the kernel reads ${bytes(steps.cost.numbersRead)}, does ${String(steps.cost.operationsPerBar)} operations per bar and returns one number of 4 bytes`);
  if (steps.host.length > 0) lines.push("  the host's steps come on top");
  return lines.join('\n');
}

/** Which factors share a thread, where several are compiled together. */
export function groupsText({ outputs, kernels }: Plan): string {
  const groups = kernels.flatMap((kernel) => kernel.groups.map(({ outputs: own, part }) => `${own.map((output) => output.factor.name).join(', ')}${part === 'prepared' ? '  (after the steps of the host)' : ''}`));
  const count = (n: number, noun: string): string => `${String(n)} ${noun}${n === 1 ? '' : 's'}`;
  return [
    `${count(outputs.length, 'factor')} compiled together: ${count(kernels.length, 'kernel')}, ${count(groups.length, 'thread')} for each stock, up to four factors a thread`,
    ...groups.map((names, i) => `  thread ${String(i + 1).padEnd(String(groups.length).length)}  ${names}`),
  ].join('\n');
}
