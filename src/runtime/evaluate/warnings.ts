/** What a test says beside its figures: in English for the command line, in both languages for the report. */
import type { StyleName } from './styles.ts';

export interface EvaluationWarning {
  /** Stays the same while the words may change. */
  readonly code: 'otherDates' | 'otherSymbols' | 'combinationName' | 'unlayered' | 'styleColumn';
  /** A sentence without a full stop. */
  readonly en: string;
  readonly zh: string;
}

export const evaluationWarnings = {
  otherDates: (count: number, rows: number) => warning('otherDates', `${String(count)} of ${String(rows)} rows of values are of dates that daily does not have; they are left out`, `因子值${String(rows)}行中有${String(count)}行的日期不在daily中，已略去`),
  otherSymbols: (count: number, rows: number) => warning('otherSymbols', `${String(count)} of ${String(rows)} rows of values are of stocks that daily does not have; they are left out`, `因子值${String(rows)}行中有${String(count)}行的股票不在daily中，已略去`),
  combinationName: (name: string) => warning('combinationName', `the values have a column ${name}, so there is no combination of that name`, `因子值中有名为${name}的列，因此不再生成同名组合`),
  unlayered: (signal: string, count: number, sections: number, layers: number) =>
    warning('unlayered', `${signal}: ${String(count)} of ${String(sections)} sections have too few stocks or too many equal signals for ${String(layers)} layers; portfolios stay as they are there`, `${signal}：${String(sections)}个截面中有${String(count)}个因股票过少或相同信号过多而无法分为${String(layers)}层，组合在这些截面保持不变`),
  styleColumn: (style: StyleName) => warning('styleColumn', `no correlation with the style ${style}: its column of daily is null throughout`, `未计算与风格${style}的相关系数：其在daily中所需的列全为空值`),
} as const;

function warning(code: EvaluationWarning['code'], en: string, zh: string): EvaluationWarning {
  return { code, en, zh };
}
