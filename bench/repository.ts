/** Files of this repository, for sources and for what is built from them alike. Imports none of it: loading the language is measured. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

function root(): string {
  const own = fileURLToPath(import.meta.url);
  for (let folder = dirname(own); folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(join(folder, 'tsconfig.json'))) return folder;
  }
  throw new Error(`no tsconfig.json above ${own}`);
}

/** Absolute path of a file of the repository. */
export function inRepository(...path: readonly string[]): string {
  return join(root(), ...path);
}

/** Path of a factor that comes with the project, relative to the root. */
export function factorPath(name: string): string {
  return `factors/minute/${name}.factor`;
}
