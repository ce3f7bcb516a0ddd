/** The portfolios of one signal: its layers from the first section that fills them all to the end of the prices. */
import type { DailyPanel } from './daily-panel.ts';
import type { LayerEvaluation } from './evaluation.ts';
import { layersOf } from './layers.ts';
import { finiteOrNull, mean } from './moments.ts';
import type { Ordered } from './ordered.ts';
import { annualised, excessFigures } from './performance.ts';
import { Portfolio } from './portfolio.ts';

/** A portfolio with what it has returned. */
class Account {
  readonly portfolio: Portfolio;
  readonly returns: number[] = [];
  readonly turnoverDays: number[] = [];
  readonly turnovers: number[] = [];
  readonly sizes: number[] = [];

  constructor(panel: DailyPanel, locks: boolean) {
    this.portfolio = new Portfolio(panel, locks);
  }

  trade(day: number, members: Int32Array): void {
    const turnover = this.portfolio.rebalance(day, members);
    this.sizes.push(members.length);
    if (turnover === null) return;
    this.turnoverDays.push(day);
    this.turnovers.push(turnover);
  }

  hold(from: number, to: number): void {
    if (!this.portfolio.isEmpty) for (const value of this.portfolio.returns(from, to)) this.returns.push(value);
  }
}

/** Layers of a signal, or the universe as one layer. */
export class LayerBook {
  private readonly accounts: readonly Account[];
  /** Day of the first purchase, a position in the calendar; null before it. */
  private firstTrade: number | null = null;
  /** Sections with a signal that could not be layered. */
  unlayered = 0;

  constructor(
    private readonly panel: DailyPanel,
    private readonly layers: number,
    locks: boolean,
  ) {
    this.accounts = Array.from({ length: layers }, () => new Account(panel, locks));
  }

  /** Trades on a section's next day and holds until the next section's. */
  add(signal: Ordered, stocks: Int32Array, trade: number, nextTrade: number): void {
    this.trade(layersOf(signal, stocks, this.layers), trade, nextTrade, signal.order.length);
  }

  /** The same with given members of each layer; null keeps what is held. */
  trade(members: readonly Int32Array[] | null, trade: number, nextTrade: number, signals: number): void {
    if (members === null && signals > 0) this.unlayered++;
    if (members !== null) {
      this.firstTrade ??= trade;
      this.accounts.forEach((account, i) => account.trade(trade, members[i] ?? new Int32Array(0)));
    }
    for (const account of this.accounts) account.hold(trade, nextTrade);
  }

  /** Position in the calendar of the first return; null without a purchase. */
  get firstReturn(): number | null {
    return this.firstTrade === null ? null : this.firstTrade + 1;
  }

  /** Daily returns of a layer, 0 being TOP, from `firstReturn` on. */
  returns(layer: number): readonly number[] {
    return this.accounts[layer]?.returns ?? [];
  }

  /** The layers with their figures against the universe's returns of the same days. */
  finish(benchmark: readonly number[]): readonly LayerEvaluation[] {
    const { firstReturn } = this;
    if (firstReturn === null) return [];
    const dates = this.panel.dates.slice(firstReturn);
    return this.accounts.map(({ returns, turnovers, turnoverDays, sizes }, i) => {
      const excess = excessFigures(dates, returns.map((value, day) => value - (benchmark[day] ?? NaN)));
      return {
        layer: i + 1,
        annualReturn: finiteOrNull(annualised(returns)),
        annualExcessReturn: finiteOrNull(excess.annual),
        trackingError: finiteOrNull(excess.trackingError),
        informationRatio: finiteOrNull(excess.informationRatio),
        maxExcessDrawdown: finiteOrNull(excess.maxDrawdown),
        monthlyWinRate: finiteOrNull(excess.monthlyWinRate),
        turnover: finiteOrNull(mean(turnovers)),
        stocks: mean(sizes),
        returns,
        turnovers: { dates: turnoverDays.map((day) => this.panel.dates[day] ?? ''), values: turnovers },
      };
    });
  }
}
