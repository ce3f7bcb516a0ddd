/** Factors from text to programs, for the tests of the compiler and the engine. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compile, type Program } from '../../src/compiler/compile.ts';
import { checkProject, type CheckResult } from '../../src/dsl/check.ts';
import { loadProject } from '../../src/dsl/load-project.ts';
import type { CheckedFactor } from '../../src/dsl/typed.ts';
import { memoryReader } from '../dsl/memory-reader.ts';
import { ROOT } from './sources.ts';

/** Checks one file's text. */
export function checkText(text: string): CheckResult {
  return checkProject(loadProject(['test.factor'], memoryReader({ 'test.factor': text })));
}

/** Text of factors f0, f1 … with the given values; `CNY/share: last(close)` gives one a unit. */
export function factorText(...values: readonly string[]): string {
  return values
    .map((value, i) => {
      const [, unit, expression] = /^(?:([CNYshare*/^0-9.()-]+): )?(.*)$/s.exec(value) ?? [];
      return `/// test\nfactor f${i} { from minute direction 1 ${unit === undefined ? '' : `unit ${unit} `}value ${expression ?? ''} }`;
    })
    .join('\n');
}

/** Factors of a text that must be free of errors. */
export function factorsOf(text: string): readonly CheckedFactor[] {
  const { factors, findings } = checkText(text);
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(errors.map(({ code, message }) => `${code} ${message}`).join('\n'));
  return factors;
}

/** Compiles factors that must compile. */
export function programOf(factors: readonly CheckedFactor[]): Program {
  const { program } = compile(factors);
  if (program === null) throw new Error('no factor over minute bars');
  return program;
}

/** The program of factors with the given values, in `factorText`'s words. */
export function programOfValues(...values: readonly string[]): Program {
  return programOf(factorsOf(factorText(...values)));
}

const MINUTE_FOLDER = join(ROOT, 'factors/minute');

/** The factors of factors/minute, by file name. */
export function minuteFactors(): readonly CheckedFactor[] {
  const names = readdirSync(MINUTE_FOLDER).filter((name) => name.endsWith('.factor')).sort();
  const texts = Object.fromEntries(names.map((name) => [name, readFileSync(join(MINUTE_FOLDER, name), 'utf8')]));
  const { factors, findings } = checkProject(loadProject(names, memoryReader(texts)));
  if (findings.length > 0) throw new Error(findings.map(({ path, message }) => `${path}: ${message}`).join('\n'));
  return factors;
}
