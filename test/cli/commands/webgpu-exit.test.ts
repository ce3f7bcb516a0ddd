import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { runNode } from '../../support/cli.ts';
import { ROOT } from '../../support/sources.ts';
import { softwareVulkan } from '../../support/vulkan.ts';

const BACKENDS = pathToFileURL(join(ROOT, 'dist/runtime/engine/backends.js')).href;

/** Opens webgpu and runs a kernel, then `ending`. */
function script(ending: string): string {
  return `
    import { openBackend } from ${JSON.stringify(BACKENDS)};
    const backend = await openBackend('webgpu');
    const kernel = backend.gpu.createKernel('function f(x) { return x[this.thread.x] * 2; }', { output: [4] });
    console.log([...await kernel(Float32Array.of(1, 2, 3, 4))].join());
    ${ending}`;
}

describe('a process that used webgpu', () => {
  test.for([
    ['closes the backend', 'await backend.close();', 0],
    ['leaves it open', '', 0],
    ['opens it again', "await backend.close(); const next = await openBackend('webgpu'); await next.close();", 0],
    ['exits at once', 'process.exit(0);', 0],
    ['exits with work in flight', 'void kernel(Float32Array.of(1, 2, 3, 4)); process.exit(3);', 3],
    ['fails', "throw new Error('on purpose');", 1],
  ] as const)('ends cleanly when it %s', async ([, ending, expected], { skip }) => {
    const vulkan = softwareVulkan();
    if (vulkan === null && process.env.FULLBAND_TEST === 'full') throw new Error('install SwiftShader: apt-get install chromium libvulkan1');
    if (vulkan === null) return skip('SwiftShader is not installed (Debian: apt-get install chromium libvulkan1)');
    for (let round = 0; round < 3; round++) {
      const { code, stdout } = await runNode(['--input-type=module', '-e', script(ending)], { env: vulkan });
      expect({ code, stdout }).toEqual({ code: expected, stdout: '2,4,6,8\n' });
    }
  });
});
