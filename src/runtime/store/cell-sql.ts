/** SQL that turns a vendor's cell, as text, into a canonical value; null where it is not one. */
import { quoteText } from './duckdb.ts';
import type { Exchange, SymbolRule, TimeFormat } from './mapping.ts';
import type { ColumnKind } from './tables.ts';

const EXCHANGES: Readonly<Record<string, Exchange>> = { SH: 'SH', SS: 'SH', SSE: 'SH', XSHG: 'SH', SZ: 'SZ', SZSE: 'SZ', XSHE: 'SZ', BJ: 'BJ', BSE: 'BJ', BJSE: 'BJ' };

/** `600519.SH` from the symbol's or index's cell and, for digits, that of the exchange (null if it is fixed). */
export function symbolSql(rule: SymbolRule, cell: string, exchangeCell: string | null): string {
  const words = Object.entries({ ...EXCHANGES, ...Object.fromEntries(Object.entries(rule.exchanges ?? {}).map(([word, exchange]) => [word.toUpperCase(), exchange])) });
  const exchange = (text: string): string => `CASE upper(${text}) ${words.map(([word, code]) => `WHEN ${quoteText(word)} THEN '${code}'`).join(' ')} END`;
  switch (rule.form) {
    case 'digits': {
      const code = rule.exchange !== undefined ? `'${rule.exchange}'` : exchange(exchangeCell ?? 'NULL');
      return `CASE WHEN regexp_full_match(${cell}, '\\d{1,6}') THEN lpad(${cell}, 6, '0') || '.' || ${code} END`;
    }
    case 'any':
      return `coalesce(${symbolSql({ ...rule, form: 'suffix' }, cell, null)}, ${symbolSql({ ...rule, form: 'prefix' }, cell, null)})`;
    case 'text':
      return `coalesce(${symbolSql({ ...rule, form: 'any' }, cell, null)}, ${cell})`;
    case 'suffix':
      return `CASE WHEN regexp_full_match(${cell}, '\\d{6}\\.[A-Za-z]+') THEN left(${cell}, 6) || '.' || ${exchange(`substr(${cell}, 8)`)} END`;
    case 'prefix':
      return `CASE WHEN regexp_full_match(${cell}, '[A-Za-z]+\\.?\\d{6}') THEN right(${cell}, 6) || '.' || ${exchange(`rtrim(left(${cell}, length(${cell}) - 6), '.')`)} END`;
  }
}

/** A DATE from 20230201, or from ten characters with any of `-./` between the parts; what follows is ignored. */
export function dateSql(cell: string): string {
  const digits = `left(${cell}, 4) || '-' || substr(${cell}, 5, 2) || '-' || substr(${cell}, 7, 2)`;
  return `TRY_CAST(CASE WHEN substr(${cell}, 5, 1) BETWEEN '0' AND '9' THEN ${digits} ELSE replace(replace(left(${cell}, 10), '.', '-'), '/', '-') END AS DATE)`;
}

/** Milliseconds since midnight, INTEGER. */
export function timeSql(format: TimeFormat, cell: string): string {
  switch (format) {
    case 'clock':
      // A date before the clock, as in a time stamp, says nothing more than the day that is given.
      return `CAST(epoch_ms(TRY_CAST(CASE WHEN length(${cell}) > 15 THEN substr(${cell}, 12) ELSE ${cell} END AS TIME)) AS INTEGER)`;
    case 'timestamp':
      return `CAST(epoch_ms(TRY_CAST(substr(${cell}, 12) AS TIME)) AS INTEGER)`;
    case 'HHMMSSmmm':
      return digitsTime(`TRY_CAST(${cell} AS BIGINT)`);
    case 'HHMMSS':
      return digitsTime(`TRY_CAST(${cell} AS BIGINT) * 1000`);
    case 'HHMM':
      return digitsTime(`TRY_CAST(${cell} AS BIGINT) * 100000`);
    case 'YYYYMMDDHHMMSSmmm':
      return digitsTime(`TRY_CAST(${cell} AS BIGINT) % 1000000000`);
    case 'YYYYMMDDHHMMSS':
      return digitsTime(`(TRY_CAST(${cell} AS BIGINT) % 1000000) * 1000`);
  }
}

