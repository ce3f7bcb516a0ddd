/** The studio as a server on the loopback, from its start to its end. */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createAdaptorServer } from '@hono/node-server';
import { systemCode } from '../../runtime/store/data-error.ts';
import { studioApp } from './app.ts';
import { OpenStore } from './open-store.ts';
import { pageFolder } from './page-files.ts';
import { ProjectFolder } from './project-folder.ts';
import { ReportFolders } from './report-folders.ts';
import { UnderWay } from './under-way.ts';

export interface StudioRequest {
  /** Root of the project. */
  readonly root: string;
  /** Null: none is open. */
  readonly store: string | null;
  /** How to get a store, where there is none. */
  readonly storeHint: string | null;
  /** How the user calls fullband, for commands that are shown. */
  readonly command: string;
  /** 0 for any that is free. */
  readonly port: number;
  /** Its end is that of the studio. */
  readonly signal: AbortSignal;
  readonly page?: string;
}

export interface RunningStudio {
  /** Address with the token: whoever has it may use the studio. */
  readonly url: string;
  /** Fulfilled when everything has ended and is cleared away. */
  readonly ended: Promise<void>;
}

/** Bits that nobody guesses. */
const TOKEN_BYTES = 24;

/** Starts the studio; it listens on 127.0.0.1 alone. Throws Error if the page is not built or the port is taken. */
export async function startStudio({ root, store, storeHint, command, port, signal, page = pageFolder() }: StudioRequest): Promise<RunningStudio> {
  if (!existsSync(join(page, 'index.html'))) throw new Error(`The studio's page is not built (${page}). Run npm run build, or install fullband again.`);
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  const open = store === null ? null : new OpenStore(store);
  const underWay = new UnderWay();
  const app = studioApp({ token, port: () => addressOf(server).port, project: new ProjectFolder(root), store: open, storeHint, command, reports: new ReportFolders(), page, signal, underWay });
  const server = createAdaptorServer({ fetch: app.fetch }) as Server;
  await listening(server, port);
  const ended = new Promise<void>((resolve, reject) => {
    server.once('close', () => {
      underWay.settled().then(() => open?.trials.remove()).then(resolve, reject);
    });
  });
  const close = (): void => {
    server.close();
    // Answers under way end with the signal; connections that are kept open would hold the server for a minute.
    server.closeAllConnections();
  };
  if (signal.aborted) close();
  else signal.addEventListener('abort', close, { once: true });
  return { url: `http://127.0.0.1:${String(addressOf(server).port)}/${token}/`, ended };
}

function listening(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      reject(systemCode(error) === 'EADDRINUSE' ? new Error(`Port ${String(port)} is taken. Name another with --port, or leave it out.`) : error);
    });
    server.listen(port, '127.0.0.1', () => resolve());
  });
}

function addressOf(server: Server): AddressInfo {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server listens on no port');
  return address;
}
