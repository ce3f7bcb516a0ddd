import { describe, expect, test } from 'vitest';
import { OPERATORS } from '../../src/dsl/catalogue/index.ts';
import { MODEL_OPERATORS } from '../../src/dsl/catalogue/model/index.ts';
import { TRAINING_SETTINGS } from '../../src/dsl/catalogue/model/training.ts';
import type { Typed } from '../../src/dsl/typed.ts';
import { errorsOf, modelOf, modelWithExample } from '../support/models.ts';
import { checkText } from '../support/programs.ts';
import { factorSource, randomFactors } from '../support/random-programs.ts';
import { edited } from './harness/fixes.ts';

/** Names of the operators in a value. */
function operatorsIn(value: Typed | undefined): readonly string[] {
  if (value?.kind !== 'apply') return [];
  return [value.operator, ...value.args.flatMap(operatorsIn), ...(value.where === null ? [] : operatorsIn(value.where))];
}

/** A factor with a value, and with the unit clause that it needs. */
function factorOf(value: string, table = 'minute'): string {
  const plain = `factor x { from ${table} direction 1 value ${value} }`;
  const unit = checkText(plain).findings.find((found) => found.code === 'FB405')?.fix?.edits ?? [];
  return edited(plain, unit);
}

describe('the example of an operator', () => {
  test.each(OPERATORS.map((entry) => [entry.name, entry.example, entry.group === 'across stocks' ? 'daily' : 'minute']))('%s: %s is a factor that uses it, without a finding', (name, example, table) => {
    const { findings, factors } = checkText(factorOf(example, table));
    expect(findings).toEqual([]);
    expect(operatorsIn(factors[0]?.value)).toContain(name);
  });
});

describe('the example of a function of models', () => {
  test.each(MODEL_OPERATORS.map((entry) => [entry.name, entry.example]))('%s: %s checks in a model', (name, example) => {
    expect(errorsOf(modelWithExample(example))).toEqual([]);
    expect(example).toContain(name);
  });

  test('no function has the name of another, and every one is documented in two languages', () => {
    const names = MODEL_OPERATORS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { summary, summaryZh } of [...MODEL_OPERATORS, ...TRAINING_SETTINGS]) {
      expect(summary).toMatch(/\.$/);
      expect(summaryZh).toMatch(/\p{Script=Han}/u);
    }
  });

  test('settings of train that are left out are the same as if they were written', () => {
    const written = TRAINING_SETTINGS.map((setting) => `${setting.name} ${setting.default}`).join(' ');
    const [plain, full] = ['', written].map((settings) => modelOf(modelWithExample('loss -corr(p, y)').replace('train {}', `train { ${settings} }`)).model.training);
    expect(full).toEqual(plain);
  });
});

/** Warnings about what is legal and can never say anything: chance makes such parts too. */
const POINTLESS = /^FB33[1-4]$/;

const PROGRAMS = process.env.FULLBAND_TEST === 'full' ? 2000 : 60;

test(`${PROGRAMS} random programs of well-typed parts have no finding but of parts that say nothing`, () => {
  for (let seed = 1; seed <= PROGRAMS; seed++) {
    const text = randomFactors(seed, 5).map((factor, i) => factorSource(`f${i}`, factor)).join('\n');
    const { findings, factors } = checkText(text);
    expect(findings.filter(({ code }) => !POINTLESS.test(code)), `seed ${seed}: ${text}`).toEqual([]);
    expect(factors).toHaveLength(5);
  }
});
