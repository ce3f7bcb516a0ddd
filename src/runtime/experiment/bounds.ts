/** Bounds of quantities that are written as text with their unit: the schema bounds those that are numbers. */
import type { ExperimentEntry } from './document.ts';
import { daysOf, moneyOf, shareOf } from './quantities.ts';

interface Quantity {
  readonly keys: readonly (string | number)[];
  readonly value: unknown;
  readonly least: number;
  readonly most: number;
  readonly expected: string;
}

/** Everything that may be written with a unit. */
function* quantitiesOf({ tests = {}, portfolios = {} }: ExperimentEntry): Generator<Quantity> {
  const days = { least: 1, most: 1000, expected: 'from 1 to 1000 days' };
  const share = (most: number): Pick<Quantity, 'least' | 'most' | 'expected'> => ({ least: 0, most, expected: `a share from 0 to ${String(100 * most)}%` });
  for (const key of ['factors', 'signals'] as const) {
    const test = tests[key];
    if (typeof test !== 'object') continue;
    for (const name of ['horizon', 'every'] as const) yield { keys: ['tests', key, name], value: test[name], ...days };
  }
  const correlation = tests.screen?.correlation;
  if (typeof correlation === 'object') for (const [table, value] of Object.entries(correlation)) yield { keys: ['tests', 'screen', 'correlation', table], value, ...share(1) };
  else yield { keys: ['tests', 'screen', 'correlation'], value: correlation, ...share(1) };
  for (const [name, { every, capital, cost, turnover, limits = {} }] of Object.entries(portfolios)) {
    const at = (...keys: readonly (string | number)[]): readonly (string | number)[] => ['portfolios', name, ...keys];
    yield { keys: at('every'), value: every, ...days };
    yield { keys: at('capital'), value: capital, least: 0.01, most: 1e12, expected: 'an amount from 0.01 to 1e12 CNY' };
    yield { keys: at('cost'), value: cost, ...share(0.1) };
    if (typeof turnover === 'object') for (const [i, value] of turnover.entries()) yield { keys: at('turnover', i), value, ...share(2) };
    else yield { keys: at('turnover'), value: turnover, ...share(2) };
    for (const limit of ['memberWeight', 'deviation', 'industry'] as const) yield { keys: at('limits', limit), value: limits[limit], ...share(1) };
  }
}

/** Those that are out of their bounds. */
export function outOfBounds(entry: ExperimentEntry): readonly Quantity[] {
  return [...quantitiesOf(entry)].filter(({ value, least, most }) => typeof value === 'string' && value.trim() !== 'none' && !(quantity(value) >= least && quantity(value) <= most));
}

/** A text with its unit as a number. */
function quantity(text: string): number {
  return text.includes('%') ? shareOf(text) : text.includes('CNY') ? moneyOf(text) : daysOf(text);
}
