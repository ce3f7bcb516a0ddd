import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findOperator } from '../../src/dsl/catalogue/index.ts';
import { ROOT } from '../support/sources.ts';
import type { ProgramBuilder } from './in-process.ts';
import { runPage } from './page-session.ts';
import { codeBlocks, pageText } from './pages.ts';
import { SimulatedStores } from './simulated-store.ts';
import { isNeededToTest, patched } from './source-copy.ts';

const PAGE = 'docs/add-an-operator.md';
const BLOCKS = codeBlocks(pageText(PAGE));
const IS_FULL = process.env['FULLBAND_TEST'] === 'full';

const folder = mkdtempSync(join(tmpdir(), 'fullband-operator-'));
const copy = join(folder, 'fullband');

beforeAll(() => {
  for (const name of ['src', 'factors', 'samples', 'package.json', ...(IS_FULL ? ['scripts', 'bench', 'test', 'editors', 'docs', 'tsconfig.json', 'vitest.config.ts'] : ['scripts/docs'])]) {
    cpSync(join(ROOT, name), join(copy, name), { recursive: true, filter: isNeededToTest });
  }
  for (const name of IS_FULL ? ['tsdown.docs.config.ts', 'tsdown.chevrotain.ts', 'tsdown.config.ts', 'tsdown.chunks.ts'] : []) cpSync(join(ROOT, name), join(copy, name));
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  for (const { language, kind, file, text } of BLOCKS) {
    const path = join(copy, file ?? '');
    if (language === 'ts' && kind === '') {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
    if (language === 'diff') writeFileSync(path, patched(readFileSync(path, 'utf8'), text));
  }
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe.skipIf(process.platform === 'win32')('docs/add-an-operator.md', () => {
  test('its operator is not there without it', () => {
    expect(findOperator('drawdown')).toBeNull();
  });

  test('what it puts in checks, compiles and computes what it shows', async () => {
    const { buildProgram } = (await import(/* @vite-ignore */ join(copy, 'src/cli/program.ts'))) as { readonly buildProgram: ProgramBuilder };
    const { ran, faults } = await runPage(PAGE, { clone: copy, stores: new SimulatedStores(folder), build: buildProgram });
    expect(faults).toEqual([]);
    expect(ran.length).toBeGreaterThan(2);
  }, 300_000);

  test('the page of operators has its entry', async () => {
    const { operatorsPage } = (await import(/* @vite-ignore */ join(copy, 'scripts/docs/operators-page.ts'))) as { readonly operatorsPage: () => string };
    expect(operatorsPage()).toContain('### `drawdown`\n\n`drawdown(x, window=, where=, by=)` · 最大回撤\n\nThe largest fall from the highest value so far, as a share of it.');
  });

  test.skipIf(!IS_FULL)('its TypeScript has the types that it needs', () => {
    const { status, stdout } = spawnSync(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '--noEmit', '-p', '.'], { cwd: copy, encoding: 'utf8' });
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
  }, 300_000);
});
