/** The test of one signal, section by section. */
import type { DailyPanel } from './daily-panel.ts';
import type { GroupFigures, LayerEvaluation, SectionFigures, SignalEvaluation, YearFigures } from './evaluation.ts';
import type { Figures } from './figures.ts';
import { GroupIcs, SIZE_GROUPS } from './group-ics.ts';
import { LayerBook } from './layer-book.ts';
import { finiteOrNull, mean, neweyWestLags, neweyWestT, pearson, sampleStd } from './moments.ts';
import { ordered, rankCorrelation, type Ordered } from './ordered.ts';
import { annualised, compoundedBy, excessFigures } from './performance.ts';
import { locksSuspended, type SectionView } from './section-view.ts';
import type { EvaluationSettings } from './settings.ts';

/** Daily returns of the equal-weighted universe and the position in the calendar of the first. */
export interface Benchmark {
  readonly first: number;
  readonly returns: readonly number[];
}

type Tested = Omit<SignalEvaluation, 'name' | 'kind' | 'direction' | 'published' | 'weights' | 'training'>;

/** Collects what a signal shows; `finish` makes figures of it. */
export class SignalTest {
  readonly sections: SectionFigures[] = [];
  private readonly book: LayerBook;
  private readonly decay: number[][];
  private readonly industries: GroupIcs;
  private readonly sizes = new GroupIcs(SIZE_GROUPS);
  /** Signal of the section before, by symbol. */
  private before: Float64Array | null = null;
  private universe = 0;

  constructor(
    private readonly panel: DailyPanel,
    private readonly settings: EvaluationSettings,
  ) {
    this.book = new LayerBook(panel, settings.layers, locksSuspended(settings));
    this.decay = Array.from({ length: settings.decayHorizons }, () => []);
    this.industries = new GroupIcs(panel.industries);
  }

  /** Sections that have a signal and could not be layered. */
  get unlayered(): number {
    return this.book.unlayered;
  }

  /** Adds the next section. @param all the signal by symbol of the panel; @param signal the same of the view's stocks */
  add(view: SectionView, all: Float64Array, signal: Ordered): void {
    const { returns, stocks } = view;
    this.universe += stocks.length;
    const before = this.before === null ? null : ordered(Float64Array.from(stocks, (s) => this.before?.[s] ?? NaN));
    this.sections.push({
      rankIc: returns === null ? null : rankCorrelation(signal, returns),
      ic: returns === null ? null : pearson(signal.values, returns.values),
      stocks: signal.order.length,
      autocorrelation: before === null ? null : rankCorrelation(signal, before),
    });
    view.byHorizon.forEach((of, i) => {
      const ic = of === null ? null : rankCorrelation(signal, of);
      if (ic !== null) this.decay[i]?.push(ic);
    });
    if (returns !== null) {
      this.industries.add(signal, returns, view.industries);
      this.sizes.add(signal, returns, view.sizes);
    }
    this.book.add(signal, stocks, view.trade, view.nextTrade);
    this.before = all;
  }

  /** Adds a section with which the calendar ends: it has a signal and nothing to compare it with. */
  addLast(): void {
    this.sections.push({ rankIc: null, ic: null, stocks: null, autocorrelation: null });
  }

  /** @param dates those of the sections */
  finish(dates: readonly string[], benchmark: Benchmark): Tested {
    const { firstReturn } = this.book;
    const compared = firstReturn === null ? [] : benchmark.returns.slice(firstReturn - benchmark.first);
    const layers = this.book.finish(compared);
    const top = this.book.returns(0);
    const bottom = this.book.returns(this.settings.layers - 1);
    const days = firstReturn === null ? [] : this.panel.dates.slice(firstReturn);
    const excess = top.map((value, i) => value - (compared[i] ?? NaN));
    const longShort = top.map((value, i) => value - (bottom[i] ?? NaN));
    return {
      figures: { ...this.icFigures(), ...returnFigures(days, excess, longShort, compared, layers[0]) },
      sections: this.sections,
      decay: this.decay.map((ics, i) => ({ horizon: i + 1, rankIcMean: finiteOrNull(mean(ics)), sections: ics.length })),
      layers,
      dates: days,
      excess,
      longShort,
      years: this.years(dates, days, excess),
      industries: this.industries.finish(),
      sizes: withSizes(this.sizes.finish()),
    };
  }

