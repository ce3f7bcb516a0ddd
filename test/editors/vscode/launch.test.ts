import { describe, expect, test } from 'vitest';
import { serverLaunch, studioLaunch } from '../../../editors/vscode/src/launch.ts';

const MAIN = '/srv/a; touch x/$(id)/main.js';

describe('the command is started', () => {
  test('without a shell, so that names of folders are names alone', () => {
    expect(studioLaunch({ file: 'node', before: [MAIN] }, 'linux')).toEqual({ shellPath: 'node', shellArgs: [MAIN, 'studio'] });
    expect(serverLaunch({ file: 'node', before: [MAIN] }, 'win32')).toEqual({ command: 'node', args: [MAIN, 'lsp'], shell: false });
    expect(serverLaunch({ file: '/opt/a b/fullband', before: [] }, 'darwin')).toEqual({ command: '/opt/a b/fullband', args: ['lsp'], shell: false });
  });

  test('on Windows through the shell where it is a batch file, in quotation marks', () => {
    const command = { file: 'C:\\a & b\\fullband.cmd', before: [] };
    expect(serverLaunch(command, 'win32')).toEqual({ command: '"C:\\a & b\\fullband.cmd"', args: ['lsp'], shell: true });
    expect(studioLaunch(command, 'win32')).toEqual({ shellPath: 'cmd.exe', shellArgs: '/d /s /c ""C:\\a & b\\fullband.cmd" "studio""' });
  });
});
