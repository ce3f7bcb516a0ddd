// The two tables of the quickstart.
import Table from 'cli-table3';

/** @typedef {Record<string, string | number | null>} Row a stock's values of one date, by factor */

/** Bars of a histogram, from nothing to the fullest bin. */
const LEVELS = ' ▁▂▃▄▅▆▇█';
const BINS = 10;
const SHOWN_STOCKS = 2;
/** Columns of a terminal below which nobody reads values of single stocks. */
const ROOMY = 100;

/** Five decimals, so that points stand below each other and the smallest factor has three digits. */
function numberText(/** @type {number} */ value) {
  return Math.abs(value) < 1000 ? value.toFixed(5) : value.toPrecision(8);
}

/**
 * How many values lie in each tenth of the way from the least to the most.
 * @param {number[]} values at least one
 */
function histogram(values) {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const counts = Array.from({ length: BINS }, () => 0);
  for (const value of values) counts[most === least ? 0 : Math.min(BINS - 1, Math.floor((BINS * (value - least)) / (most - least)))]++;
  const fullest = Math.max(...counts);
  // A bin that holds a value is never drawn as empty.
  return counts.map((count) => LEVELS[Math.ceil((count / fullest) * (LEVELS.length - 1))]).join('');
}

/**
 * One line per factor: values of a few stocks, and how those of all stocks are spread.
 * @param {Row[]} day
 * @param {string[]} names of factors
 * @param {number} columns of the terminal
 */
export function spreadTable(day, names, columns) {
  const shown = columns >= ROOMY ? day.slice(0, SHOWN_STOCKS) : [];
  const table = new Table({
    head: ['', 'factor', ...shown.map(({ symbol }) => String(symbol)), 'least', 'spread', 'most', 'missing'],
    style: { head: [], border: [] },
    chars: { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' },
  });
  const right = (/** @type {string} */ content) => ({ content, hAlign: /** @type {const} */ ('right') });
  names.forEach((name, i) => {
    const values = day.flatMap((row) => (typeof row[name] === 'number' ? [row[name]] : []));
    const own = shown.map((row) => (typeof row[name] === 'number' ? numberText(row[name]) : 'missing'));
    const spread = values.length === 0 ? ['', '', ''] : [right(numberText(Math.min(...values))), histogram(values), right(numberText(Math.max(...values)))];
    table.push([right(String(i + 1)), name, ...own.map(right), ...spread, right(String(day.length - values.length))]);
  });
  return table.toString();
}

/** Fractional ranks, ties averaged. */
function ranks(/** @type {number[]} */ values) {
  const order = [...values.keys()].sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const found = new Array(values.length).fill(0);
  for (let from = 0; from < order.length; ) {
    let to = from + 1;
    while (to < order.length && values[order[to] ?? 0] === values[order[from] ?? 0]) to++;
    for (let k = from; k < to; k++) found[order[k] ?? 0] = (from + to + 1) / 2;
    from = to;
  }
  return found;
}

/** Pearson's correlation; NaN if one does not vary. */
function correlation(/** @type {number[]} */ x, /** @type {number[]} */ y) {
  const mean = (/** @type {number[]} */ values) => values.reduce((total, value) => total + value, 0) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  let [xx, yy, xy] = [0, 0, 0];
  x.forEach((value, i) => {
    const [a, b] = [value - mx, (y[i] ?? 0) - my];
    xx += a * a;
    yy += b * b;
    xy += a * b;
  });
  return xy / Math.sqrt(xx * yy);
}

/**
 * Mean over the days of the cross-sectional rank correlation of two factors, over the stocks that have both.
 * @param {Row[][]} days
 * @param {string} a
 * @param {string} b
 */
function meanCorrelation(days, a, b) {
  const found = days.flatMap((day) => {
    const both = day.filter((row) => typeof row[a] === 'number' && typeof row[b] === 'number');
    const value = correlation(ranks(both.map((row) => Number(row[a]))), ranks(both.map((row) => Number(row[b]))));
    return Number.isNaN(value) ? [] : [value];
  });
  return found.length === 0 ? NaN : found.reduce((total, value) => total + value, 0) / found.length;
}

/** Width of a factor's number or of a correlation. */
const CELL = 4;

/**
 * The lower half of the matrix, factors by their numbers in the table of spreads; cut into parts where the terminal is narrow.
 * @param {Row[]} rows
 * @param {string[]} names
 * @param {number} columns of the terminal
 */
export function correlationTable(rows, names, columns) {
  const byDate = new Map();
  for (const row of rows) byDate.set(row.date, [...(byDate.get(row.date) ?? []), row]);
  const days = [...byDate.values()];
  const head = Math.max(...names.map((name) => name.length)) + 4;
  const most = Math.max(5, Math.min(names.length, Math.floor((columns - head) / CELL)));
  const parts = [];
  for (let from = 0; from < names.length; from += most) {
    const across = names.slice(from, from + most);
    const lines = [' '.repeat(head) + across.map((_, i) => String(from + i + 1).padStart(CELL)).join('')];
    names.forEach((name, i) => {
      if (i < from) return;
      const cells = across.map((other, k) => {
        if (from + k > i) return ' '.repeat(CELL);
        const value = from + k === i ? 1 : meanCorrelation(days, name, other);
        return (Number.isNaN(value) ? '·' : String(Math.round(100 * value))).padStart(CELL);
      });
      lines.push(`${String(i + 1).padStart(2)}  ${name.padEnd(head - 4)}${cells.join('')}`.trimEnd());
    });
    parts.push(lines.join('\n'));
  }
  return parts.join('\n\n');
}
