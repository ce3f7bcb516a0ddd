/** Kernels for Node: files of the program. Imported for what it does by the modules of Node that come before every use of a kernel. */
import { readFileSync } from 'node:fs';
import { compiledKernelsFrom } from './compiled-kernels.ts';
import { packagedFile } from './packaged-file.ts';

compiledKernelsFrom((kernel) => readFileSync(packagedFile(`${kernel}/kernel.wasm`)));
