/** What a portfolio must keep, written from the text of its limits and from nothing of the program that finds it. */
import type { PortfolioProblem } from '../../../src/runtime/portfolio/problem.ts';

/** Names of what weights break by more than a tolerance. A stock that cannot be traded into its band may stay as it is held. */
export function brokenLimits({ index, before, industry, size, canBuy, canSell, expected, limits }: PortfolioProblem, weights: Float64Array, tolerance = 1e-6): readonly string[] {
  const broken: string[] = [];
  const sum = (of: (i: number) => number): number => {
    let total = 0;
    for (let i = 0; i < weights.length; i++) total += of(i);
    return total;
  };
  const w = (i: number): number => weights[i] ?? NaN;
  const b = (i: number): number => index[i] ?? NaN;
  const h = (i: number): number => before[i] ?? NaN;
  if (!(Math.abs(sum(w) - 1) <= tolerance)) broken.push('budget');
  for (let i = 0; i < weights.length; i++) {
    if (w(i) < -tolerance) broken.push(`long only: ${i}`);
    if (w(i) > h(i) + tolerance && (canBuy[i] === 0 || Number.isNaN(expected[i]))) broken.push(`no buying: ${i}`);
    if (w(i) < h(i) - tolerance && canSell[i] === 0) broken.push(`no selling: ${i}`);
    const isOutside = limits.deviation !== null && Math.abs(w(i) - b(i)) > limits.deviation + tolerance;
    const isHeld = Math.abs(w(i) - h(i)) <= tolerance && (canBuy[i] === 0 || canSell[i] === 0 || Number.isNaN(expected[i]));
    if (isOutside && !isHeld) broken.push(`deviation: ${i}`);
  }
  if (limits.memberWeight !== null && sum((i) => (b(i) > 0 ? w(i) : 0)) < limits.memberWeight - tolerance) broken.push('memberWeight');
  if (limits.size !== null && Math.abs(sum((i) => (Number.isNaN(size[i]) ? 0 : (w(i) - b(i)) * (size[i] ?? 0)))) > limits.size + tolerance) broken.push('size');
  if (limits.industry !== null) {
    for (const code of new Set(industry)) if (code >= 0 && Math.abs(sum((i) => (industry[i] === code ? w(i) - b(i) : 0))) > limits.industry + tolerance) broken.push(`industry ${code}`);
  }
  if (limits.turnover !== null && sum((i) => Math.abs(w(i) - h(i))) > limits.turnover + tolerance) broken.push('turnover');
  return broken;
}
