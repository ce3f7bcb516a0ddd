import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { changed, LEAN, run, smallProject } from '../../support/experiments.ts';
import { contents, writeText } from '../../runtime/store/support.ts';
import { fullbandHere } from '../../support/cli-here.ts';

let project: string;
beforeAll(async () => {
  project = await smallProject(30);
  await writeText(project, 'small.yaml', LEAN);
  await run(project);
});

const pagesIn = (folder: string): readonly string[] => readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.html')).sort();

/** Deletes all pages, has them written again, and names files that are not what they were. */
async function rebuilt(folder: string): Promise<readonly string[]> {
  const before = await contents(folder);
  const pages = pagesIn(folder);
  for (const page of pages) rmSync(join(folder, page));
  const { code, stdout, stderr } = await fullbandHere(['report', folder], { cwd: project });
  expect({ code, stdout }, stderr).toEqual({ code: 0, stdout: '' });
  expect(stderr).toBe(`Written: ${pages.length} page${pages.length === 1 ? '' : 's'}; open ${join(folder, 'report.html')} in a browser.\n`);
  expect(pagesIn(folder)).toEqual(pages);
  return changed(before, await contents(folder));
}

describe('report', () => {
  test('brings all pages of a run back, byte for byte, and changes nothing else', async () => {
    const folder = join(project, 'runs/small');
    const pages = pagesIn(folder);
    expect(pages).toEqual(expect.arrayContaining(['report.html', 'factors/report.html', 'factors/signals/late.html', 'signals/report.html', 'portfolios/big-turnover30/report.html']));
    expect(await rebuilt(folder)).toEqual([]);
  });

  test('brings the overview alone back where the run asked for it alone', async () => {
    await run(project, ['report.pages=overview'], { out: 'runs/overview' });
    const folder = join(project, 'runs/overview');
    expect(pagesIn(folder)).not.toContain('factors/signals/late.html');
    expect(await rebuilt(folder)).toEqual([]);
  });

  test('does so in the folder of evaluate', async () => {
    const [values] = readdirSync(join(project, 'market/values/steps')).filter((name) => name.startsWith('values-'));
    const folder = join(project, 'tested');
    const { code, stderr } = await fullbandHere(['evaluate', '--store', join(project, 'market'), '--values', join(project, 'market/values/steps', values ?? '', 'values.parquet'), '--out', folder, '--layers', '3'], { cwd: project });
    expect({ code }, stderr).toEqual({ code: 0 });
    expect(await rebuilt(folder)).toEqual([]);
  });

  test('needs neither the store nor the project', async () => {
    const folder = join(project, 'runs/small');
    const page = readFileSync(join(folder, 'report.html'));
    for (const name of ['market/values', 'models', 'factors', 'small.yaml']) rmSync(join(project, name), { recursive: true });
    expect(await rebuilt(folder)).toEqual([]);
    expect(readFileSync(join(folder, 'report.html')).equals(page)).toBe(true);
  });

  test.each([['nothing', /nothing: found no such folder; expected a run folder/], ['models_only', /models_only: found a folder without the results of a run that has come to its end; expected a run folder, or the folder of a test/]])('of %s is an error that names it, and writes nothing', async (name, message) => {
    await writeText(project, 'models_only/x.model', '');
    const { code, stdout, stderr } = await fullbandHere(['report', name], { cwd: project });
    expect({ code, stdout }, stderr).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/\n\s+at |defect/);
    expect(existsSync(join(project, 'nothing'))).toBe(false);
    expect(readdirSync(join(project, 'models_only'))).toEqual(['x.model']);
  });

  test('of a file is wrong usage', async () => {
    const { code, stderr } = await fullbandHere(['report', 'package.json'], { cwd: project });
    expect({ code }, stderr).toEqual({ code: 2 });
    expect(stderr).toMatch(/package\.json is a file/);
  });

  test('of a run whose files are broken is an error, not a defect', async () => {
    const folder = join(project, 'runs/overview');
    await writeText(folder, 'factors/evaluation.json', '{"signals": [');
    const { code, stderr } = await fullbandHere(['report', folder], { cwd: project });
    expect({ code }, stderr).toEqual({ code: 1 });
    expect(stderr).toContain('evaluation.json');
    expect(stderr).not.toMatch(/\n\s+at |defect/);
  });
});
