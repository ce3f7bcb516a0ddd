import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folder of this installation: the one with fullband's package.json. */
export function fullbandFolder(): string {
  return fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');
}

/** Version of fullband, from its package.json. */
export function fullbandVersion(): string {
  const content: unknown = JSON.parse(readFileSync(join(fullbandFolder(), 'package.json'), 'utf8'));
  const version: unknown = typeof content === 'object' && content !== null ? Reflect.get(content, 'version') : undefined;
  if (typeof version !== 'string') throw new Error('package.json beside the program has no version; install fullband again.');
  return version;
}