/** From a number of the digits HHMMSSmmm. */
function digitsTime(n: string): string {
  return `CASE WHEN (${n}) BETWEEN 0 AND 235959999 AND (${n}) // 100000 % 100 < 60 AND (${n}) // 1000 % 100 < 60
    THEN CAST((((${n}) // 10000000 * 60 + (${n}) // 100000 % 100) * 60 + (${n}) // 1000 % 100) * 1000 + (${n}) % 1000 AS INTEGER) END`;
}

/** A value of a column of words: by the vendor's codes, or as it is if it already is one of the words. */
export function codeSql(cell: string, words: readonly string[], codes: Readonly<Record<string, string>> | undefined): string {
  const pairs = codes === undefined ? words.map((word) => [word, word] as const) : Object.entries(codes);
  return `CASE ${cell} ${pairs.map(([text, word]) => `WHEN ${quoteText(text)} THEN ${quoteText(word)}`).join(' ')} END`;
}

/** A BOOLEAN by the vendor's codes, or from true, false, 1, 0 in any spelling. */
export function flagSql(cell: string, codes: Readonly<Record<string, string>> | undefined): string {
  if (codes !== undefined) return `CASE ${cell} ${Object.entries(codes).map(([text, word]) => `WHEN ${quoteText(text)} THEN ${word}`).join(' ')} END`;
  return `CASE WHEN lower(${cell}) IN ('true', '1', '1.0') THEN true WHEN lower(${cell}) IN ('false', '0', '0.0') THEN false END`;
}

/** Kinds of numbers. */
export type NumberKind = Exclude<ColumnKind, 'code' | 'flag' | 'text' | 'date'>;

/** A number in the column's unit; prices are rounded to 0.001, whole numbers must be whole. */
export function numberSql(kind: NumberKind, cell: string, scale: number | undefined): string {
  const value = scale === undefined ? `TRY_CAST(${cell} AS DOUBLE)` : `(TRY_CAST(${cell} AS DOUBLE) * ${scale})`;
  switch (kind) {
    case 'price':
      return `CASE WHEN isfinite(${value}) THEN round(${value}, 3) END`;
    case 'amount':
      return `CASE WHEN isfinite(${value}) THEN ${value} END`;
    case 'share':
    case 'factor':
      // A scale leaves noise: 0.1837 × 0.01 is 0.0018369999999999999.
      return `CASE WHEN isfinite(${value}) THEN ${scale === undefined ? value : `round(${value}, 12)`} END`;
    case 'shares':
    case 'count':
    case 'id': {
      const type = kind === 'count' ? 'INTEGER' : 'BIGINT';
      // Without a scale the text itself is read: identifiers may be longer than a double is exact.
      if (scale === undefined) return `CASE WHEN TRY_CAST(${cell} AS DOUBLE) = TRY_CAST(${cell} AS ${type}) THEN TRY_CAST(${cell} AS ${type}) END`;
      return `CASE WHEN abs(${value} - round(${value})) < greatest(1e-6, 1e-12 * abs(${value})) THEN TRY_CAST(round(${value}) AS ${type}) END`;
    }
  }
}

/** What a column of a kind wants, for messages. */
export function wants(kind: ColumnKind, codes: readonly string[] = []): string {
  switch (kind) {
    case 'price':
      return 'a price in CNY';
    case 'shares':
      return 'a whole number of shares';
    case 'amount':
      return 'an amount in CNY';
    case 'count':
      return 'a whole number';
    case 'id':
      return 'a whole number';
    case 'code':
      return `one of ${codes.join(', ')}`;
    case 'share':
      return 'a share of a whole, such as 0.05 for 5 %';
    case 'factor':
      return 'a number';
    case 'flag':
      return codes.length > 0 ? `one of ${codes.join(', ')}` : 'true or false, or 1 or 0';
    case 'text':
      return 'a text';
    case 'date':
      return 'a date such as 20230201 or 2023-02-01';
  }
}
