import { describe, expect, test } from 'vitest';
import { invocation } from '../../src/cli/invocation.ts';

describe('how the command is called', () => {
  test.each([
    ['a command on the path', '/usr/local/bin/fullband', {}, 'fullband'],
    ['npx in a clone', '/opt/_npx/1/node_modules/.bin/fullband', { npm_command: 'exec' }, 'npx fullband'],
    ['an npm script', '/opt/mine/node_modules/.bin/fullband', { npm_command: 'run-script' }, 'npx fullband'],
    ['the link of a project', '/opt/mine/node_modules/.bin/fullband', {}, 'npx fullband'],
    ['Node on the built file', '/opt/fullband/dist/cli/main.js', {}, 'npx fullband'],
    ['a library', undefined, {}, 'npx fullband'],
  ])('%s', (_, script, environment, expected) => {
    expect(invocation(script, environment)).toBe(expected);
  });
});
