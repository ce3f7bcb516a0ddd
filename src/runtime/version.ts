import { readFileSync } from 'node:fs';

/** Version of fullband, from its package.json. */
export function fullbandVersion(): string {
  const content: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  const version: unknown = typeof content === 'object' && content !== null ? Reflect.get(content, 'version') : undefined;
  if (typeof version !== 'string') throw new Error('package.json beside the program has no version; install fullband again.');
  return version;
}
