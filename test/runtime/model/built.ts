/** Programs and threads need built files: Node does not run the sources. */
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'tsdown';
import { ROOT } from '../../support/sources.ts';

/** A file that sources look for beside themselves. */
const KERNEL = 'src/runtime/model/gru/kernel.wasm';

/** Builds a source file into a folder of its own below .fullband, from where packages are found; returns where it lies. */
export async function built(source: string, name: string): Promise<URL> {
  const outDir = join(ROOT, '.fullband', name);
  await build({ config: false, entry: [join(ROOT, source)], root: ROOT, outDir, format: 'esm', platform: 'node', target: 'node20', unbundle: true, fixedExtension: false, dts: false, logLevel: 'error' });
  await cp(join(ROOT, KERNEL), join(outDir, KERNEL));
  return pathToFileURL(join(outDir, source.replace(/\.ts$/, '.js')));
}
