/** The limits of a portfolio in words. */
import type { FigureForm } from '../../evaluate/figures.ts';
import type { PortfolioLimits } from '../../portfolio/problem.ts';
import { EQUAL_INDEX } from '../../portfolio/settings.ts';
import { roundShare } from '../format.ts';
import { both, same, type Text } from '../text.ts';

export type LimitName = keyof PortfolioLimits;

/** In the order in which pages name them. */
export const LIMIT_NAMES: readonly LimitName[] = ['memberWeight', 'deviation', 'industry', 'size', 'turnover'];

interface LimitWords {
  readonly title: Text;
  readonly form: Extract<FigureForm, 'share' | 'number'>;
  /** How the limit reads with its value. */
  readonly bound: (value: string) => Text;
}

const LIMITS: Readonly<Record<LimitName, LimitWords>> = {
  memberWeight: { title: both('Weight in members', '成分股权重'), form: 'share', bound: (value) => both(`at least ${value}`, `至少${value}`) },
  deviation: { title: both('Stock deviation', '个股偏离'), form: 'share', bound: within },
  industry: { title: both('Industry deviation', '行业偏离'), form: 'share', bound: within },
  size: { title: both('Size exposure', '市值暴露'), form: 'number', bound: within },
  turnover: { title: both('Turnover', '换手率'), form: 'share', bound: (value) => both(`at most ${value}`, `至多${value}`) },
};

function within(value: string): Text {
  return same(`±${value}`);
}

export function limitTitle(name: LimitName): Text {
  return LIMITS[name].title;
}

/** How the values of a limit are shown. */
export function limitForm(name: LimitName): 'share' | 'number' {
  return LIMITS[name].form;
}

/** A limit with its value; `no limit` for one that is left out. */
export function limitText(name: LimitName, value: number | null): Text {
  if (value === null) return both('no limit', '不限');
  const { form, bound } = LIMITS[name];
  return bound(form === 'share' ? roundShare(value) : String(value));
}

/** The index by the name it has in the settings. */
export function indexText(index: string): Text {
  return index === EQUAL_INDEX ? both('all stocks alike', '全部股票等权') : same(index);
}
