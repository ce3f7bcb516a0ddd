import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { errorsPage } from '../../scripts/docs/errors-page.ts';
import { withExplanations } from '../../scripts/docs/explained.ts';
import { messageTemplates } from '../../scripts/docs/message-templates.ts';
import { metricsPage } from '../../scripts/docs/metrics-page.ts';
import { operatorsPage } from '../../scripts/docs/operators-page.ts';
import { findOperator, OPERATORS } from '../../src/dsl/catalogue/index.ts';
import { MODEL_OPERATORS, PREPARATIONS } from '../../src/dsl/catalogue/model/index.ts';
import { TRAINING_SETTINGS } from '../../src/dsl/catalogue/model/training.ts';
import { checkProject } from '../../src/dsl/check.ts';
import { loadProject } from '../../src/dsl/load-project.ts';
import { program } from '../../src/dsl/messages/program.ts';
import { DEFAULT_SETTINGS } from '../../src/runtime/evaluate/settings.ts';
import { parseStepsYaml } from '../../src/runtime/evaluate/steps-file.ts';
import { sourceFiles, ROOT } from '../support/sources.ts';
import { codeBlocks, pageText } from './pages.ts';

/** Codes that checking an expression as a factor's value finds; its unit may be any that the examples have. */
function codesOf(expression: string, table = 'minute'): readonly string[] {
  const outcomes = ['1', 'CNY/share', 'CNY', 'share'].map((unit) => {
    const text = `/// An example.\nfactor example { from ${table} direction +1 unit ${unit} value ${expression} }\n`;
    const project = loadProject(['example.factor'], { read: () => ({ text }), list: () => [] });
    return checkProject(project).findings.map(({ code }) => code);
  });
  return outcomes.find((codes) => codes.length === 0) ?? outcomes[0] ?? [];
}

describe('generated pages', () => {
  test('docs/operators.md is what the catalogue says now (npm run docs)', () => {
    expect(pageText('docs/operators.md')).toBe(operatorsPage());
  });

  test('docs/errors.md is what the messages say now (npm run docs)', () => {
    expect(pageText('docs/errors.md')).toBe(errorsPage(ROOT));
  });

  test('docs/metrics.md is what the table of figures says now (npm run docs)', () => {
    expect(pageText('docs/metrics.md')).toBe(metricsPage());
  });

  test('the steps that docs/metrics.md shows as YAML are the default', () => {
    const [block] = codeBlocks(pageText('docs/metrics.md')).filter(({ language }) => language === 'yaml');
    expect(parseStepsYaml('docs/metrics.md', block?.text ?? '')).toEqual(DEFAULT_SETTINGS.steps);
  });

  test('what docs/how-it-compiles.md shows of explain is what it answers now (npm run docs)', () => {
    const page = pageText('docs/how-it-compiles.md');
    expect(page).toBe(withExplanations(page, ROOT));
    expect(page.match(/^\$ npx fullband explain .*\n(factor|\d+ factors|\/\/ kernel|\/ {2}|# every node|tile|SELECT)/gm)).toHaveLength(9);
  });

  test('an answer that is not what explain says now is replaced', () => {
    const page = 'Before\n```text explain\n$ npx fullband explain factors/minute/late_skew_ret.factor\nsomething else\n```\nafter\n';
    const filled = withExplanations(page, ROOT);
    expect(filled).toMatch(/^Before\n```text explain\n\$ npx fullband explain factors\/minute\/late_skew_ret.factor\nfactor late_skew_ret/);
    expect(filled).toMatch(/\n```\nafter\n$/);
    expect(filled).not.toContain('something else');
    expect(withExplanations(filled, ROOT)).toBe(filled);
  });

  test('every operator has its entry', () => {
    const page = operatorsPage();
    const absent = OPERATORS.filter(({ name, example }) => !page.includes(`### \`${name === 'negate' ? '-x' : name}\`\n`) || !page.includes(`Example: \`${example}\``));
    expect(absent).toEqual([]);
  });

  test('every function of models, every preparation and every setting of train has its entry', () => {
    const page = operatorsPage();
    const models = page.slice(page.indexOf('## Models'));
    expect(MODEL_OPERATORS.filter(({ name, example }) => !models.includes(`#### \`${name}\`\n`) || !models.includes(`Example: \`${example}\``))).toEqual([]);
    expect([...PREPARATIONS, ...TRAINING_SETTINGS].filter(({ name }) => !models.includes(`| \`${name}`))).toEqual([]);
  });

  test.each(OPERATORS.map(({ name, example, group }) => [name, example, group === 'across stocks' ? 'daily' : 'minute']))('the example of %s checks: %s', (name, example, table) => {
    expect(codesOf(example, table)).toEqual([]);
    const written = name === 'negate' ? '-' : name;
    expect(example).toContain(written);
  });

  test('an example that does not check is seen', () => {
    expect(codesOf('mean(close + volume)')).toEqual(['FB400']);
    expect(findOperator('mean')).not.toBeNull();
  });

  test('every code that the sources name is on the page of findings', () => {
    const page = pageText('docs/errors.md');
    const codes = new Set(sourceFiles('src').flatMap((path) => readFileSync(join(ROOT, path), 'utf8').match(/'FB\d{3}'/g) ?? []));
    expect(codes.size).toBeGreaterThan(100);
    expect([...codes].filter((code) => !page.includes(`| ${code.slice(1, -1)} |`))).toEqual([]);
  });

  test('a code names one message', () => {
    const codes = messageTemplates(ROOT).map(({ code }) => code);
    expect(codes.filter((code, i) => codes.indexOf(code) !== i)).toEqual([]);
  });

  test('the page says what the message says', () => {
    const template = messageTemplates(ROOT).find(({ code }) => code === 'FB260');
    const said = program.unusedLet('‹name›');
    expect(template).toEqual({ code: said.code, severity: said.severity, message: said.message, hint: said.hint });
  });

  test('every message file is read', () => {
    const files = readdirSync(join(ROOT, 'src/dsl/messages')).length;
    expect(files).toBeGreaterThan(5);
    expect(new Set(messageTemplates(ROOT).map(({ code }) => code.charAt(2))).size).toBeGreaterThanOrEqual(6);
  });
});
