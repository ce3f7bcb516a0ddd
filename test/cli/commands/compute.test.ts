import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { fullbandHere } from '../../support/cli-here.ts';
import { folderWith, fullband } from '../../support/cli.ts';
import { ROOT } from '../../support/sources.ts';
import { softwareVulkan } from '../../support/vulkan.ts';

const FACTOR = '/// 量 · v\nfactor v {\n  from minute\n  direction +1\n  value sum(volume, window=late) / sum(volume)\n}\n';
const SAMPLE = join(ROOT, 'samples/store');
const DATES = readdirSync(join(SAMPLE, 'minute')).map((name) => name.slice('date='.length));

const work = folderWith({
  'fullband.yaml': '',
  'v.factor': FACTOR,
  'again.factor': FACTOR,
  'bad.factor': '/// b\nfactor bad {\n  from minute\n  direction +1\n  value sum(volme) / sum(volume)\n}\n',
  'trade.factor': '/// t\nfactor t {\n  from trade\n  direction +1\n  value sum(amount, where=side == buy) / sum(amount)\n}\n',
  'set.factor': 'use "v.factor"\nuse "w.factor"\n/// s\nset both { w, v }\n',
  'w.factor': FACTOR.replace('factor v', 'factor w').replace('late', 'early'),
});
cpSync(SAMPLE, join(work.path, 'store'), { recursive: true });
afterAll(() => work.remove());

interface Row extends Readonly<Record<string, string | number | null>> {
  readonly date: string;
  readonly symbol: string;
}

function rowsOf(name: string): readonly Row[] {
  return JSON.parse(readFileSync(join(work.path, name), 'utf8')) as Row[];
}

function compute(...args: readonly string[]): ReturnType<typeof fullbandHere> {
  return fullbandHere(['compute', '--store', 'store', ...args], { cwd: work.path });
}

/** Values that differ by more than the kernels may from float64. */
function differences(actual: readonly Row[], expected: readonly Row[]): readonly string[] {
  expect(actual.map(({ date, symbol }) => `${date} ${symbol}`)).toEqual(expected.map(({ date, symbol }) => `${date} ${symbol}`));
  return expected.flatMap((row, index) =>
    Object.entries(row).flatMap(([name, value]) => {
      const other = actual[index]?.[name];
      const equal = typeof value === 'number' ? typeof other === 'number' && Math.abs(other - value) <= 1e-5 + 1e-4 * Math.abs(value) : other === value;
      return equal ? [] : [`${row.date} ${row.symbol} ${name}: ${String(other)} instead of ${String(value)}`];
    }),
  );
}

