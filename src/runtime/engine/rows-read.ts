/** Which days of a table a run read from prepared rows, and which of these were damaged. */
import { plural } from '../plural.ts';
import { shellWord } from '../shell-word.ts';
import type { PreparedTable } from '../store/prepared-paths.ts';
import { NAMES_OF_ROWS } from './row-names.ts';

/** How a day was read. */
export interface RowsRead {
  /** Of its prepared rows; else as it is stored. */
  readonly prepared: boolean;
  /** Why its prepared rows could not be used, though they were there. */
  readonly damage: string | null;
}

/** What a run knows of the days that it has read. A day that is read again, or for other factors, counts as it was read last, but for damage, which stays. */
export class RowsLog {
  private readonly days = new Map<string, RowsRead>();

  constructor(private readonly table: PreparedTable) {}

  note(date: string, read: RowsRead): void {
    this.days.set(date, { prepared: read.prepared, damage: read.damage ?? this.days.get(date)?.damage ?? null });
  }

  /** `prepared minute bars of 20 days`, `prepared executions of 19 of 20 days`; null where there were none. */
  describe(): string | null {
    const days = [...this.days.values()];
    const prepared = days.filter((day) => day.prepared).length;
    if (prepared === 0) return null;
    return `prepared ${NAMES_OF_ROWS[this.table]} of ${prepared === days.length ? '' : `${String(prepared)} of `}${plural(days.length, 'day')}`;
  }

  /** One for each day of a store whose prepared rows were damaged. */
  warnings(store: string): readonly string[] {
    const tables = this.table === 'minute' ? '' : ` --tables ${this.table}`;
    return [...this.days].flatMap(([date, { damage }]) => (damage === null ? [] : [`${damage}; the stored ${NAMES_OF_ROWS[this.table]} of ${date} were read instead. Make them anew with \`fullband prepare --store ${shellWord(store)} --again${tables} --from ${date} --to ${date}\``]));
  }
}

/** One log for each table. */
export class ReadLogs {
  private readonly logs: Readonly<Record<PreparedTable, RowsLog>> = { minute: new RowsLog('minute'), trade: new RowsLog('trade'), order: new RowsLog('order') };

  of(table: PreparedTable): RowsLog {
    return this.logs[table];
  }

  describe(): string | null {
    const read = Object.values(this.logs).flatMap((log) => log.describe() ?? []);
    return read.length === 0 ? null : read.join(', ');
  }

  warnings(store: string): readonly string[] {
    return Object.values(this.logs).flatMap((log) => log.warnings(store));
  }
}
