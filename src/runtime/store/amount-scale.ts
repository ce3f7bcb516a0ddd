/** Whether amounts are price × volume: where they are a power of ten off, volumes or amounts are in other units than shares and CNY. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { DataError } from './data-error.ts';
import { numberIn, queryRows } from './duckdb.ts';
import { columnsOf, sourceRule, type TableMapping } from './mapping.ts';
import { describePlace, rowAt, type StagedRows } from './staged-row.ts';
import { definitionOf, type ImportedTable } from './tables.ts';

/** A file is refused if at least this share of its rows is off by one power of ten. */
const REFUSED_SHARE = 0.99;
/** An amount may be this much beside the prices of its bar: vendors round, and some count fees. */
const TOLERANCE = 0.02;
/** A ratio this close to a power of ten is one. */
const POWER_TOLERANCE = 0.1;

/** Rows of one file that are off alike. */
interface Deviation {
  readonly file: number;
  /** The amount is 10^power × price × volume; null if it is no power of ten. */
  readonly power: number | null;
  readonly rows: number;
  /** The first of them, by its number in the staged table. */
  readonly first: number;
  /** Their median of amount / volume / price. */
  readonly ratio: number;
}

/**
 * Warnings about files whose amounts do not fit their prices and volumes, one per file. Throws DataError for a file of which nearly all rows
 * are off by the same power of ten: then the mapping has the wrong units.
 */
export async function checkAmounts(connection: DuckDBConnection, staged: StagedRows, rules: TableMapping): Promise<readonly string[]> {
  if (!['minute', 'trade', 'daily'].includes(staged.table) || rules.columns['amount'] === undefined) return [];
  const { checked, deviations } = await measure(connection, staged);
  const warnings: string[] = [];
  for (const [index, file] of staged.files.entries()) {
    const ofFile = deviations.filter((each) => each.file === index);
    const most = ofFile.reduce<Deviation | null>((best, each) => (best === null || each.rows > best.rows ? each : best), null);
    if (most === null) continue;
    const total = checked.get(index) ?? 0;
    const row = await rowAt(connection, staged, Math.min(...ofFile.map((each) => each.first)));
    const rows = ofFile.reduce((sum, each) => sum + each.rows, 0);
    const noun = plural(staged.table);
    const remedy = most.power === null ? null : remedyFor(most.power, rules);
    const first = `first ${describePlace(row)}: ${row.found}`;
    if (remedy !== null && most.rows >= REFUSED_SHARE * total) {
      throw new DataError({
        file: file.path,
        ...row.place,
        column: vendorColumn(rules, 'amount'),
        found: `amounts that are ${power(most.power)} × price × volume in ${count(most.rows)} of ${count(total)} ${noun} (${first})`,
        expected: 'amounts in CNY, volumes in shares and prices in CNY',
        remedy: `${remedy} Nothing was imported.`,
      });
    }
    const size = most.power === null ? `about ${String(Number(most.ratio.toPrecision(3)))}` : power(most.power);
    const cause = remedy ?? (most.rows > total / 2 ? 'Are the prices adjusted for dividends and splits? Bars need prices as they were traded.' : 'Check these rows.');
    warnings.push(`${file.path}: in ${count(rows)} of ${count(total)} ${noun} the amount does not fit price × volume, mostly ${size} × as large (${first}). ${cause}`);
  }
  return warnings;
}

async function measure(connection: DuckDBConnection, { name, table }: StagedRows): Promise<{ readonly checked: ReadonlyMap<number, number>; readonly deviations: readonly Deviation[] }> {
  const ranged = table === 'minute' || table === 'daily';
  const price = ranged ? '(low + high) / 2' : 'price';
  // What is rounded to whole CNY may be off by that.
  const fits =
    ranged
      ? `amount BETWEEN ${1 - TOLERANCE} * low * volume - 1 AND ${1 + TOLERANCE} * high * volume + 1`
      : 'abs(amount - price * volume) <= greatest(1, 0.001 * price * volume)';
  const rows = await queryRows(
    connection,
    `SELECT file, off, power, count(*)::DOUBLE AS "rows", min(place)::DOUBLE AS first, coalesce(approx_quantile(ratio, 0.5), 0)::DOUBLE AS ratio FROM (
       SELECT *, CASE WHEN off AND abs(ratio / pow(10, tens) - 1) < ${POWER_TOLERANCE} AND tens <> 0 THEN tens END AS power FROM (
         SELECT *, CASE WHEN ratio > 0 THEN round(log10(ratio))::INTEGER END AS tens FROM (
           SELECT file, rowid AS place, NOT (${fits}) AS off, amount / volume / (${price}) AS ratio FROM ${name}
           WHERE dropped = 0 AND volume > 0 AND amount IS NOT NULL AND (${price}) > 0)))
     GROUP BY file, off, power`,
  );
  const checked = new Map<number, number>();
  const deviations: Deviation[] = [];
  for (const row of rows) {
    const file = numberIn(row, 'file');
    checked.set(file, (checked.get(file) ?? 0) + numberIn(row, 'rows'));
    if (row['off'] !== true) continue;
    deviations.push({ file, power: row['power'] === null ? null : numberIn(row, 'power'), rows: numberIn(row, 'rows'), first: numberIn(row, 'first'), ratio: numberIn(row, 'ratio') });
  }
  return { checked, deviations };
}

