/** Limit prices by the rules of the boards. */
import { quoteText } from './duckdb.ts';
import { BOARDS, LIMIT_RULES, type LimitRule } from './limit-rules.ts';
import { textName, valueName } from './staged-names.ts';

/**
 * SQL of a staged row's limit prices: pre_close × (1 ± p) rounded half up to 0.01, in whole numbers, because floating point meets halves from either side.
 * Null of what is no stock of a board, before a stock has a last close, on its first days, if the mapping says when it was listed, and where the day's prices prove that there was no limit.
 * A stock of which nobody says that it is under special treatment is taken for one that is not.
 */
export function limitSql(): { readonly up: string; readonly down: string } {
  const percent = byRule('"date"', ({ percent: usual, st }) => (st === usual ? String(usual) : `CASE WHEN is_st THEN ${st} ELSE ${usual} END`));
  const limit = (sign: '+' | '-'): string => roundedSql('CAST(round(pre_close * 1000) AS BIGINT)', `100 ${sign} (${percent})`);
  const beyond = `coalesce(volume > 0 AND (high > ${limit('+')} OR low < ${limit('-')}), false)`;
  const when = `CASE WHEN NOT ${beyond} AND NOT ${firstDays()} THEN `;
  return { up: `${when}${limit('+')} END`, down: `${when}${limit('-')} END` };
}

/** SQL: thousandths of CNY × per cent, as CNY rounded half up to 0.01. */
export function roundedSql(thousandths: string, percent: string): string {
  return `CAST((${thousandths} * (${percent}) + 500) // 1000 AS DOUBLE) / 100`;
}

/** The value of the rule of the symbol's board that holds on a date. */
function byRule(date: string, value: (rule: LimitRule) => string): string {
  const boards = BOARDS.map(({ board, symbols }) => {
    const rules = LIMIT_RULES.filter((rule) => rule.board === board).reverse();
    return `WHEN regexp_full_match(symbol, ${quoteText(symbols)}) THEN CASE ${rules.map((rule) => `WHEN ${date} >= DATE '${rule.since}' THEN ${value(rule)}`).join(' ')} END`;
  });
  return `CASE ${boards.join(' ')} END`;
}

/** Whether the day is surely one of the first after the listing: there are no more trading days than weekdays. */
function firstDays(): string {
  const listed = valueName('listed');
  const weekdays = `len(list_filter(generate_series(${listed}, "date", INTERVAL 1 DAY), lambda day: isodow(day) < 6))`;
  return `CASE WHEN ${textName('listed')} IS NULL OR "date" - ${listed} NOT BETWEEN 0 AND 10 THEN false ELSE ${weekdays} <= (${byRule(listed, ({ free }) => String(free))}) END`;
}
