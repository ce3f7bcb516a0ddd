import { describe, expect, test } from 'vitest';
import { compile } from '../../src/compiler/compile.ts';
import { runnableText } from '../../src/compiler/gpujs/runnable.ts';
import { checkText, minuteFactors, programOf } from '../support/programs.ts';

/** Factors whose names, comments and numbers would mean something in JavaScript. */
const HOSTILE = [
  'factor constructor { from minute direction -1 let __proto__ = amount value sum(__proto__) / sum(volume * close) }',
  "/// ');alert(1)//\nfactor alert { from minute direction -1 # */ alert(1) /*\n  let toString = sum(amount)\n  value toString / sum(volume * close) }",
  'factor 尾盘放量 { from minute direction -1 let eval = volume let Function = eval value sum(Function, window=late) / sum(eval) }',
  'factor numbers { from minute direction -1 value sum(amount) / sum(volume * close) * 1e300 * 1e-300 + 0.1e-5 - 12345678.9 }',
];

describe('a text that may be built', () => {
  test('holds numbers and words of the compiler alone, whatever a factor is called and whatever it says', () => {
    for (const text of HOSTILE) {
      const { factors, findings } = checkText(text);
      expect(findings.filter(({ severity }) => severity === 'error'), text).toEqual([]);
      for (const kernel of programOf(factors).kernels) {
        const runnable = runnableText(kernel);
        expect(runnable).not.toMatch(/\/\/|constructor|__proto__|alert|toString|eval|Function|尾盘|["'`\\]/);
        expect(runnable).toContain('return [o0, o1, o2, o3];');
      }
    }
  });

  test('is every kernel of the factors that come with the project, with nothing lost but comments', () => {
    for (const factor of minuteFactors()) {
      const kernels = compile([factor]).program?.kernels ?? [];
      expect(kernels).toHaveLength(1);
      for (const kernel of kernels) expect(runnableText(kernel).replace(/\s+/g, '')).toBe(kernel.replace(/\/\/.*$/gm, '').replace(/\s+/g, ''));
    }
  });

  test.each([
    ['function (tile, blocks, part) { return [constructor, 0, 0, 0]; }', 'constructor'],
    ['function (tile, blocks, part) { alert(1); return [o0]; }', 'alert'],
    ['const s1 = "x";', '"'],
    ['const s1 = `x`;', '`'],
    ['const s1 = this["constructor"];', '"constructor"'],
    ['const s1 = a1\\u0061;', 'a1\\u0061'],
    ['const s1 = 尾盘;', '尾盘'],
    ['// a comment\u2028alert(1)', 'alert'],
  ])('is refused for anything else: %s', (text, word) => {
    expect(() => runnableText(text)).toThrow(`a kernel holds a word that no kernel has: ${word}`);
  });
});
