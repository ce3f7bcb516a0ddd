/** Arguments: store, preset, file. */
import { importFiles } from '../../../../src/runtime/store/import.ts';

const [store = '', preset = '', file = ''] = process.argv.slice(2);
await importFiles({ store, mapping: { preset }, files: [file] });
