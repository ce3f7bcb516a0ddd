/** `node .fullband/bench/bench/minutes.js`: the 15 minute factors from Parquet to Parquet beside DuckDB's scan of the same files, each in a process of its own, in turns. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { COMMAND } from './event-contenders.ts';
import { withScratch } from '../src/runtime/store/scratch.ts';
import { cutMarket, keptMinuteMarket } from './market-minutes.ts';
import { inRepository } from './repository.ts';
import { runWhole, type WholeProcess } from './whole-process.ts';

const SCAN = fileURLToPath(new URL('./minutes-scan.js', import.meta.url));

const { values } = parseArgs({
  options: {
    days: { type: 'string', default: '20' },
    stocks: { type: 'string', default: '5000' },
    rounds: { type: 'string', default: '3' },
    engine: { type: 'string', default: 'webasm' },
    markets: { type: 'string', default: inRepository('.fullband/markets') },
  },
});

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? NaN;
}

/** Milliseconds of the query alone, which the scan tells: the start of Node and of DuckDB left out. */
function queryOf({ said }: WholeProcess): number {
  return Number(/^scan: ([\d.]+) ms$/m.exec(said)?.[1]);
}

const market = await keptMinuteMarket(values.markets, { stocks: Number(values.stocks), days: Number(values.days), seed: 1 }, () => {
  say('making a market of minute bars, once; it takes a minute');
});
const scans: WholeProcess[] = [];
const runs: WholeProcess[] = [];
const show = (name: string, { milliseconds, coreMilliseconds, peakRssMib }: WholeProcess): void => {
  say(`${name.padEnd(8)} ${milliseconds.toFixed(0).padStart(6)} ms, of cores ${coreMilliseconds.toFixed(0).padStart(6)} ms, ${peakRssMib.toFixed(0)} MiB`);
};
for (let round = 0; round < Number(values.rounds); round++) {
  // In turns: what disturbs the machine for a while then disturbs neither alone.
  const scan = await runWhole([SCAN, market], inRepository());
  show('scan', scan);
  scans.push(scan);
  const run = await withScratch(async (folder) => {
    const store = join(folder, 'store');
    await cutMarket(market, store, 1, Number(values.days));
    return runWhole([COMMAND, 'compute', '--store', store, '--factors', 'factors/minute', '--out', join(folder, 'values.parquet'), '--engine', values.engine], inRepository());
  });
  show('compute', run);
  runs.push(run);
}
const time = median(runs.map((run) => run.milliseconds));
const cores = median(runs.map((run) => run.coreMilliseconds));
process.stdout.write(
  [
    `compute: ${time.toFixed(0)} ms, ${cores.toFixed(0)} ms of all cores`,
    `of the scan's process: ${(time / median(scans.map((scan) => scan.milliseconds))).toFixed(2)} x, of all cores ${(cores / median(scans.map((scan) => scan.coreMilliseconds))).toFixed(2)} x`,
    `of the scan's query: ${(time / median(scans.map(queryOf))).toFixed(2)} x`,
    '',
  ].join('\n'),
);
