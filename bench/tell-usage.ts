/** Loaded before a measured program (`--import`): at its end tells what it used, with all its threads, to whoever listens on descriptor 3. */
import { writeSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

/** What a program used of the machine. */
export interface Usage {
  /** Largest resident memory. */
  readonly peakRssMib: number;
  /** Milliseconds that cores were at work for it: less at the mercy of what else runs than the time until its end. */
  readonly coreMilliseconds: number;
}

/** Where it is told; the one who starts the program makes a pipe of it. */
const USAGE_DESCRIPTOR = 3;

// The program's threads load this as well.
if (isMainThread) {
  process.on('exit', () => {
    const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
    const usage: Usage = { peakRssMib: maxRSS / 1024, coreMilliseconds: (userCPUTime + systemCPUTime) / 1000 };
    writeSync(USAGE_DESCRIPTOR, JSON.stringify(usage));
  });
}
