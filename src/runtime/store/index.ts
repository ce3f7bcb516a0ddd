/** The store: vendors' files in, normalised days out. */
export { buildBars, type BarsDay, type BarsReport, type BuildBarsOptions } from './bars.ts';
export { streamChunks, type Chunk } from './columns.ts';
export { DAILY_TABLES, type DailyTable } from './daily-tables.ts';
export { mergeRows, type Merged } from './daily-writer.ts';
export { DataError, type DataProblem } from './data-error.ts';
export { numberIn, openDatabase, parquetSource, queryRows, quoteList, quoteName, quoteText, textIn, withDatabase, type Database, type DatabaseOptions, type Row } from './duckdb.ts';
export { writeWhole } from './durable.ts';
export { dataVersion, dataVersions } from './fingerprint.ts';
export { EVENT_FIELDS, SIDE_CODES, SIDE_MISSING, TYPE_CODES, type EventColumns, type EventField, type EventTable, type StockEvents } from './event-columns.ts';
export { importFiles, type ImportOptions, type ImportReport } from './import.ts';
export { dailyFolder, isDate, listDates, listYears, partitionFiles, partitionFolder, tableFolder, valuesFolder, type DateRange, type PartitionedTable, type StoreTable } from './layout.ts';
export { BARS, MINUTE_FIELDS, type MinuteData, type MinuteField } from './minute-data.ts';
export { listPresets, presetFolder, type PresetSummary } from './preset.ts';
export { withTableWriter, type NewPartition, type TableWriter } from './publish.ts';
export { readEvents, type ReadEventsOptions } from './read-events.ts';
export { listSymbols, readMinuteDay, type ReadMinuteOptions } from './read-minute.ts';
export type { ReconstitutionReport } from './rebuild-orders.ts';
export { isDaily, storedColumns, TABLES, type DatedTable, type ImportedTable } from './tables.ts';
