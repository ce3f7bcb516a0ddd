/** Takes and gives back the lock of a table until it is killed; says when it begins. Argument: the table's folder. */
import { lockTable } from '../../../../src/runtime/store/lock.ts';

const [table = ''] = process.argv.slice(2);
process.stdout.write('begins');
for (;;) await (await lockTable(table)).release();
