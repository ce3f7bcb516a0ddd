/**
 * A portfolio's problem as text for HiGHS: a column for every weight and one for what it changes, as one writes it down. What a user of the
 * solver's package would do, and another formulation of the same problem, to compare solutions with.
 */
import { bandOf, type PortfolioProblem } from '../src/runtime/portfolio/problem.ts';

/** In the format of CPLEX's LP files. */
export function problemText(problem: PortfolioProblem): string {
  const { expected, index, before, industry, size, limits } = problem;
  const stocks = [...expected.keys()];
  const terms = (of: (s: number) => number, name: string): string => stocks.flatMap((s) => (of(s) === 0 ? [] : [`${of(s) < 0 ? '-' : '+'} ${digits(Math.abs(of(s)))} ${name}${String(s)}`])).join(' ');
  const ofIndex = (of: (s: number) => number): number => index.reduce((sum, weight, s) => sum + weight * of(s), 0);
  const rows = [`${terms(() => 1, 'w')} = 1`];
  const within = (of: (s: number) => number, limit: number): void => {
    rows.push(`${terms(of, 'w')} <= ${digits(ofIndex(of) + limit)}`, `${terms(of, 'w')} >= ${digits(ofIndex(of) - limit)}`);
  };
  const zero = (value: number | undefined): number => (value === undefined || Number.isNaN(value) ? 0 : value);
  if (limits.memberWeight !== null) rows.push(`${terms((s) => (zero(index[s]) > 0 ? 1 : 0), 'w')} >= ${digits(limits.memberWeight)}`);
  if (limits.size !== null) within((s) => zero(size[s]), limits.size);
  if (limits.industry !== null) for (const code of new Set(industry)) if (code >= 0) within((s) => (industry[s] === code ? 1 : 0), limits.industry);
  if (limits.turnover !== null) {
    rows.push(`${terms(() => 1, 't')} <= ${digits(limits.turnover)}`);
    for (const s of stocks) rows.push(`t${String(s)} - w${String(s)} >= ${digits(-zero(before[s]))}`, `t${String(s)} + w${String(s)} >= ${digits(zero(before[s]))}`);
  }
  const bounds = stocks.map((s) => {
    const { lower, upper } = bandOf(problem, s);
    return ` ${digits(lower)} <= w${String(s)} <= ${digits(upper)}`;
  });
  return `Maximize\n obj: ${terms((s) => zero(expected[s]), 'w')}\nSubject To\n${rows.map((row, i) => ` c${String(i)}: ${row}`).join('\n')}\nBounds\n${bounds.join('\n')}\nEnd\n`;
}

/** Without an exponent, which the format would take for a name. */
function digits(value: number): string {
  return value.toFixed(15);
}
