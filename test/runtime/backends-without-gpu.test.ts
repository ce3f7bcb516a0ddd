import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { findVulkanDrivers } from '../../src/runtime/engine/backend-vulkan.ts';
import { BackendUnavailable, openBackend, probeBackends } from '../../src/runtime/engine/backends.ts';

const folder = mkdtempSync(join(tmpdir(), 'fullband-vulkan-'));
afterAll(() => rmSync(folder, { recursive: true }));

function driver(path: string): string {
  const file = join(folder, path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, '{}');
  return file;
}

describe('finding Vulkan drivers', () => {
  test('drivers in the data folders of the system and the user are found, others are not', () => {
    const system = driver('data/vulkan/icd.d/gpu.json');
    const user = driver('home/.local/share/vulkan/icd.d/own.json');
    driver('data/vulkan/icd.d/readme.txt');
    const found = findVulkanDrivers({ HOME: join(folder, 'home'), XDG_DATA_DIRS: join(folder, 'data') });
    expect(found.files).toEqual(expect.arrayContaining([user, system]));
    expect(found.files.some((path) => path.endsWith('.txt'))).toBe(false);
    expect(found.variable).toBeNull();
  });

  test('VK_DRIVER_FILES replaces the search, with files or folders', () => {
    const one = driver('named/one.json');
    const two = driver('named/two.json');
    expect(findVulkanDrivers({ VK_DRIVER_FILES: one }).files).toEqual([one]);
    expect(findVulkanDrivers({ VK_DRIVER_FILES: join(folder, 'named') }).files).toEqual([one, two]);
    expect(findVulkanDrivers({ VK_DRIVER_FILES: join(folder, 'absent.json') })).toEqual({ files: [], variable: 'VK_DRIVER_FILES' });
  });
});

describe('a machine without a Vulkan driver', { skip: process.platform !== 'linux' }, () => {
  process.env.VK_DRIVER_FILES = join(folder, 'absent.json');

  test('auto takes webasm and says why not webgpu', async () => {
    const backend = await openBackend('auto');
    expect(backend).toMatchObject({ name: 'webasm', reason: 'not webgpu: VK_DRIVER_FILES names no driver file that exists' });
    await backend.close();
  });

  test('webgpu asked for by name is an error with the remedy', async () => {
    const failure = openBackend('webgpu');
    await expect(failure).rejects.toBeInstanceOf(BackendUnavailable);
    await expect(failure).rejects.toThrow(/^The backend webgpu cannot run here: .+\. To fix it: install .+ --engine auto\.$/);
  });

  test('its probe says why and how to fix it', async () => {
    const [webgpu] = await probeBackends();
    expect(webgpu).toMatchObject({ name: 'webgpu', runs: false, device: '' });
    expect(webgpu?.reason).toContain('VK_DRIVER_FILES');
    expect(webgpu?.fix).toContain('install');
  });
});
