/** A project with a simulated market, and workers of a queue, as a user would start them. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { simulateMarket } from '../../src/runtime/store/simulate/simulate.ts';
import { freshFolder, writeText } from '../runtime/store/support.ts';
import { commandFile } from './cli.ts';
import { ROOT } from './sources.ts';

/** One factor of bars, one of executions, one of orders. */
const EXPERIMENT = `name: queued
data: { store: market }
engine: webasm
factors: [factors/minute/late_skew_ret.factor, factors/trade/early_active_buy_perc.factor, factors/order/early_kurt_order.factor]
tests: { factors: { layers: 3, preprocess: [zscore] } }
`;

/** A project with the experiment queued.yaml and its market of so many days. */
export async function queuedProject(days: number): Promise<string> {
  const project = await freshFolder();
  await writeText(project, 'package.json', '{}');
  await writeText(project, 'queued.yaml', EXPERIMENT);
  await cp(join(ROOT, 'factors'), join(project, 'factors'), { recursive: true });
  await simulateMarket({ store: join(project, 'market'), stocks: 12, days, seed: 1, from: '2022-01-04', ordersPerStock: 60, information: true });
  return project;
}

export async function copyOf(project: string): Promise<string> {
  const copy = await freshFolder();
  await cp(project, copy, { recursive: true });
  return copy;
}

/** A worker process, which may be killed and started again. */
export class TestWorker {
  private child: ChildProcess | null = null;
  said = '';

  constructor(private readonly options: readonly string[]) {}

  start(): void {
    const child = spawn(process.execPath, [commandFile(), 'worker', '--threads', '1', ...this.options], { stdio: ['ignore', 'ignore', 'pipe'] });
    child.stderr.setEncoding('utf8').on('data', (text: string) => (this.said += text));
    this.child = child;
  }

  async end(signal: 'SIGKILL' | 'SIGINT'): Promise<void> {
    const { child } = this;
    this.child = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await once(child, 'exit');
  }
}
