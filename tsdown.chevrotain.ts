/**
 * How builds take Chevrotain: its own one-file bundle instead of its modules, which load all of lodash-es, 300 ms before the
 * first token is read. The package does not export that file, so it is built in; every other package is left alone.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The file that is built in. */
export const CHEVROTAIN = fileURLToPath(new URL('node_modules/chevrotain/lib/chevrotain.mjs', import.meta.url));

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

const { dependencies, devDependencies } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8')) as Manifest;
const others = [...Object.keys(dependencies), ...Object.keys(devDependencies)].filter((name) => name !== 'chevrotain');

/** For `deps` of a build. */
export const packages = { alwaysBundle: ['chevrotain'], neverBundle: others.map((name) => new RegExp(`^${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(/|$)`)) };

/** For `plugins` of a build. */
export const chevrotainBundle = {
  name: 'chevrotain-bundle',
  resolveId: (id: string): string | null => (id === 'chevrotain' ? CHEVROTAIN : null),
};
