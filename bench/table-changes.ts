/** A report beside the one that was kept last. */
import { headlinesOf, ratioOf } from './headlines.ts';
import { milliseconds, type Timing } from './measure.ts';
import type { Report } from './results.ts';
import { times } from './table-cells.ts';

/** What changed since a kept report: one line per contender; a first line where the machines differ. */
export function describeChanges(report: Report, kept: Report): string {
  const same = report.machine.processor === kept.machine.processor && report.machine.cores === kept.machine.cores && report.day.stocks === kept.day.stocks;
  const keptTimings = new Map(allOf(kept).map(({ name, timing }) => [name, timing]));
  const lines = allOf(report).flatMap(({ name, timing }) => {
    const before = keptTimings.get(name);
    if (before === undefined) return [`${name}: not in the kept result`];
    const change = 100 * (timing.median / before.median - 1);
    return [`${name}: ${milliseconds(timing.median)} ms, kept ${milliseconds(before.median)} ms (${change < 0 ? '−' : '+'}${Math.abs(change).toFixed(0)} %)`];
  });
  const warning = same ? [] : [`The kept result is of another machine or day (${kept.machine.processor}, ${kept.day.stocks} stocks): the changes say little.`];
  return [`Against the result of ${kept.date}:`, ...warning, ...otherMarkets(report, kept), ...lines].join('\n');
}

function allOf({ results, events, evaluations, trainings, solves, scaling, queue }: Report): readonly { readonly name: string; readonly timing: Timing }[] {
  return [...results, ...(events?.results ?? []), ...(evaluations?.results ?? []), ...(trainings?.results ?? []), ...(solves?.results ?? []), ...(scaling?.results ?? []), ...(queue?.results ?? [])];
}

/** A line for each contender that read other rows than in the kept result. */
function otherMarkets(report: Report, kept: Report): readonly string[] {
  const ofEvents = (report.events?.results ?? []).flatMap((result) => {
    const before = kept.events?.results.find(({ name }) => name === result.name);
    if (before === undefined || (before.executions === result.executions && before.orders === result.orders)) return [];
    return [`${result.name} is kept over ${before.executions} executions and ${before.orders} orders, not ${result.executions} and ${result.orders}: the change says nothing.`];
  });
  const ofBars = (report.scaling?.results ?? []).flatMap((result) => {
    const before = kept.scaling?.results.find(({ name }) => name === result.name);
    return before === undefined || before.bars === result.bars ? [] : [`${result.name} is kept over ${before.bars} bars, not ${result.bars}: the change says nothing.`];
  });
  return [...ofEvents, ...ofBars];
}

/** How the ratios to what else one would use have changed, one line for each that both reports have; none if there is no such. */
export function describeRatioChanges(report: Report, kept: Report): string {
  const keptRatios = new Map(ratiosOf(kept).map(({ name, ratio }) => [name, ratio]));
  return ratiosOf(report)
    .flatMap(({ name, ratio }) => {
      const before = keptRatios.get(name);
      return before === undefined ? [] : [`${name}: ${times(ratio)} faster, kept ${times(before)}`];
    })
    .join('\n');
}

function ratiosOf(report: Report): readonly { readonly name: string; readonly ratio: number }[] {
  return headlinesOf(report).flatMap((headline) => {
    const ratio = ratioOf(headline);
    return ratio === null || headline.other === null ? [] : [{ name: `${headline.about}, against ${headline.other.about}`, ratio }];
  });
}
