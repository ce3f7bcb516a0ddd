import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { folderWith, runNode } from '../../support/cli.ts';
import { ROOT } from '../../support/sources.ts';
import { filesOfZip } from '../../support/zip.ts';

interface Manifest {
  readonly version: string;
  readonly main: string;
  readonly icon: string;
  readonly contributes: {
    readonly languages: readonly { readonly extensions: readonly string[]; readonly configuration: string }[];
    readonly grammars: readonly { readonly path: string }[];
    readonly snippets: readonly { readonly path: string }[];
    readonly yamlValidation: readonly { readonly fileMatch: readonly string[]; readonly url: string }[];
    readonly commands: readonly { readonly command: string; readonly enablement: string }[];
    readonly configuration: { readonly properties: Readonly<Record<string, unknown>> };
  };
}

/** Runs the extension in a VS Code that has just enough; prints what the extension began. */
const DRIVE = `
const { join } = require('node:path');
const begun = new Set();
const anything = new Proxy(class {}, { get: (of, key) => (key === 'then' ? undefined : key === Symbol.toPrimitive ? () => '' : key === 'prototype' ? of.prototype : anything), apply: () => anything, construct: () => ({}) });
const having = (own) => new Proxy(own, { get: (of, key) => of[key] ?? anything });
const asked = {};
let change;
const vscode = having({
  commands: having({ registerCommand: (name, act) => { asked[name] = act; } }),
  window: having({ createTerminal: ({ shellPath, shellArgs }) => { begun.add('terminal of ' + shellPath + ': ' + shellArgs.join(' ')); return { show() {} }; } }),
  workspace: having({
    isTrusted: process.argv[2] === 'true', workspaceFolders: [],
    getConfiguration: () => { begun.add('settings read'); return { get: (_, usual) => usual }; },
    onDidChangeConfiguration: (act) => { change = act; },
  }),
});
const load = require('node:module');
const before = load._load;
load._load = (name, ...rest) => (name === 'vscode' ? vscode : before(name, ...rest));
const { activate } = require(join(__dirname, 'extension.cjs'));
const failing = async (act) => { try { await act(); } catch {} };
(async () => {
  await failing(() => activate({ subscriptions: [] }));
  await failing(() => asked['fullband.restartServer']());
  await failing(() => change({ affectsConfiguration: () => true }));
  await failing(() => asked['fullband.openStudio']());
  console.log(JSON.stringify([...begun]));
  process.exit(0);
})();
`;

const EXTENSION = join(ROOT, 'editors/vscode');
const folder = folderWith({});
let files: ReadonlyMap<string, Buffer>;
let manifest: Manifest;

const textOf = (path: string): string => files.get(`extension/${path.replace(/^\.\//, '')}`)?.toString('utf8') ?? '';

beforeAll(() => {
  const vsix = join(folder.path, 'fullband.vsix');
  execFileSync(process.execPath, ['scripts/package-vscode.mjs', vsix], { cwd: ROOT, stdio: 'pipe' });
  files = filesOfZip(readFileSync(vsix));
  manifest = JSON.parse(textOf('package.json')) as Manifest;
}, 120_000);
afterAll(() => {
  folder.remove();
});

describe('the package of the extension', () => {
  test('holds what it names and nothing else', () => {
    expect([...files.keys()].filter((path) => path.startsWith('extension/')).sort()).toEqual([
      'extension/LICENSE.txt',
      'extension/changelog.md',
      'extension/dist/experiment.schema.json',
      'extension/dist/extension.cjs',
      'extension/icon.png',
      'extension/language-configuration.json',
      'extension/package.json',
      'extension/readme.md',
      'extension/snippets/fullband.json',
      'extension/syntaxes/codeblock.tmLanguage.json',
      'extension/syntaxes/fullband.tmLanguage.json',
    ]);
    const { languages, grammars, snippets, yamlValidation } = manifest.contributes;
    const named = [manifest.main, manifest.icon, ...languages.map(({ configuration }) => configuration), ...grammars.map(({ path }) => path), ...snippets.map(({ path }) => path), ...yamlValidation.map(({ url }) => url)];
    for (const path of named) expect(files.has(`extension/${path.replace(/^\.\//, '')}`), path).toBe(true);
  });

  test('needs no package of npm: its program asks for VS Code and Node alone', () => {
    const required = new Set([...textOf(manifest.main).matchAll(/\brequire\((["'`])([^"'`]+)\1\)/g)].map(([, , name = '']) => name.replace(/^node:/, '')));
    expect([...required].filter((name) => name !== 'vscode' && !builtinModules.includes(name))).toEqual([]);
    expect(required.has('vscode')).toBe(true);
  });

  test('has the schema of experiments and the licence of the project', () => {
    expect(textOf('dist/experiment.schema.json')).toBe(readFileSync(join(ROOT, 'src/runtime/experiment/experiment.schema.json'), 'utf8'));
    expect(textOf('LICENSE.txt')).toBe(readFileSync(join(ROOT, 'LICENSE'), 'utf8'));
  });

  test('has the version of the program', () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
    expect(manifest.version).toBe(version);
    expect(textOf('changelog.md')).toContain(`## ${version}`);
  });

  test('registers every command that it contributes, and documents commands and settings', () => {
    const program = textOf(manifest.main);
    for (const { command } of manifest.contributes.commands) expect(program).toContain(command);
    for (const setting of Object.keys(manifest.contributes.configuration.properties)) expect(textOf('readme.md')).toContain(`\`${setting}\``);
    expect(manifest.contributes.languages.flatMap(({ extensions }) => extensions)).toEqual(['.factor', '.model']);
  });

  test('starts nothing of a workspace that is not trusted, whatever is asked of it', async () => {
    expect(manifest.contributes.commands.map(({ enablement }) => enablement)).toEqual(manifest.contributes.commands.map(() => 'isWorkspaceTrusted'));
    writeFileSync(join(folder.path, 'extension.cjs'), textOf(manifest.main));
    writeFileSync(join(folder.path, 'drive.cjs'), DRIVE);
    const started = async (trusted: boolean): Promise<unknown> => JSON.parse((await runNode([join(folder.path, 'drive.cjs'), String(trusted)])).stdout);
    expect(await started(false)).toEqual([]);
    expect(await started(true)).toEqual(['settings read', 'terminal of fullband: studio']);
  });

  test('has an icon that its script draws', () => {
    const drawn = join(folder.path, 'icon.png');
    execFileSync(process.execPath, [join(EXTENSION, 'scripts/draw-icon.mjs'), drawn]);
    const [now, before] = [readFileSync(drawn), files.get('extension/icon.png')];
    // Other versions of zlib make other bytes of the same picture: the header says size and kind.
    expect(now.subarray(0, 33).equals(before?.subarray(0, 33) ?? Buffer.alloc(0))).toBe(true);
  });

  test('leaves nothing in the sources', () => {
    expect(existsSync(join(EXTENSION, 'dist'))).toBe(false);
  });
});
