// Compiles the kernels that are written in AssemblyScript: `node scripts/build-wasm.mjs [KERNEL FILE]`, by default each into the file that the sources use, beside its folder. The
// results are kept in the repository, because they are small, the same on every machine, and needed before anything is built; a test compiles them again and compares.
import asc from 'assemblyscript/asc';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What a kernel's memory is, beside its sources. */
const KERNELS = {
  // The memory is made by the program, which shares it with threads: at most 4 GB, of which only what is used is taken.
  'src/runtime/model/gru/kernel': ['--enable', 'threads', '--importMemory', '--noExportMemory', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', '65536'],
  'src/runtime/bars/kernel': [],
};

async function build(kernel, file) {
  const { error, stderr } = await asc.main([
    `${kernel}/index.ts`,
    ...['--baseDir', root, '--outFile', file],
    ...['-O3', '--converge', '--noAssert', '--runtime', 'stub'],
    ...['--enable', 'simd'],
    ...KERNELS[kernel],
    // Vectors are passed between functions of the kernel only.
    ...['--disableWarning', '112'],
  ]);
  if (error === null) return;
  console.error(stderr.toString());
  process.exit(1);
}

const [kernel, file] = process.argv.slice(2);
if (kernel === undefined) for (const each of Object.keys(KERNELS)) await build(each, `${each}.wasm`);
else await build(kernel, file ?? `${kernel}.wasm`);
