import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { folderWith, fullband, runNode } from '../../support/cli.ts';
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

/** An end that is not clean need not be so every time. */
const ROUNDS = process.env.FULLBAND_TEST === 'full' ? 3 : 1;

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
    for (let round = 0; round < ROUNDS; round++) {
      const { code, stdout } = await runNode(['--input-type=module', '-e', script(ending)], { env: vulkan });
      expect({ code, stdout }).toEqual({ code: expected, stdout: '2,4,6,8\n' });
    }
  });
});

describe.runIf(process.platform === 'linux')('webgpu asked for by name where no driver is installed', () => {
  test('ends in the one message of fullband, without those of the native library', async () => {
    const folder = folderWith({});
    onTestFinished(() => folder.remove());
    // A copy: values that the sample's store holds already would need no engine.
    cpSync(join(ROOT, 'samples/store/minute'), join(folder.path, 'store/minute'), { recursive: true });
    const factor = join(ROOT, 'factors/minute/late_skew_ret.factor');
    const args = ['compute', '--store', 'store', '--factors', factor, '--out', 'values.csv', '--engine', 'webgpu'];
    const { code, stdout, stderr } = await fullband(args, { cwd: folder.path, env: { VK_DRIVER_FILES: '/absent.json' } });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^error: The backend webgpu cannot run here: VK_DRIVER_FILES names no driver file that exists\. .*\n$/);
  });
});
