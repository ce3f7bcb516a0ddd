/** Small files in the forms of vendors, for tests. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { importFiles, type ImportReport } from '../../../src/runtime/store/import.ts';
import type { Row } from '../../../src/runtime/store/duckdb.ts';
import { freshFolder, sql } from './support.ts';

export interface Imported {
  readonly store: string;
  readonly reports: readonly ImportReport[];
  /** The first report. */
  readonly report: ImportReport;
}

let files = 0;

/** Imports one file of a preset, or of a mapping's text, into a store, by default a fresh one. A name that ends in `.gz` compresses it. */
export async function importVendor(format: string, data: string | Buffer, { store, date, name = 'data.csv' }: { readonly store?: string; readonly date?: string; readonly name?: string } = {}): Promise<Imported> {
  const folder = await freshFolder();
  const path = join(folder, `${String(files++)}-${name}`);
  await writeFile(path, name.endsWith('.gz') ? gzipSync(data) : data);
  const mapping = format.includes('\n') ? { path: join(folder, 'mapping.yaml') } : { preset: format };
  if (mapping.path !== undefined) await writeFile(mapping.path, format);
  const into = store ?? join(folder, 'store');
  const reports = await importFiles({ store: into, mapping, files: [path], threads: 1, ...(date === undefined ? {} : { date }) });
  const [report] = reports;
  if (report === undefined) throw new Error('no report');
  return { store: into, reports, report };
}

/** Rows of `daily` by date and symbol, dates as text. */
export function days(store: string, columns: string, where = 'true'): Promise<readonly Row[]> {
  return sql(`SELECT ${columns} FROM (SELECT * REPLACE (CAST("date" AS VARCHAR) AS "date", volume::DOUBLE AS volume) FROM read_parquet('${store}/daily/*/*.parquet', hive_partitioning = false)) WHERE ${where} ORDER BY "date", symbol`);
}

const GBK = new Map<string, readonly [number, number]>();

/** Text as GBK bytes. */
export function gbk(text: string): Buffer {
  if (GBK.size === 0) {
    const decoder = new TextDecoder('gbk');
    for (let high = 0x81; high <= 0xfe; high++) for (let low = 0x40; low <= 0xfe; low++) GBK.set(decoder.decode(Uint8Array.of(high, low)), [high, low]);
  }
  return Buffer.from([...text].flatMap((character) => (character < '\u0080' ? [character.charCodeAt(0)] : (GBK.get(character) ?? []))));
}

/** Labels of a day's minutes from the first to the last, `HH:MM`; `first` is 09:30 or 09:31. */
export function minuteLabels(first: '09:30' | '09:31', shift = 0): readonly string[] {
  const label = (minute: number): string => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
  const morning = Array.from({ length: first === '09:30' ? 121 : 120 }, (_, i) => (first === '09:30' ? 570 : 571) + i);
  const afternoon = Array.from({ length: 120 }, (_, i) => 781 + i);
  return [...morning, ...afternoon].map((minute) => label(minute + shift));
}
