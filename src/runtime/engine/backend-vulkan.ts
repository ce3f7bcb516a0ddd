/** Where the Vulkan loader of Linux looks for drivers: tells "no driver installed" from "driver found, but no GPU". */
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Variables that name driver files (or folders of them) directly; the first one set replaces the search. */
const REPLACING = ['VK_DRIVER_FILES', 'VK_ICD_FILENAMES'] as const;

export interface VulkanDrivers {
  /** Driver manifests found, in search order. */
  readonly files: readonly string[];
  /** The variable that replaced the search of the usual folders; null if none is set. */
  readonly variable: string | null;
}

/**
 * Driver manifests that the Vulkan loader would read with this environment. A manifest says that a driver is installed,
 * not that it finds a device.
 */
export function findVulkanDrivers(environment: Readonly<Record<string, string | undefined>>): VulkanDrivers {
  for (const variable of REPLACING) {
    const value = environment[variable];
    if (value !== undefined && value !== '') {
      return { files: expand(value.split(delimiter)), variable };
    }
  }
  const added = (environment.VK_ADD_DRIVER_FILES ?? '').split(delimiter).filter((path) => path !== '');
  return { files: expand([...added, ...driverFolders(environment)]), variable: null };
}

function driverFolders(environment: Readonly<Record<string, string | undefined>>): string[] {
  const home = environment.HOME ?? '';
  const roots = [
    environment.XDG_CONFIG_HOME ?? join(home, '.config'),
    ...(environment.XDG_CONFIG_DIRS ?? '/etc/xdg').split(delimiter),
    '/etc',
    environment.XDG_DATA_HOME ?? join(home, '.local/share'),
    ...(environment.XDG_DATA_DIRS ?? '').split(delimiter).filter((path) => path !== ''),
    '/usr/local/share',
    '/usr/share',
    // NixOS keeps the drivers of the running system here and patches its loader to look.
    '/run/opengl-driver/share',
  ];
  return [...new Set(roots)].map((root) => join(root, 'vulkan/icd.d'));
}

function expand(paths: readonly string[]): string[] {
  const found: string[] = [];
  for (const path of paths) {
    if (path.endsWith('.json')) {
      if (existsSync(path)) found.push(path);
    } else if (existsSync(path)) {
      const names = readdirSync(path).filter((name) => name.endsWith('.json'));
      found.push(...names.sort().map((name) => join(path, name)));
    }
  }
  return found;
}
