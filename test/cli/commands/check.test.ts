import { afterAll, describe, expect, test } from 'vitest';
import { fullbandHere } from '../../support/cli-here.ts';
import { folderWith } from '../../support/cli.ts';

const GOOD = '/// 收盘 · Last close over first open.\nfactor good {\n  from minute\n  direction +1\n  value last(close) / first(open)\n}\n';
const BAD = '/// 坏 · Adds what does not add.\nfactor bad {\n  from minute\n  direction +1\n  value sum(close + volume) / sum(volme)\n}\n';

const clean = folderWith({ 'fullband.yaml': '', 'factors/good.factor': GOOD });
const faulty = folderWith({
  'fullband.yaml': '',
  'factors/good.factor': GOOD,
  'factors/bad.factor': BAD,
  'factors/binary.factor': Uint8Array.of(0xff, 0x00, 0x80),
  'factors/empty.factor': '',
  'other/large.factor': '# '.padEnd(10_000_000, 'x'),
  'other/deep.factor': `/// d\nfactor deep { from minute direction +1 value ${'('.repeat(10_000)}1${')'.repeat(10_000)} }`,
});
afterAll(() => {
  clean.remove();
  faulty.remove();
});

interface Printed {
  readonly code: string;
  readonly severity: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly message: string;
  readonly hint: string | null;
}

describe('check', () => {
  test('a clean project exits with 0 and prints nothing but a summary on standard error', async () => {
    expect(await fullbandHere(['check'], { cwd: clean.path })).toEqual({ code: 0, stdout: '', stderr: '1 file checked: no findings.\n' });
  });

  test('findings are printed with their source line and exit with 3', async () => {
    const { code, stdout, stderr } = await fullbandHere(['check', 'factors/bad.factor'], { cwd: faulty.path });
    expect(code).toBe(3);
    expect(stdout).toMatch(/^factors\/bad\.factor:5:\d+ error FB\d{3} /m);
    expect(stdout).toContain('  5 |   value sum(close + volume) / sum(volme)\n');
    expect(stdout).toMatch(/^ {4}\| +\^+$/m);
    expect(stdout).toContain('volume');
    expect(stderr).toBe('1 file checked: 2 errors.\n');
  });

  test('--json prints the published keys, 1-based, and `[]` when there is nothing', async () => {
    const { code, stdout } = await fullbandHere(['check', '--json', 'factors/bad.factor'], { cwd: faulty.path });
    expect(code).toBe(3);
    const findings = JSON.parse(stdout) as Printed[];
    expect(Object.keys(findings[0] ?? {}).sort()).toEqual(['code', 'column', 'endColumn', 'endLine', 'file', 'hint', 'line', 'message', 'severity']);
    const unknown = findings.find(({ message }) => message.includes('volme'));
    const column = '  value sum(close + volume) / sum('.length + 1;
    expect(unknown).toMatchObject({ severity: 'error', file: 'factors/bad.factor', line: 5, column, endLine: 5, endColumn: column + 5 });
    expect((await fullbandHere(['check', '--json'], { cwd: clean.path })).stdout).toBe('[]\n');
  });

  test('without a PATH the sources of the project are checked, from any folder below its root', async () => {
    const { code, stdout, stderr } = await fullbandHere(['check', '--json'], { cwd: `${faulty.path}/other` });
    expect(code).toBe(3);
    expect(stderr).toContain('4 files checked');
    const files = new Set((JSON.parse(stdout) as Printed[]).map(({ file }) => file));
    expect([...files].sort()).toEqual(['../factors/bad.factor', '../factors/binary.factor', '../factors/empty.factor']);
  });

  test.each(['factors/binary.factor', 'factors/empty.factor', 'other/large.factor', 'other/deep.factor'])('%s ends in a finding', async (path) => {
    const { code, stdout, stderr } = await fullbandHere(['check', '--json', path], { cwd: faulty.path });
    expect({ code, stderr }).toEqual({ code: 3, stderr: '1 file checked: 1 error.\n' });
    expect(JSON.parse(stdout)).toMatchObject([{ severity: 'error', file: path }]);
    expect(stdout.length).toBeLessThan(2000);
  });

  test('a folder without sources is wrong usage', async () => {
    const empty = folderWith({ 'readme.md': '' });
    const { code, stderr } = await fullbandHere(['check'], { cwd: empty.path });
    empty.remove();
    expect(code).toBe(2);
    expect(stderr).toContain('No .factor or .model file in');
  });
});
