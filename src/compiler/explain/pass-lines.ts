/** How explanations write what a kernel collects, pass by pass. */
import type { LoopStep } from './loop-step.ts';

const LABELS: Readonly<Record<Exclude<LoopStep['kind'], 'count'>, string>> = { sum: 'sum of', min: 'least', max: 'largest', first: 'first', last: 'last', compound: 'growth by' };

const LONGEST = 140;

/** A line's worth of a text. */
export function shortened(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

/** A line for each thing that is collected, under a line for each pass over `rows`. */
export function passLines(steps: readonly LoopStep[], rows: 'bars' | 'days'): readonly string[] {
  const passes = Math.max(0, ...steps.map(({ pass }) => pass));
  if (passes === 0) return [`          no pass over the ${rows}`];
  return Array.from({ length: passes }, (_, i) => i + 1).flatMap((pass) => {
    const collected = steps.filter((one) => one.pass === pass).map((step) => [collectedText(step, rows), step] as const);
    const width = Math.max(...collected.map(([text]) => text.length));
    return [
      `          ${passes === 1 ? 'one pass' : `pass ${String(pass)}`} over the ${rows} collects`,
      ...collected.map(([text, { rows: which, boundsError }]) => `            ${text.padEnd(width)}  ${[...(which === '' ? [] : [which]), ...(boundsError ? ['(for the error bound)'] : [])].join('  ')}`.trimEnd()),
    ];
  });
}

/** What one step of a pass collects, without the rows it is about. */
export function collectedText({ kind, expression }: LoopStep, rows: 'bars' | 'days'): string {
  const label = kind === 'count' ? `number of ${rows}${expression === '' ? '' : ' with'}` : LABELS[kind];
  return shortened(`${label} ${expression}`.trim());
}