describe('compute', () => {
  test('writes one sorted row per date and symbol, and says where it ran and why', async () => {
    const { code, stdout, stderr } = await compute('--factors', join(ROOT, 'factors/minute'), '--out', 'all.csv', '--engine', 'webasm');
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr).toMatch(/^15 factors, 2 dates, 59 rows in .+: 30 factor days computed, 0 taken from the store\.$/m);
    expect(stderr).toMatch(/^Engine: webasm \(asked for by name/m);
    const lines = readFileSync(join(work.path, 'all.csv'), 'utf8').trimEnd().split('\n');
    expect(lines[0]).toMatch(/^date,symbol,(?:\w+,){14}\w+$/);
    expect(lines).toHaveLength(60);
    expect(lines.slice(1)).toEqual([...lines.slice(1)].sort());
  });

  test('takes from the store what is computed already', async () => {
    const again = await compute('--factors', 'v.factor', '--out', 'v.json');
    expect(again.stderr).toContain('2 factor days computed, 0 taken from the store');
    const before = readFileSync(join(work.path, 'v.json'), 'utf8');
    const cached = await compute('--factors', 'v.factor', '--out', 'v.json');
    expect(cached.stderr).toContain('0 factor days computed, 2 taken from the store');
    expect(readFileSync(join(work.path, 'v.json'), 'utf8')).toBe(before);
  });

  test.for(['webasm', 'cpu', 'webgpu'])('%s agrees with reference on every value of the sample', async (engine, { skip }) => {
    const vulkan = softwareVulkan();
    if (engine === 'webgpu' && vulkan === null && process.env.FULLBAND_TEST !== 'full') skip('SwiftShader is not installed (Debian: apt-get install chromium libvulkan1)');
    const store = folderWith({});
    cpSync(SAMPLE, store.path, { recursive: true });
    const env = engine === 'webgpu' ? { ...vulkan } : {};
    const run = (name: string): ReturnType<typeof fullband> =>
      fullband(['compute', '--store', store.path, '--factors', join(ROOT, 'factors/minute'), '--out', `${name}.json`, '--engine', name], { cwd: work.path, env });
    expect(await run('reference')).toMatchObject({ code: 0 });
    const { code, stderr } = await run(engine);
    store.remove();
    expect(stderr).toMatch(new RegExp(`^Engine: ${engine} \\(asked for by name`, 'm'));
    expect(code).toBe(0);
    expect(differences(rowsOf(`${engine}.json`), rowsOf('reference.json'))).toEqual([]);
  });

  test('--from, --to and --symbols limit the rows', async () => {
    const first = DATES[0] ?? '';
    expect((await compute('--factors', 'v.factor', '--out', 'one.json', '--to', first, '--symbols', '430101.BJ', '600101.SH')).code).toBe(0);
    expect(rowsOf('one.json').map(({ date, symbol }) => [date, symbol])).toEqual([[first, '430101.BJ'], [first, '600101.SH']]);
  });

  test('FILE#NAME takes one factor, or the factors of a set in their order', async () => {
    expect((await compute('--factors', 'set.factor#both', '--out', 'set.json')).code).toBe(0);
    expect(Object.keys(rowsOf('set.json')[0] ?? {})).toEqual(['date', 'symbol', 'w', 'v']);
    const one = await compute('--factors', 'w.factor#w', '--out', 'w.json');
    expect(one.stderr).toContain('1 factor, 2 dates, 59 rows');
    const none = await compute('--factors', 'set.factor#bth', '--out', 'none.json');
    expect(none.code).toBe(2);
    expect(none.stderr).toContain('No factor or set bth in set.factor (did you mean both?)');
  });

  test('two factors of one name are wrong usage', async () => {
    const { code, stderr } = await compute('--factors', 'v.factor', 'again.factor', '--out', 'two.csv');
    expect(code).toBe(2);
    expect(stderr).toContain('Two factors are named v: in v.factor and in again.factor');
  });

  test('a factor over executions is computed beside others; what no table delivers is null and said', async () => {
    const { code, stderr } = await compute('--factors', 'trade.factor', 'v.factor', '--out', 'both.csv');
    expect(code).toBe(0);
    expect(stderr).toMatch(/warning: no executions on .*: t has no value there; `fullband import` brings them in\./);
    expect(readFileSync(join(work.path, 'both.csv'), 'utf8')).toMatch(/^date,symbol,t,v\n\d{4}-\d\d-\d\d,[^,]+,,[^,]+\n/);
  });

  test('a factor with errors ends in its findings: exit 3 and no output', async () => {
    const { code, stdout, stderr } = await compute('--factors', 'bad.factor', '--out', 'none.csv');
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toContain('bad.factor:5:13 error FB');
    expect(existsSync(join(work.path, 'none.csv'))).toBe(false);
  });

  test('an engine that cannot run is an error with the remedy, also if nothing is left to compute', async () => {
    await compute('--factors', 'v.factor', '--out', 'v.csv');
    const args = ['compute', '--store', 'store', '--factors', 'v.factor', '--out', 'gpu.csv', '--engine', 'webgpu'];
    const { code, stderr } = await fullband(args, { cwd: work.path, env: { VK_DRIVER_FILES: '/absent.json' } });
    if (process.platform === 'linux') {
      expect(code).toBe(1);
      expect(stderr).toMatch(/error: The backend webgpu cannot run here: .+ To fix it: /);
      expect(existsSync(join(work.path, 'gpu.csv'))).toBe(false);
    }
  });

  test('what was computed by another engine is computed again, and a report of stored values names their engine', async () => {
    const args = ['--factors', 'v.factor', '--out', 'named.json'];
    await compute(...args, '--engine', 'cpu');
    const webasm = await compute(...args, '--engine', 'webasm');
    expect(webasm.stderr).toMatch(/^Engine: (?:webasm \(asked for by name|none \(every value was in the store, computed by webasm\))/m);
    expect((await compute(...args, '--engine', 'cpu')).stderr).toContain('Engine: none (every value was in the store, computed by cpu).');
  });

  test.each([
    ['600519', '600519: expected six digits and the exchange, such as 600519.SH, 000001.SZ or 430047.BJ. Did you mean 600519.SH?'],
    ['sz000001', 'Did you mean 000001.SZ?'],
    ['430047', 'Did you mean 430047.BJ?'],
    ['600519.SH,moutai', 'moutai: expected six digits and the exchange, such as 600519.SH, 000001.SZ or 430047.BJ.'],
  ])('--symbols %s is wrong usage that says what is expected, before anything is read', async (symbol, message) => {
    const { code, stdout, stderr } = await fullbandHere(['compute', '--store', 'absent', '--factors', 'absent.factor', '--out', 'x.csv', '--symbols', symbol], { cwd: work.path });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
  });

  test('--symbols takes a list with commas', async () => {
    expect((await compute('--factors', 'v.factor', '--out', 'list.json', '--to', DATES[0] ?? '', '--symbols', '430101.BJ, 600101.SH,')).code).toBe(0);
    expect(rowsOf('list.json').map(({ symbol }) => symbol)).toEqual(['430101.BJ', '600101.SH']);
  });

  test('--from later than --to is wrong usage that shows both, before anything is read', async () => {
    const { code, stderr } = await fullbandHere(['compute', '--store', 'absent', '--factors', 'absent.factor', '--out', 'x.csv', '--from', '2023-03-01', '--to', '2023-02-01'], { cwd: work.path });
    expect(code).toBe(2);
    expect(stderr).toContain('--from 2023-03-01 is later than --to 2023-02-01');
  });

  test('--out that is a folder is wrong usage that names a file, before anything is read', async () => {
    mkdirSync(join(work.path, 'dir.csv'));
    const { code, stderr } = await fullbandHere(['compute', '--store', 'absent', '--factors', 'absent.factor', '--out', 'dir.csv'], { cwd: work.path });
    expect(code).toBe(2);
    expect(stderr).toContain(`--out dir.csv is a folder; expected the file to write, such as ${join('dir.csv', 'values.csv')}.`);
  });

  test('a store that does not exist is named', async () => {
    const { code, stderr } = await fullbandHere(['compute', '--store', 'stroe', '--factors', 'v.factor', '--out', 'x.csv'], { cwd: work.path });
    expect(code).toBe(1);
    expect(stderr).toContain('stroe');
    expect(stderr).not.toContain('    at ');
  });
});
