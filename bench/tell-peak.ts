/** Loaded before a measured program (`--import`): at its end tells its largest resident memory, in KiB, to whoever listens on descriptor 3. */
import { writeSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

/** Where it is told. */
export const PEAK_DESCRIPTOR = 3;

// The program's threads load this as well; the memory is that of all of them.
if (isMainThread) {
  process.on('exit', () => {
    writeSync(PEAK_DESCRIPTOR, String(process.resourceUsage().maxRSS));
  });
}
