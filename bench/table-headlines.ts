/** The table that comes first: every speed with its spread, memory and error, beside that of what else one would use. */
import type { Accuracy } from './accuracy.ts';
import { headlinesOf, ratioOf, type Measurement } from './headlines.ts';
import { milliseconds } from './measure.ts';
import type { Report } from './results.ts';
import { table, times } from './table-cells.ts';

const OF_EACH = ['ms', 'quartiles apart', 'peak MiB', 'largest error (of what is tolerated)'] as const;
const HEAD = ['', ...OF_EACH, 'against', ...OF_EACH, 'faster'];
const NOTHING = OF_EACH.map(() => '');

/** Lines of the table; none if nothing of it was measured. */
export function describeHeadlines(report: Report): string {
  const rows = headlinesOf(report).map((headline) => [headline.about, ...cellsOf(headline.own), headline.other?.about ?? '', ...(headline.other === null ? NOTHING : cellsOf(headline.other)), times(ratioOf(headline))]);
  return rows.length === 0 ? '' : table(HEAD, rows).join('\n');
}

function cellsOf({ timing, peakRssMib, error, accuracy }: Measurement): readonly string[] {
  return [milliseconds(timing.median), milliseconds(timing.spread), peakRssMib === null ? '' : peakRssMib.toFixed(0), error === null ? '' : `${error.toExponential(1)}${accuracy === undefined ? '' : besides(accuracy)}`];
}

/** Errors of large values are large: what is tolerated grows with the value. */
function besides({ ofTolerance, missingDiffers }: Accuracy): string {
  return ` (${(100 * ofTolerance).toPrecision(2)} %)${missingDiffers > 0 ? `, ${missingDiffers} missing on one side only` : ''}`;
}