/** Scales of a mapping for the units that vendors use, by the power of ten between amounts and price × volume in the file itself. */
const UNITS: ReadonlyMap<number, { readonly question: string; readonly volume: number; readonly amount: number }> = new Map([
  [0, { question: 'Are volumes in shares and amounts in CNY?', volume: 1, amount: 1 }],
  [2, { question: 'Are volumes in lots of 100 shares?', volume: 100, amount: 1 }],
  [-1, { question: 'Are volumes in lots of 100 shares and amounts in 1,000 CNY?', volume: 100, amount: 1000 }],
  [-2, { question: 'Are volumes in lots of 100 shares and amounts in 10,000 CNY?', volume: 100, amount: 10_000 }],
  [-3, { question: 'Are amounts in 1,000 CNY?', volume: 1, amount: 1000 }],
  [-4, { question: 'Are amounts in 10,000 CNY?', volume: 1, amount: 10_000 }],
]);

/** What to do about rows that are off by a power of ten, with the scales that the mapping has already. */
function remedyFor(tens: number, rules: TableMapping): string {
  const given = { volume: scaleOf(rules, 'volume'), amount: scaleOf(rules, 'amount') };
  const factor = 10 ** Math.abs(tens);
  const inFile = tens + Math.log10(given.volume / given.amount);
  const units = UNITS.get(Math.round(inFile));
  const known = units !== undefined && Math.abs(inFile - Math.round(inFile)) < 1e-9;
  const better = known ? units : tens > 0 ? { volume: given.volume * factor, amount: given.amount } : { volume: given.volume, amount: given.amount * factor };
  const changed = (['volume', 'amount'] as const).filter((name) => better[name] !== given[name]);
  const [first = 'volume'] = changed;
  const [shares, money] = [vendorColumn(rules, 'volume'), vendorColumn(rules, 'amount')];
  if (changed.every((name) => better[name] === 1)) {
    if (changed.length === 1) return `The mapping multiplies ${first} by ${count(given[first])}: remove that scale if the file has it in ${first === 'volume' ? 'shares' : 'CNY'}.`;
    return `The mapping multiplies ${shares} by ${count(given.volume)} and ${money} by ${count(given.amount)}: has the file shares and CNY already? Then remove both scales in a mapping (--mapping FILE.yaml): volume: ${shares}, amount: ${money}.`;
  }
  const question = known ? units.question : tens > 0 ? `Are volumes in units of ${count(better.volume)} shares?` : `Are amounts in units of ${count(better.amount)} CNY?`;
  const lines = changed.map((name) => (better[name] === 1 ? `${name}: ${vendorColumn(rules, name)}` : `${name}: { column: ${vendorColumn(rules, name)}, scale: ${String(better[name])} }`));
  return `${question} Then say so in a mapping (--mapping FILE.yaml): ${lines.join(', ')}.`;
}

function scaleOf(rules: TableMapping, name: string): number {
  return sourceRule(rules.columns[name] ?? name).scale ?? 1;
}

function vendorColumn(rules: TableMapping, name: string): string {
  return columnsOf(sourceRule(rules.columns[name] ?? name))[0] ?? name;
}

/** `100`, `0.001`. */
function power(tens: number | null): string {
  if (tens === null) return '?';
  return tens >= 0 ? count(10 ** tens) : (10 ** tens).toFixed(-tens);
}

/** `5,040`. */
export function count(rows: number): string {
  return rows.toLocaleString('en');
}

/** What rows of a table are called: `bars`, `executions`, `days of a stock`. */
export function plural(table: ImportedTable): string {
  const { row } = definitionOf(table);
  const [first = row, ...rest] = row.split(' ');
  return [`${first}s`, ...rest].join(' ');
}
