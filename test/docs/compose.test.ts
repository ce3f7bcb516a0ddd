import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { buildProgram } from '../../src/cli/program.ts';
import { processTerminal } from '../../src/cli/terminal.ts';
import { ROOT } from '../support/sources.ts';

interface Compose {
  readonly services: Readonly<Record<'redis' | 'worker', { readonly command: readonly string[]; readonly build?: { readonly context: string; readonly dockerfile: string } }>>;
}

test('the compose file starts a Redis that keeps what it is told, and workers with options that exist', () => {
  const { services } = parse(readFileSync(join(ROOT, 'deploy/docker-compose.yaml'), 'utf8')) as Compose;
  const { redis, worker } = services;
  expect(redis.command.join(' ')).toContain('--appendonly yes');
  expect(redis.command.join(' ')).toContain('--maxmemory-policy noeviction');
  const [name = '', ...options] = worker.command;
  const command = buildProgram({ terminal: processTerminal(), currentFolder: ROOT, signal: new AbortController().signal }).commands.find((each) => each.name() === name);
  const known = new Set(command?.options.map(({ long }) => long));
  expect(options.filter((option) => option.startsWith('--') && !known.has(option))).toEqual([]);
  expect(existsSync(join(ROOT, 'deploy', worker.build?.context ?? '', worker.build?.dockerfile ?? ''))).toBe(true);
});
