/** What the factors of a combination by rolling weights weigh. */
import type { SignalEvaluation } from '../../evaluate/evaluation.ts';
import { CATEGORY_AXIS, dateColumn, emptyChart, entry, lineLook, lineSeries, numberColumn, valueAxis, type Chart } from '../chart.ts';
import { formatted } from '../format.ts';
import { known } from '../series.ts';
import { both, same } from '../text.ts';

/** Null for signals without weights of their own. */
export function weightsChart(signal: SignalEvaluation, sections: readonly string[]): Chart | null {
  const { weights } = signal;
  if (weights === null) return null;
  const [id, title] = ['weights', both('Weights of the factors', '因子权重')] as const;
  const lines = weights.parts
    .map((name, f) => ({ name, values: weights.sections.map((section) => section[f] ?? null) }))
    .filter(({ values }) => known(values).length > 0)
    .map(({ name, values }, i) => ({ values, look: { ...lineLook(i), name: same(name), x: 'date', y: `factor${String(i)}`, form: 'number' } as const, last: known(values).at(-1) ?? 0 }));
  const heaviest = lines.toSorted((a, b) => Math.abs(b.last) - Math.abs(a.last))[0];
  if (heaviest === undefined) return emptyChart(id, title, both('Too little was known for any weight.', '已知截面不足，没有权重。'));
  const [name, weight] = [heaviest.look.name.en, formatted(heaviest.last, 'number')];
  return {
    id, title, height: 360, isWide: true, legend: lines.map(({ look }) => entry(look, look.dash)),
    summary: both(`${lines.length} factors have weights; at the end ${name} has the largest, ${weight}.`, `${lines.length}个因子有权重；期末${name}权重最大，为${weight}。`),
    columns: [dateColumn(sections), ...lines.map(({ look, values }) => numberColumn(look.y, look.name, 'number', values))],
    option: { xAxis: CATEGORY_AXIS, yAxis: valueAxis(both('Weight', '权重'), 'number', { scale: true }), series: lines.map(({ look }) => lineSeries(look, { dash: look.dash })) },
  };
}
