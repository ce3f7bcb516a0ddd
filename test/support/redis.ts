/** A real Redis for tests, in a folder of its own, which may be killed and started again. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { freePort } from '../../bench/queue-servers.ts';

const PROGRAM = 'redis-server';

/** Null, or why there is no Redis, to be given to `skip`. Under FULLBAND_TEST=full it throws instead: there nothing may be left out. */
export function whyNoRedis(): string | null {
  if (spawnSync(PROGRAM, ['--version']).status === 0) return null;
  const reason = `no ${PROGRAM} (Debian: apt-get install redis-server)`;
  if (process.env.FULLBAND_TEST === 'full') throw new Error(reason);
  return reason;
}

export class TestRedis {
  readonly url: string;
  private child: ChildProcess | null = null;

  private constructor(
    private readonly port: number,
    private readonly folder: string,
  ) {
    this.url = `redis://127.0.0.1:${String(port)}`;
  }

  /** @param folder for its files, which it writes at every change */
  static async start(folder: string): Promise<TestRedis> {
    const redis = new TestRedis(await freePort(), folder);
    await redis.begin();
    return redis;
  }

  /** Starts it with what its files hold, and waits until it answers. */
  async begin(): Promise<void> {
    this.child = spawn(PROGRAM, ['--port', String(this.port), '--bind', '127.0.0.1', '--dir', this.folder, '--appendonly', 'yes', '--appendfsync', 'everysec', '--save', '', '--loglevel', 'warning'], { stdio: 'ignore' });
    const client = new Redis(this.url, { maxRetriesPerRequest: null, retryStrategy: () => 20, lazyConnect: true });
    client.on('error', () => undefined);
    await client.ping();
    client.disconnect();
  }

  /** Starts it without anything it knew. */
  async beginEmpty(): Promise<void> {
    for (const name of await readdir(this.folder)) await rm(join(this.folder, name), { recursive: true });
    await this.begin();
  }

  /** As a power cut would. */
  async kill(): Promise<void> {
    const { child } = this;
    this.child = null;
    if (child === null || child.exitCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
}
