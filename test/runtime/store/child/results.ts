/** Arguments: folder, word, files. Replaces a folder of results by files that hold the word; waits for a file `go` in the folder before it is done writing. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { replaceResults } from '../../../../src/runtime/store/result-folder.ts';
import { writeWhole } from '../../../../src/runtime/store/durable.ts';

const [folder = '', word = '', ...names] = process.argv.slice(2);
await replaceResults(folder, async (staging) => {
  for (const name of names) await writeWhole(join(staging, name), word);
  await writeWhole(join(folder, 'staged'), '');
  while (!existsSync(join(folder, 'go'))) await setTimeout(1);
  return names.map((name) => join(staging, name));
});
