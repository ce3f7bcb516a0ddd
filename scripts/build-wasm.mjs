// Compiles the kernels that are written in AssemblyScript: `node scripts/build-wasm.mjs [FOLDER]`, by default over the files that the sources use, else to the same
// paths below a folder. The results are kept in the repository, because they are small, the same on every machine, and needed before anything is built; a test
// compiles them again and compares.
import asc from 'assemblyscript/asc';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const KERNELS = [
  {
    source: 'src/runtime/model/gru/kernel/index.ts',
    file: 'src/runtime/model/gru/kernel.wasm',
    // The memory is made by the program, which shares it with threads: at most 4 GB, of which only what is used is taken.
    memory: ['--enable', 'threads', '--importMemory', '--noExportMemory', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', '65536'],
  },
  {
    source: 'src/runtime/engine/selection/kernel/index.ts',
    file: 'src/runtime/engine/selection/kernel.wasm',
    // Its own, of a size that it never leaves.
    memory: ['--initialMemory', '1', '--maximumMemory', '1'],
  },
  { source: 'src/runtime/bars/kernel/index.ts', file: 'src/runtime/bars/kernel.wasm', memory: [] },
];

const root = fileURLToPath(new URL('..', import.meta.url));
const [folder = root] = process.argv.slice(2);

for (const { source, file, memory } of KERNELS) {
  const { error, stderr } = await asc.main([
    source,
    ...['--baseDir', root, '--outFile', join(folder, file)],
    ...['-O3', '--converge', '--noAssert', '--runtime', 'stub'],
    ...['--enable', 'simd'],
    ...memory,
    // Vectors are passed between functions of a kernel only.
    ...['--disableWarning', '112'],
  ]);
  if (error === null) continue;
  console.error(stderr.toString());
  process.exit(1);
}
