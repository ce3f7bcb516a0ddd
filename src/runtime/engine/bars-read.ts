/** Which days of minute bars a run read from prepared bars, and which of these were damaged. */
import { plural } from '../plural.ts';

/** How a day was read. */
export interface BarsRead {
  /** Of its prepared bars; else as it is stored. */
  readonly prepared: boolean;
  /** Why its prepared bars could not be used, though they were there. */
  readonly damage: string | null;
}

/** What a run knows of the days that it has read; a day that is read again counts as it was read last. */
export class BarsLog {
  private readonly days = new Map<string, BarsRead>();

  note(date: string, read: BarsRead): void {
    this.days.set(date, read);
  }

  /** `prepared bars of 20 days`, `prepared bars of 19 of 20 days`; null where there were none. */
  describe(): string | null {
    const days = [...this.days.values()];
    const prepared = days.filter((day) => day.prepared).length;
    if (prepared === 0) return null;
    return `prepared bars of ${prepared === days.length ? '' : `${String(prepared)} of `}${plural(days.length, 'day')}`;
  }

  /** One for each day whose prepared bars were damaged. */
  warnings(): readonly string[] {
    return [...this.days].flatMap(([date, { damage }]) => (damage === null ? [] : [`${damage}; the stored bars of ${date} were read instead. Make them anew with \`fullband prepare --again --from ${date} --to ${date}\``]));
  }
}
