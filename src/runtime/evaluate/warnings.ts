/** What a test says beside its figures: in English for the command line, in both languages for the report. */
import type { StyleName } from './styles.ts';

export interface EvaluationWarning {
  /** Stays the same while the words may change. */
  readonly code: 'otherDates' | 'otherSymbols' | 'ignoredColumn' | 'noValues' | 'firstDates' | 'endsEarly' | 'valuesEnd' | 'combinationName' | 'noSignal' | 'fewSections' | 'unlayered' | 'styleColumn' | 'industryColumn';
  /** A sentence without a full stop. */
  readonly en: string;
  readonly zh: string;
}

/** What warnings call a first column without a name. */
export const NAMELESS = 'the first column, which has no name,';
/** A test of fewer sections with a RankIC is said to be short. */
export const FEW_SECTIONS = 20;

export const evaluationWarnings = {
  otherDates: (count: number, rows: number) => warning('otherDates', `${String(count)} of ${String(rows)} rows of values are of dates that daily does not have; they are left out`, `因子值${String(rows)}行中有${String(count)}行的日期不在daily中，已略去`),
  otherSymbols: (count: number, rows: number, example: string) => warning('otherSymbols', `${String(count)} of ${String(rows)} rows of values are of stocks that daily does not have, such as ${example}; they are left out`, `因子值${String(rows)}行中有${String(count)}行的股票（如${example}）不在daily中，已略去`),
  ignoredColumn: (name: string) => warning('ignoredColumn', `${name} is the numbering of rows that other tools write, not a factor; it is left out`, `${name === NAMELESS ? '没有名称的第一列' : name}是其他工具写出的行号，不是因子，已略去`),
  noValues: (factor: string) => warning('noValues', `${factor} has no value on the dates and stocks that are tested`, `${factor}在所检验的日期和股票上没有任何值`),
  firstDates: (first: string, factor: string, later: string) =>
    warning('firstDates', `factors have different first dates: the sections count from ${first}, and ${factor} begins on ${later}, so its figures depend on what else is in the file; --from ${later} starts all of them together`, `各因子的起始日期不同：截面自${first}起计，而${factor}自${later}起才有值，其结果会随文件中的其他因子而变；用--from ${later}可使所有因子同时开始`),
  endsEarly: (factor: string, last: string, end: string) =>
    warning('endsEarly', `the values of ${factor} end on ${last}, those of others on ${end}; after that its portfolios are those of its last section: test it alone, or with --to`, `${factor}的值止于${last}，其他因子止于${end}，此后其组合停留在最后一个截面；请单独检验，或使用--to`),
  valuesEnd: (last: string, days: string, end: string) => warning('valuesEnd', `the values end on ${last}, the days of the store on ${days}; the test ends with them, prices on ${end}`, `因子值止于${last}，而行情止于${days}；检验随因子值结束，价格用至${end}`),
  combinationName: (name: string) => warning('combinationName', `the values have a column ${name}, so there is no combination of that name`, `因子值中有名为${name}的列，因此不再生成同名组合`),
  noSignal: (signal: string, kind: 'factor' | 'model' | 'combination') =>
    kind !== 'combination'
      ? warning('noSignal', `${signal} has no signal at any section: the steps leave none of its values`, `${signal}在所有截面均没有信号：预处理后没有剩余的值`)
      : warning('noSignal', `${signal} has no signal at any section: too few RankICs are known to weigh the factors`, `${signal}在所有截面均没有信号：已知的RankIC过少，无法加权`),
  fewSections: (signal: string, count: number, factors: number) =>
    warning('fewSections', `${signal} has ${String(count)} ${count === 1 ? 'section' : 'sections'} with a RankIC${factors > 1 ? `, and ${String(factors)} signals have` : ','} fewer than ${String(FEW_SECTIONS)}: figures of so few say little`, `${signal}仅有${String(count)}个有RankIC的截面${factors > 1 ? `，共${String(factors)}个信号` : ''}不足${String(FEW_SECTIONS)}个，结果参考意义有限`),
  unlayered: (signal: string, count: number, sections: number, layers: number) =>
    warning('unlayered', `${signal}: ${String(count)} of ${String(sections)} sections have too few stocks or too many equal signals for ${String(layers)} layers; portfolios stay as they are there`, `${signal}：${String(sections)}个截面中有${String(count)}个因股票过少或相同信号过多而无法分为${String(layers)}层，组合在这些截面保持不变`),
  styleColumn: (style: StyleName) => warning('styleColumn', `no correlation with the style ${style}: its column of daily is null throughout`, `未计算与风格${style}的相关系数：其在daily中所需的列全为空值`),
  industryColumn: () => warning('industryColumn', 'no RankIC by industry: the column industry of daily is null throughout', '未计算分行业RankIC：daily中的industry列全为空值'),
} as const;

function warning(code: EvaluationWarning['code'], en: string, zh: string): EvaluationWarning {
  return { code, en, zh };
}
