/** What `explain` says by default: a factor in plain words, where its steps run and what they cost. */
import { clockText } from '../../dsl/session.ts';
import type { CheckedFactor } from '../../dsl/typed.ts';
import { unitText } from '../../dsl/units.ts';
import { LANES } from '../plan.ts';
import type { FactorSteps } from './steps.ts';

function head(factor: CheckedFactor): readonly string[] {
  const unit = unitText(factor.unit);
  return [
    `factor ${factor.name}${factor.documentation === '' ? '' : `  ${factor.documentation.replace(/\s+/g, ' ')}`}`,
    `  reads ${factor.table} · direction ${factor.direction > 0 ? '+1' : '-1'} · ${unit === '1' ? 'a plain number' : `in ${unit}`} · known at ${clockText(factor.knownAt)}`,
  ];
}

/** What accumulators are called where people read. */
const LABELS: Readonly<Record<string, string>> = { compound: 'growth of' };

function kernelLines(steps: FactorSteps): readonly string[] {
  const passes = Math.max(0, ...steps.kernel.map((step) => step.pass));
  const lines = [`  kernel  ${steps.expression}`];
  for (let pass = 1; pass <= passes; pass++) {
    lines.push(`          ${passes > 1 ? `pass ${String(pass)} over the bars` : 'one pass over the bars'} accumulates`);
    for (const step of steps.kernel.filter((one) => one.pass === pass)) {
      const terms = step.terms.length === 0 ? 'rows' : step.terms.join(' × ');
      lines.push(`            ${(LABELS[step.kind] ?? step.kind).padEnd(8)} ${terms}   over ${step.rows}`);
    }
  }
  return lines;
}

/** The whole text for one factor. */
export function overviewText(factor: CheckedFactor, steps: FactorSteps | null): string {
  const lines = [...head(factor)];
  if (steps === null) return lines.join('\n');
  lines.push('', 'Where it runs', `  SQL     ${steps.sql.length === 0 ? 'nothing is read' : `read ${steps.sql.join(', ')} of a day's bars (DuckDB, one scan for all factors)`}`);
  if (steps.host.length === 0) lines.push('  host    nothing: no step needs an order of the rows or more digits than f32 has');
  for (const step of steps.host) lines.push(`  host    ${step.expression}`, `          → a prepared ${step.form} for the kernel; ${step.reason}`);
  lines.push(...kernelLines(steps));
  const fused = steps.fusedWith.length === 0 ? 'alone in its thread' : `in one thread with ${steps.fusedWith.join(', ')}`;
  lines.push('', 'What is fused', `  ${fused}${steps.shared > 0 ? `; ${String(steps.shared)} of its ${String(steps.kernel.length)} sums are theirs too` : ''}`);
  lines.push('', 'What it costs, per stock and day', `  reads ${String(steps.bytesRead)} bytes of the tile, ${String(steps.operationsPerBar)} operations per bar, returns ${String(steps.bytesReturned)} bytes`);
  lines.push(`  one thread per stock, ${String(LANES)} stocks side by side`);
  return lines.join('\n');
}
