/** The report of a single-factor test. */
export { REPORT_FILE, SIGNALS_FOLDER, writeReport } from './write-report.ts';
export { writeResults } from './write-results.ts';
