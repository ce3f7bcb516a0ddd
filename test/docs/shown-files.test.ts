import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { loadExperiment } from '../../src/runtime/experiment/load-experiment.ts';
import { parseStepsYaml } from '../../src/runtime/evaluate/steps-file.ts';
import { parseMapping } from '../../src/runtime/store/preset.ts';
import { cloneIn } from './clone.ts';
import { runInProcess } from './in-process.ts';
import { codeBlocks, PAGES, pageText, type CodeBlock } from './pages.ts';

interface PageBlock extends CodeBlock {
  readonly page: string;
}

const BLOCKS: readonly PageBlock[] = PAGES.flatMap((page) => codeBlocks(pageText(page)).map((block) => ({ page, ...block })));

function yamlOf(kind: string): readonly (readonly [string, PageBlock])[] {
  return BLOCKS.filter((block) => block.language === 'yaml' && block.kind === kind).map((block) => [`${block.page}:${block.line}`, block]);
}

const folder = mkdtempSync(join(tmpdir(), 'fullband-shown-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Writes a file below a folder. */
function write(folder: string, file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
}

/** The clone with the files of the page that are written before a block, and the block itself; the path of the latter. */
function written(block: PageBlock): { readonly clone: string; readonly file: string } {
  const clone = cloneIn(folder);
  const file = block.file ?? 'experiments/shown.yaml';
  const before = BLOCKS.filter(({ page, line, language, file: path }) => page === block.page && line < block.line && path !== null && (language === 'factor' || language === 'model'));
  for (const { file: path, text } of before) write(clone, path ?? '', text);
  write(clone, file, block.text);
  return { clone, file };
}

describe('YAML in the documentation', () => {
  test.each(yamlOf('experiment'))('what stands at %s is an experiment without a finding', (_, block) => {
    const { clone, file } = written(block);
    const { findings } = loadExperiment({ file, currentFolder: clone, needsData: false });
    expect(findings.map(({ path, code, message }) => `${path}: ${code} ${message}`)).toEqual([]);
  });

  test.each(yamlOf('mapping'))('what stands at %s is a mapping', (where, { text }) => {
    expect(Object.keys(parseMapping(where, text).tables)).not.toEqual([]);
  });

  test.each(yamlOf('steps'))('what stands at %s is a list of steps', (where, { text }) => {
    expect(parseStepsYaml(where, text).length).toBeGreaterThan(0);
  });
});

const FINDINGS = BLOCKS.filter(({ language, kind }) => language === 'text' && kind === 'finding').map((block) => [`${block.page}:${block.line}`, block] as const);

describe('findings in the documentation', () => {
  test.each(FINDINGS)('that at %s is what check says of the file with the line that it shows', async (_, { page, text }) => {
    const [, file = ''] = /^(\S+?):\d+:\d+ /.exec(text) ?? [];
    const [, number = '', source = ''] = /^ +(\d+) \| (.*)$/m.exec(text) ?? [];
    // Of the page itself, or of the README where it shows the file.
    const whole = [...BLOCKS.filter((block) => block.page === page), ...BLOCKS].find((block) => block.file === file);
    const lines = (whole?.text ?? '').split('\n').with(Number(number) - 1, source);
    const clone = cloneIn(folder);
    write(clone, file, lines.join('\n'));
    const { code, text: printed } = await runInProcess(['check', file], clone);
    expect(printed.slice(0, printed.lastIndexOf('1 file checked'))).toBe(text);
    expect(code).toBe(3);
  });
});
