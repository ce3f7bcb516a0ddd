/**
 * Packages that builds take in; every other one is left alone. Of Chevrotain its own one-file bundle, which the package does not export:
 * its modules load all of lodash-es, 300 ms before the first token is read. Of those that every command starts with, commander is seven
 * files of another module system, which Node finds one by one: a third of what `--help` takes beyond Node. gpu.js is a hundred such files, which
 * every thread of an engine loads anew: 0.15 s each, in one file a third of it.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The file that is built in. */
export const CHEVROTAIN = fileURLToPath(new URL('node_modules/chevrotain/lib/chevrotain.mjs', import.meta.url));

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

/** Packages that every command starts with. */
export const STARTED_WITH = ['commander', 'picocolors'] as const;
/** What every thread of an engine starts with, and what of it is a package of its own. */
export const KERNELS_FROM = ['gpu.js', 'gpu-mock.js'] as const;
const BUILT_IN: readonly string[] = ['chevrotain', ...STARTED_WITH];

const { dependencies, devDependencies } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8')) as Manifest;
const all = [...Object.keys(dependencies), ...Object.keys(devDependencies)];

interface Packages {
  readonly alwaysBundle: string[];
  readonly neverBundle: RegExp[];
}

/** For `deps` of a build: what it takes in beside what every build does. */
export function packagesWith(more: readonly string[]): Packages {
  const alwaysBundle = [...BUILT_IN, ...more];
  return { alwaysBundle, neverBundle: all.filter((name) => !alwaysBundle.includes(name)).map((name) => new RegExp(`^${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(/|$)`)) };
}

/** For `deps` of a build that takes in no more. */
export const packages = packagesWith([]);

/** For `plugins` of a build. */
export const chevrotainBundle = {
  name: 'chevrotain-bundle',
  resolveId: (id: string): string | null => (id === 'chevrotain' ? CHEVROTAIN : null),
};