  private icFigures(): Pick<Figures, 'sections' | 'rankIcMean' | 'rankIcStd' | 'icIr' | 'rankIcT' | 'icPositiveShare' | 'icMean' | 'icStd' | 'rankAutocorrelation' | 'coverage' | 'coverageShare'> {
    const present = (key: keyof SectionFigures): readonly number[] => this.sections.map((section) => section[key]).filter((value) => value !== null);
    const rankIcs = present('rankIc');
    const ics = present('ic');
    const stocks = present('stocks');
    const { horizon, every } = this.settings;
    const spread = sampleStd(rankIcs);
    return {
      sections: rankIcs.length,
      rankIcMean: finiteOrNull(mean(rankIcs)),
      rankIcStd: finiteOrNull(spread),
      icIr: spread > 0 ? mean(rankIcs) / spread : null,
      rankIcT: finiteOrNull(neweyWestT(rankIcs, neweyWestLags(rankIcs.length, horizon, every))),
      icPositiveShare: finiteOrNull(rankIcs.filter((ic) => ic > 0).length / rankIcs.length),
      icMean: finiteOrNull(mean(ics)),
      icStd: finiteOrNull(sampleStd(ics)),
      rankAutocorrelation: finiteOrNull(mean(present('autocorrelation'))),
      coverage: finiteOrNull(mean(stocks)),
      coverageShare: finiteOrNull(stocks.reduce((sum, count) => sum + count, 0) / this.universe),
    };
  }

  private years(dates: readonly string[], days: readonly string[], excess: readonly number[]): readonly YearFigures[] {
    const byYear = compoundedBy(days, excess, 4);
    const years = [...new Set([...dates.map((date) => date.slice(0, 4)), ...byYear.keys()])].sort();
    return years.map((year) => {
      const ics = this.sections.map(({ rankIc }) => rankIc).filter((ic, i) => ic !== null && dates[i]?.startsWith(year) === true).filter((ic) => ic !== null);
      return { year, rankIcMean: finiteOrNull(mean(ics)), sections: ics.length, topExcessReturn: byYear.get(year) ?? null };
    });
  }
}

/** Sizes are named even if one of them has too few stocks, so that tables line up; none at all without caps. */
function withSizes(found: readonly GroupFigures[]): readonly GroupFigures[] {
  if (found.length === 0) return found;
  return SIZE_GROUPS.map((group) => found.find((each) => each.group === group) ?? { group, rankIcMean: null, sections: 0, stocks: null });
}

function returnFigures(days: readonly string[], excess: readonly number[], longShort: readonly number[], universe: readonly number[], top: LayerEvaluation | undefined): Omit<Figures, 'sections' | 'rankIcMean' | 'rankIcStd' | 'icIr' | 'rankIcT' | 'icPositiveShare' | 'icMean' | 'icStd' | 'rankAutocorrelation' | 'coverage' | 'coverageShare'> {
  const { annual, trackingError, informationRatio, maxDrawdown, calmar, monthlyWinRate } = excessFigures(days, excess);
  const spread = excessFigures(days, longShort);
  return {
    topAnnualReturn: top?.annualReturn ?? null,
    topAnnualExcessReturn: finiteOrNull(annual),
    topTrackingError: finiteOrNull(trackingError),
    topInformationRatio: finiteOrNull(informationRatio),
    topMaxExcessDrawdown: finiteOrNull(maxDrawdown),
    topCalmar: finiteOrNull(calmar),
    topMonthlyWinRate: finiteOrNull(monthlyWinRate),
    topTurnover: top?.turnover ?? null,
    longShortAnnualReturn: finiteOrNull(spread.annual),
    longShortInformationRatio: finiteOrNull(spread.informationRatio),
    longShortMaxDrawdown: finiteOrNull(spread.maxDrawdown),
    universeAnnualReturn: finiteOrNull(annualised(universe)),
  };
}
