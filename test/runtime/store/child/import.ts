/** Arguments: store, preset, file, date (optional). */
import { importFiles } from '../../../../src/runtime/store/import.ts';

const [store = '', preset = '', file = '', date] = process.argv.slice(2);
await importFiles({ store, mapping: { preset }, files: [file], ...(date === undefined ? {} : { date }) });
