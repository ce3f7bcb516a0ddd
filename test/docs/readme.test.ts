import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pico from 'picocolors';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkSources, describeFindings } from '../../src/cli/project-check.ts';
import { computeFactors } from '../../src/runtime/engine/compute.ts';
import { parseMapping } from '../../src/runtime/store/preset.ts';
import { folderWith } from '../support/cli.ts';
import { ROOT } from '../support/sources.ts';
import { codeBlocks, pageText } from './pages.ts';

const BLOCKS = codeBlocks(pageText('README.md'));

/** The first block of the README in a language. */
function block(language: string, containing = ''): string {
  const found = BLOCKS.find((each) => each.language === language && each.text.includes(containing));
  if (found === undefined) throw new Error(`README.md has no block ${language} with ${containing}`);
  return found.text;
}

describe('the first factor of the README', () => {
  const factor = block('factor');
  const folder = folderWith({ 'fullband.yaml': '', 'my.factor': factor, 'bad/my.factor': factor.replace(/value .*/, 'value sum(close + volume) / sum(volume)') });

  beforeAll(() => {
    cpSync(join(ROOT, 'samples/store'), join(folder.path, 'store'), { recursive: true });
  });
  afterAll(() => {
    folder.remove();
  });

  test('its values on the sample market are those that are shown', async () => {
    const { projects } = checkSources(['my.factor'], folder.path);
    const out = join(folder.path, 'values.csv');
    await computeFactors({ store: join(folder.path, 'store'), factors: projects.flatMap(({ checked }) => checked.factors), out, engine: 'webasm' });
    const lines = (text: string): readonly string[] => text.trim().split('\n');
    const shown = lines(block('csv'));
    expect(shown.length).toBeGreaterThan(3);
    expect(lines(readFileSync(out, 'utf8')).slice(0, shown.length)).toEqual(shown);
  });

  test('the finding shown is what check says of the line shown', () => {
    const { findings } = checkSources(['my.factor'], join(folder.path, 'bad'));
    expect(`${describeFindings(findings, pico.createColors(false))}\n`).toBe(block('', 'FB400'));
  });
});

describe('the mapping of docs/store.md', () => {
  test('it is a valid mapping', () => {
    const [yaml] = codeBlocks(pageText('docs/store.md')).filter(({ language }) => language === 'yaml');
    const mapping = parseMapping('my-bars.yaml', yaml?.text ?? '');
    expect(mapping.tables.minute?.columns['volume']).toEqual({ column: 'lots', scale: 100 });
  });

  test('every preset is described', async () => {
    const { listPresets } = await import('../../src/runtime/store/preset.ts');
    const page = pageText('docs/store.md');
    const absent = (await listPresets()).filter(({ name, tables }) => !page.includes(`| \`${name}\` | ${tables.join(', ')} |`));
    expect(absent).toEqual([]);
  });

  test('every rule of limit prices is there', async () => {
    const { LIMIT_RULES } = await import('../../src/runtime/store/limit-rules.ts');
    const rows = pageText('docs/store.md').split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
    const written = rows.filter((cells) => /^\d{4}-\d{2}-\d{2}$/.test(cells[3] ?? '')).map((cells) => [cells[1], ...cells.slice(3, 7)]);
    expect(written).toEqual(LIMIT_RULES.map(({ board, since, percent, st, free }) => [board, since, `${String(percent)} %`, `${String(st)} %`, String(free)]));
  });
});
