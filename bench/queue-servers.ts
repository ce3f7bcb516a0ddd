/** A Redis and workers for the time of a measurement. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { connectQueue } from '../src/runtime/cluster/queue-connection.ts';
import { REDIS, workerArgs } from './queue-contenders.ts';

/** Null, or why there is no Redis. */
export function whyNoRedis(): string | null {
  return spawnSync(REDIS, ['--version']).status === 0 ? null : `${REDIS} is not installed (Debian: apt-get install redis-server)`;
}

export interface Servers {
  readonly url: string;
  close(): Promise<void>;
}

/** @param folder for the files of Redis, which writes every change; @param workers so many, each with one thread */
export async function openServers(folder: string, workers: number): Promise<Servers> {
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  const children: ChildProcess[] = [spawn(REDIS, ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--appendonly', 'yes', '--save', '', '--loglevel', 'warning'], { stdio: 'ignore' })];
  const close = async (): Promise<void> => {
    for (const child of children.toReversed()) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const ended = once(child, 'exit');
      child.kill('SIGINT');
      await ended;
    }
  };
  try {
    (await connectQueue(url, { patienceMs: 10_000 })).disconnect();
    for (let i = 0; i < workers; i++) children.push(await startWorker(url));
    return { url, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Started when it says that it takes tasks. */
async function startWorker(url: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, workerArgs(url, 1), { stdio: ['ignore', 'ignore', 'pipe'] });
  await new Promise<void>((resolve, reject) => {
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      if (text.includes('Taking tasks')) resolve();
    });
    child.on('exit', () => { reject(new Error('a worker ended before it took tasks')); });
  });
  return child;
}

/** A port that nothing listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('the system gave no port');
  return address.port;
}
