/** What `evaluate` shows at its end: one line per signal, published figures beside ours, and the screening. */
import { briefSteps, figureOf, parseSteps, type Evaluation, type FigureKey, type ScreenedFactor } from '../runtime/evaluate/index.ts';
import { plural } from '../runtime/plural.ts';
import { textTable } from './text-table.ts';

const COLUMNS: readonly (readonly [key: FigureKey, title: string])[] = [
  ['sections', 'sections'],
  ['rankIcMean', 'RankIC'],
  ['rankIcStd', 'std'],
  ['icIr', 'IC_IR'],
  ['rankIcT', 't'],
  ['icPositiveShare', 'IC > 0'],
  ['topAnnualExcessReturn', 'TOP excess'],
  ['topInformationRatio', 'IR'],
  ['topMonthlyWinRate', 'win rate'],
  ['topTurnover', 'turnover'],
];

/** The figures that the published tables print too; a published one stands in brackets behind ours. `directions` says where they come from. */
export function evaluationTable({ settings, signals }: Evaluation, directions: 'factors' | 'option' | 'default' | 'models'): string {
  const hasPublished = signals.some(({ published }) => published !== null);
  const rows = signals.map(({ name, direction, figures, published }) => {
    const known: ReadonlyMap<string, number> = new Map(Object.entries(published ?? {}));
    const cells = COLUMNS.map(([key]) => {
      const reference = known.get(key);
      return `${shown(key, figures[key])}${reference === undefined ? '' : ` (${shown(key, reference)})`}`;
    });
    return [name, ...(directions === 'models' ? [] : [direction === 1 ? '+1' : '-1']), ...cells];
  });
  const table = textTable(['signal', ...(directions === 'models' ? [] : ['direction']), ...COLUMNS.map(([, title]) => title)], rows);
  return [
    table,
    ...(hasPublished ? ['(In brackets: what Huatai Securities printed for a signal of this name, of all A-shares up to 2023-11-30; a reference, not a target.)'] : []),
    `Preprocessing: ${briefSteps(parseSteps(settings.preprocess))}${settings.baselinePreprocess === null ? '' : `; of the factors that are summed: ${briefSteps(parseSteps(settings.baselinePreprocess))}`}.${directions === 'factors' || directions === 'models' ? '' : ` Every direction is ${signals[0]?.direction === -1 ? '-1' : '+1'}, ${directions === 'option' ? 'as --direction says' : 'because there is no --factors to give others'}.`}`,
  ].join('\n');
}

function shown(key: FigureKey, value: number | null): string {
  if (value === null) return '–';
  const { form } = figureOf(key);
  if (form === 'count') return String(value);
  return form === 'share' ? `${(value * 100).toFixed(2)} %` : value.toFixed(2);
}

/** The screening, the best factor first; where groups were screened each by itself, group after group. */
export function screenTableText(screened: readonly ScreenedFactor[]): string {
  const hasGroups = screened.some(({ group }) => group !== null);
  const number = (value: number | null): string => (value === null ? '–' : value.toFixed(2));
  return textTable(
    ['factor', ...(hasGroups ? ['group'] : []), 'IC_IR', 't', 'nearest kept', 'correlation', ''],
    screened.map(({ name, group, icIr, t, nearest, correlation, reason }) => [name, ...(hasGroups ? [group ?? '–'] : []), number(icIr), number(t), nearest ?? '–', number(correlation), reason]),
  );
}

/** `42 sections from … to …, 41 of them with a RankIC`: of the first the steps may leave nothing, and the return of the last may end after the prices. */
export function sectionsText({ sections, period, signals }: Evaluation): string {
  const most = Math.max(0, ...signals.map(({ figures }) => figures.sections ?? 0));
  return `${plural(sections.length, 'section')} from ${period.first} to ${period.last}${most === sections.length ? '' : `, ${String(most)} of them with a RankIC`}`;
}
