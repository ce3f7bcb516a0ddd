// Compiles the kernels that are written in AssemblyScript: `node scripts/build-wasm.mjs [FOLDER]`, by default over the files that the sources use, else to the same
// paths below a folder. The results are kept in the repository, because they are small, the same on every machine, and needed before anything is built; a test
// compiles them again and compares.
import asc from 'assemblyscript/asc';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

// What Node alone runs is a file. What pages run as well is a text in a module: there is nothing that has to be found beside it, in a folder or on a host.
const KERNELS = [
  {
    source: 'src/runtime/model/gru/kernel/index.ts',
    file: 'src/runtime/model/gru/kernel.wasm',
    // The memory is made by the program, which shares it with threads: at most 4 GB, of which only what is used is taken.
    memory: ['--enable', 'threads', '--importMemory', '--noExportMemory', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', '65536'],
  },
  {
    source: 'src/runtime/engine/selection/kernel/index.ts',
    file: 'src/runtime/engine/selection/kernel-code.ts',
    // Its own, of a size that it never leaves.
    memory: ['--initialMemory', '1', '--maximumMemory', '1'],
  },
  { source: 'src/runtime/bars/kernel/index.ts', file: 'src/runtime/bars/kernel-code.ts', memory: [] },
];

const root = fileURLToPath(new URL('..', import.meta.url));
const [folder = root] = process.argv.slice(2);

for (const { source, file, memory } of KERNELS) {
  let code = null;
  const { error, stderr } = await asc.main(
    [
      source,
      ...['--baseDir', root, '--outFile', 'kernel.wasm'],
      ...['-O3', '--converge', '--noAssert', '--runtime', 'stub'],
      ...['--enable', 'simd'],
      ...memory,
      // Vectors are passed between functions of a kernel only.
      ...['--disableWarning', '112'],
    ],
    { writeFile: (_, content) => void (code = content) },
  );
  if (error !== null || code === null) {
    console.error(stderr.toString());
    process.exit(1);
  }
  await mkdir(dirname(join(folder, file)), { recursive: true });
  await writeFile(join(folder, file), file.endsWith('.ts') ? moduleOf(code) : code);
}

/** The code as a module, in lines that editors can show. */
function moduleOf(code) {
  const lines = Buffer.from(code).toString('base64').match(/.{1,150}/g) ?? [];
  return `/** The compiled kernel, from the folder kernel beside it: written by \`npm run build:wasm\`. */\nexport const KERNEL_CODE = [\n${lines.map((line) => `  '${line}',\n`).join('')}].join('');\n`;
}
