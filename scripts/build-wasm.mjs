// Compiles the kernels that are written in AssemblyScript: `node scripts/build-wasm.mjs [FILE]`, by default over the file that the sources use. The result is kept in
// the repository, because it is small, the same on every machine, and needed before anything is built; a test compiles it again and compares.
import asc from 'assemblyscript/asc';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const [file = 'src/runtime/model/gru/kernel.wasm'] = process.argv.slice(2);

const { error, stderr } = await asc.main([
  'src/runtime/model/gru/kernel/index.ts',
  ...['--baseDir', root, '--outFile', file],
  ...['-O3', '--converge', '--noAssert', '--runtime', 'stub'],
  ...['--enable', 'simd', '--enable', 'threads'],
  // The memory is made by the program, which shares it with threads: at most 4 GB, of which only what is used is taken.
  ...['--importMemory', '--noExportMemory', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', '65536'],
  // Vectors are passed between functions of the kernel only.
  ...['--disableWarning', '112'],
]);
if (error !== null) {
  console.error(stderr.toString());
  process.exit(1);
}
