/** A kernel of four numbers: proves that a backend really runs, not only that its parts are present. */
import type { GPU } from 'gpu.js';

/** Throws if the backend's answer is wrong or if gpu.js silently ran the kernel somewhere else. */
export async function proveBackend(gpu: GPU, mode: string): Promise<void> {
  const kernel = gpu.createKernel('function prove(x) { return x[this.thread.x] * 2 + 1; }', { output: [4] });
  try {
    // gpu.js types the result as if every backend answered at once; webgpu gives a promise.
    const result: unknown = await Promise.resolve<unknown>(kernel(Float32Array.of(0, 1, 2, 3)));
    const values = ArrayBuffer.isView(result) ? [...new Float32Array(result.buffer, result.byteOffset, 4)] : [];
    if (values.join() !== '1,3,5,7') throw new Error(`a kernel on ${mode} answered ${values.join(', ') || 'nothing'} instead of 1, 3, 5, 7`);
    const running = modeOf(kernel.kernel);
    if (running !== mode) throw new Error(`a kernel built for ${mode} ran on ${running}`);
  } finally {
    kernel.destroy();
  }
}

function modeOf(kernel: object): string {
  const mode: unknown = Reflect.get(kernel.constructor, 'mode');
  return typeof mode === 'string' ? mode : 'an unknown backend';
}
