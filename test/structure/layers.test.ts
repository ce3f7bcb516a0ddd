import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { globalsOf, importsOf, parseSource, sourceFiles, valueImportsOf } from '../support/sources.ts';

/** From the bottom up; a layer may import itself and the layers before it. */
const LAYERS = ['src/dsl', 'src/compiler', 'src/editor', 'src/runtime', 'src/cli'] as const;

/** The faces stand side by side: none imports another. */
const FACES = ['src/cli', 'src/lsp', 'src/studio'] as const;

/** Commands that start another face, and the one file of it that each may import. */
const STARTS: ReadonlyMap<string, string> = new Map([['src/cli/commands/lsp.ts', 'src/lsp/serve.ts'], ['src/cli/commands/studio.ts', 'src/studio/server/serve.ts']]);

/** What the pure layers may import from outside. */
const PURE_PACKAGES = new Set(['chevrotain', 'yaml']);

/** Names that mean a machine, a clock or chance. */
const IMPURE_GLOBALS = new Set([
  ...['process', 'Buffer', 'require', 'module', '__dirname', '__filename', 'global', 'globalThis', 'Deno', 'Bun', 'console'],
  ...['window', 'document', 'navigator', 'self', 'fetch', 'XMLHttpRequest', 'WebSocket', 'Worker', 'localStorage', 'indexedDB'],
  ...['Date', 'performance', 'setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'crypto'],
]);

/** Names that only Node has, and packages that run nowhere else. */
const NODE_GLOBALS = new Set(['process', 'Buffer', 'require', '__dirname', '__filename', 'global', 'setImmediate']);
const NODE_PACKAGES = new Set(['@duckdb/node-api', 'webgpu', 'hono', '@hono/node-server', 'ajv', 'commander', 'bullmq', 'ioredis']);

function layerOf(path: string): number {
  if (path === 'src/index.ts') return LAYERS.length - 1;
  if (FACES.some((face) => path.startsWith(`${face}/`))) return LAYERS.length - 1;
  return LAYERS.findIndex((layer) => path.startsWith(`${layer}/`));
}

describe('layers', () => {
  const files = sourceFiles('src');
  const pure = files.filter((path) => layerOf(path) >= 0 && layerOf(path) < LAYERS.indexOf('src/runtime'));

  test('every source file lies in a layer', () => {
    expect(files.filter((path) => layerOf(path) < 0)).toEqual([]);
    expect(pure.length).toBeGreaterThan(10);
  });

  test('imports go one way: cli, lsp, studio → runtime → editor → compiler → dsl', () => {
    const uphill = files.flatMap((path) =>
      importsOf(parseSource(path))
        .filter((target) => target.startsWith('src/') && layerOf(target) > layerOf(path))
        .map((target) => `${path} imports ${target}`),
    );
    expect(uphill).toEqual([]);
  });

  test('no face imports another face; a command may start one', () => {
    const across = files.flatMap((path) => {
      const own = FACES.find((face) => path.startsWith(`${face}/`));
      if (own === undefined) return [];
      return importsOf(parseSource(path)).filter((target) => FACES.some((face) => face !== own && target.startsWith(`${face}/`)) && STARTS.get(path) !== target);
    });
    expect(across).toEqual([]);
  });

  test('dsl, compiler and editor import nothing of the machine', () => {
    const outside = pure.flatMap((path) =>
      importsOf(parseSource(path))
        .filter((target) => !target.startsWith('src/') && !PURE_PACKAGES.has(target))
        .map((target) => `${path} imports ${target}`),
    );
    expect(outside).toEqual([]);
  });

  test('dsl, compiler and editor read no global that means a machine, a clock or chance', () => {
    const found = pure.flatMap((path) => {
      const source = parseSource(path);
      const globals = globalsOf(source)
        .filter(({ name }) => IMPURE_GLOBALS.has(name))
        .map(({ name, line }) => `${path}:${line} reads ${name}`);
      return /\bMath\.random\b/.test(source.text) ? [...globals, `${path} calls Math.random`] : globals;
    });
    expect(found).toEqual([]);
  });

  test('what the page reaches imports nothing of Node and reads none of its globals', () => {
    const reached = new Set(sourceFiles('src/studio/page'));
    // A set goes on to what is added while it is gone through.
    for (const path of reached) for (const target of valueImportsOf(parseSource(path))) if (target.startsWith('src/') && target.endsWith('.ts')) reached.add(target);
    expect(reached).toContain('src/runtime/engine/kernel-runner.ts');
    const ofNode = [...reached].flatMap((path) => {
      const source = parseSource(path);
      const globals = globalsOf(source).filter(({ name }) => NODE_GLOBALS.has(name)).map(({ name, line }) => `${path}:${String(line)} reads ${name}`);
      return [...valueImportsOf(source).filter((target) => target.startsWith('node:') || NODE_PACKAGES.has(target)).map((target) => `${path} imports ${target}`), ...globals];
    });
    expect(ofNode).toEqual([]);
  });

  test('the scan for globals sees through calls, members and types', () => {
    const text = 'import { fetch } from "x"; const a = process.env.A; function f(b = Date.now()) { return b; } type T = Date; const o = { self: 1 }; o.self; fetch();';
    const names = globalsOf(ts.createSourceFile('trial.ts', text, ts.ScriptTarget.Latest, true)).map(({ name }) => name);
    expect(names.filter((name) => IMPURE_GLOBALS.has(name))).toEqual(['process', 'Date']);
  });
});
