import { describe, expect, test } from 'vitest';
import { Workspace } from '../../../src/editor/index.ts';
import { compileFile, type CompiledFile } from '../../../src/runtime/live/compiled-factor.ts';
import { textsReader } from '../../../src/runtime/live/texts-reader.ts';

const factor = (name: string, column: string): string => `/// ${name}\nfactor ${name} {\n  from minute\n  direction -1\n  value sum(${column}, window=late) / sum(amount)\n}\n`;

function compiled(text: string, name: string | null): CompiledFile {
  return compileFile(new Workspace(textsReader(new Map([['a.factor', text]]))), 'a.factor', name);
}

describe('the factor of a file that is shown', () => {
  const both = factor('first', 'amount') + factor('second', 'amount');

  test('is the first where none was asked for, else the one of the name', () => {
    expect(compiled(both, null).chosen?.factor.name).toBe('first');
    expect(compiled(both, 'second').chosen?.factor.name).toBe('second');
  });

  test('is none while the one asked for has an error: no other stands in for it', () => {
    const { factors, errors, chosen } = compiled(factor('first', 'amount') + factor('second', 'amout'), 'second');
    expect({ factors, errors, chosen }).toEqual({ factors: ['first'], errors: 1, chosen: null });
  });

  test('is none if its name is not there, which a file without errors says', () => {
    expect(compiled(both, 'third')).toMatchObject({ factors: ['first', 'second'], errors: 0, chosen: null });
  });
});
