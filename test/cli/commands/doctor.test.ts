import { describe, expect, test } from 'vitest';
import { examineNode } from '../../../src/runtime/doctor.ts';
import { fullband } from '../../support/cli.ts';
import { softwareVulkan } from '../../support/vulkan.ts';

interface Report {
  readonly node: { readonly runs: boolean; readonly version: string };
  readonly duckdb: { readonly runs: boolean; readonly version: string };
  readonly compute: { readonly choice: string; readonly backends: readonly Backend[] };
  readonly training: { readonly choice: string | null; readonly backends: readonly Backend[] };
}

interface Backend {
  readonly name: string;
  readonly runs: boolean;
  readonly device: string;
  readonly software?: boolean;
  readonly reason: string | null;
  readonly fix: string | null;
}

async function doctor(env: Readonly<Record<string, string>> = {}): Promise<Report> {
  const { code, stdout } = await fullband(['doctor', '--json'], { env });
  expect(code).toBe(0);
  return JSON.parse(stdout) as Report;
}

describe('doctor', () => {
  test('finds Node and DuckDB and tries every backend', async () => {
    const report = await doctor();
    expect(report.node).toMatchObject({ runs: true, version: process.versions.node });
    expect(report.duckdb.version).toMatch(/^v1\./);
    expect(report.compute.backends.map(({ name }) => name)).toEqual(['webgpu', 'webasm', 'cpu', 'reference']);
    expect(report.training.backends.map(({ name }) => name)).toEqual(['tfjs-node-gpu', 'tfjs-node', 'webgpu', 'wasm', 'cpu']);
  });

  test.for([
    ['18.20.4', false],
    ['20.14.0', false],
    ['20.15.0', true],
    ['22.1.0', true],
  ] as const)('takes Node %s for one that runs: %s', ([version, runs]) => {
    expect(examineNode(version)).toMatchObject({ runs, version, reason: runs ? null : 'fullband needs Node 20.15 or newer' });
  });

  test('says for each backend that does not run why, and how to fix it', async () => {
    const { compute, training } = await doctor({ VK_DRIVER_FILES: '/absent.json' });
    expect(compute.choice).toBe(process.platform === 'linux' ? 'webasm' : compute.choice);
    for (const backend of [...compute.backends, ...training.backends]) {
      if (backend.runs) expect(backend).toMatchObject({ fix: null, device: expect.stringMatching(/./) as string });
      else expect(backend).toMatchObject({ reason: expect.stringMatching(/./) as string, fix: expect.stringMatching(/./) as string });
    }
  });

  test('knows a software adapter, which auto does not take', async ({ skip }) => {
    const vulkan = softwareVulkan();
    if (vulkan === null && process.env.FULLBAND_TEST === 'full') throw new Error('install SwiftShader: apt-get install chromium libvulkan1');
    if (vulkan === null) return skip('SwiftShader is not installed (Debian: apt-get install chromium libvulkan1)');
    const { compute } = await doctor(vulkan);
    expect(compute.choice).toBe('webasm');
    expect(compute.backends[0]).toMatchObject({ name: 'webgpu', runs: true, software: true, device: expect.stringContaining('swiftshader') as string });
  });

  test('prints a page for people', async () => {
    const { code, stdout, stderr } = await fullband(['doctor'], { env: { VK_DRIVER_FILES: '/absent.json' } });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^ {2}Node +yes {2}\d+\./m);
    expect(stdout).toMatch(/^ {2}webasm +yes {2}WebAssembly with SIMD/m);
    expect(stdout).toMatch(/^ +to fix: install/m);
  });
});
