import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fullbandHere } from '../../support/cli-here.ts';
import { commandFile, fullband, runNode } from '../../support/cli.ts';
import { ROOT } from '../../support/sources.ts';

const COMMANDS = ['init', 'simulate', 'import', 'bars', 'prepare', 'check', 'fmt', 'explain', 'compute', 'evaluate', 'screen', 'doctor'];

describe('usage', () => {
  test('--version prints the version of package.json', async () => {
    const { code, stdout, stderr } = await fullband(['--version']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  test('--help names every command and the exit codes', async () => {
    const { code, stdout, stderr } = await fullbandHere(['--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const command of COMMANDS) expect(stdout).toMatch(new RegExp(`^  ${command}\\b`, 'm'));
    expect(stdout).toContain('130 interrupted');
  });

  test.each(COMMANDS)('%s --help says what it does, with examples that name it', async (command) => {
    const { code, stdout, stderr } = await fullbandHere([command, '--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(`Usage: fullband ${command}`);
    expect(stdout.match(new RegExp(`^  \\$ npx fullband ${command}\\b`, 'gm'))?.length).toBeGreaterThanOrEqual(2);
  });

  test('without a command it shows the help and exits with 2', async () => {
    const { code, stdout, stderr } = await fullbandHere([]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('Usage: fullband');
  });

  test.each([
    [['chek'], "unknown command 'chek'\n(Did you mean check?)"],
    [['check', '--jsn'], "unknown option '--jsn'\n(Did you mean --json?)"],
    [['compute', '--store', 's', '--factors', 'f', '--out', 'o.csv', '--engine', 'webgp'], 'Allowed choices are auto, webgpu, webasm, cpu, reference.'],
    [['compute', '--store', 's', '--factors', 'f', '--out', 'o.xlsx'], '--out o.xlsx: the extension must be one of .parquet, .csv, .json'],
    [['compute', '--factors', 'f', '--out', 'o.csv'], "required option '--store <DIR>' not specified"],
    [['compute'], "required options '--store <DIR>', '--factors <PATH...>' and '--out <FILE>' not specified\n(add --help for what is accepted)"],
    [['compute', '--stor', 'real', '--factors', 'f', '--out', 'o.csv'], "unknown option '--stor'\n(Did you mean --store?)"],
    [['bars', '--store', 's', '--from', '20230201'], 'Did you mean 2023-02-01?'],
    [['bars', '--store', 's', '--to', '2023/2/1'], 'Did you mean 2023-02-01?'],
    [['bars', '--store', 's', '--from', '2023-02-30'], 'Expected a date that exists, such as 2023-02-01'],
    [['bars', '--store', 's', 'extra'], 'too many arguments'],
    [['bars', '--store', 's', '--from', '2023-02-02', '--to', '2023-02-01'], '--from 2023-02-02 is later than --to 2023-02-01'],
    [['prepare', '--store', 's', '--again', '--remove'], "option '--remove' cannot be used with option '--again'"],
    [['bars', '--store', 'package.json'], '--store package.json is a file; expected the folder of a store'],
    [['import'], 'Name a preset and the files to import'],
    [['import', 'huatai-insight-trade', 'samples/trades.csv.gz'], 'Say which store to write to: --store DIR'],
    [['import', 'dolphindb-candel', 'x.csv', '--store', 's'], 'did you mean dolphindb-candle?'],
    [['import', 'trades.csv', '--store', 's'], 'trades.csv is a file where a preset is expected'],
    [['import', 'dolphindb-candle', 'x.csv', '--store', 's'], 'There is no file x.csv; expected a .csv, .csv.gz or .parquet file'],
    [['import', 'dolphindb-candle', 'samples', '--store', 's'], 'samples is a folder'],
    [['import', 'dolphindb-candle', 'x.csv', '--stor', 's'], "unknown option '--stor'\n(Did you mean --store?)"],
    [['check', 'factor'], 'No such file or folder: factor (did you mean factors?)'],
    [['check', 'package.json'], 'package.json is not a .factor or .model file'],
    [['fmt', '-', 'factors'], 'Standard input (-) cannot be mixed with other paths'],
    [['init'], "missing required argument 'DIR'"],
  ])('%j is wrong usage: exit 2, the reason on standard error', async (args, reason) => {
    const { code, stdout, stderr } = await fullbandHere(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(reason);
    expect(stderr).not.toContain('    at ');
  });

  test('off a terminal nothing is coloured, on a CI machine either; FORCE_COLOR colours; NO_COLOR wins', async () => {
    const args = ['import', 'none', 'x.csv', '--store', 's'];
    const colored = /\u001b\[/;
    expect((await fullband(args)).stderr).not.toMatch(colored);
    expect((await fullband(args, { env: { CI: 'true' } })).stderr).not.toMatch(colored);
    expect((await fullband(args, { env: { FORCE_COLOR: '1' } })).stderr).toMatch(colored);
    expect((await fullband(args, { env: { FORCE_COLOR: '1', NO_COLOR: '1' } })).stderr).not.toMatch(colored);
  });

  test('a reader that closes early ends the command without an error', async () => {
    const script = `
      const { spawn } = require('node:child_process');
      const child = spawn(process.execPath, [process.argv[1], '--help'], { stdio: ['ignore', 'pipe', 'inherit'] });
      child.stdout.destroy();
      child.on('close', (code) => console.log('code ' + code));`;
    const { stdout, stderr } = await runNode(['-e', script, commandFile()]);
    expect({ stdout, stderr }).toEqual({ stdout: 'code 0\n', stderr: '' });
  });
});

describe('docs/cli.md', () => {
  test.each(COMMANDS)('has a section on %s that names each of its options', async (command) => {
    const page = readFileSync(join(ROOT, 'docs/cli.md'), 'utf8');
    const section = page.split(/^### /m).find((part) => part.startsWith(`\`fullband ${command}`));
    const { stdout } = await fullbandHere([command, '--help']);
    const options = [...stdout.matchAll(/^ {2}(?:-\w, )?(--[\w-]+)/gm)].map(([, option]) => option ?? '').filter((option) => option !== '--help');
    expect(section).toBeDefined();
    expect(options.filter((option) => section?.includes(option) !== true)).toEqual([]);
  });
});
