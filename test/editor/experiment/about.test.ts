import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ROOT } from '../../support/sources.ts';
import { labels, marked, PATH } from './support.ts';

const MODELS = 'models: [models/hf.model, models/lf.model]\nfusion:\n  both: { hf: 1, lf: 2 }\n';

/** Texts at the places that a definition names, in this file; `path@offset` in others. */
function definitions(written: string): readonly string[] {
  const { language, text, offset } = marked(written);
  return language.definition(PATH, offset).map(({ path, span }) => (path === PATH ? text.slice(span.start, span.end) : `${path}@${String(span.start)}`));
}

describe('hover', () => {
  const markdown = (written: string): string => {
    const { language, offset } = marked(written);
    return language.hover(PATH, offset)?.markdown ?? '';
  };

  test('says what a key means, in which unit, and what is meant without it', () => {
    const found = markdown('data: { store: m }\nportfolios:\n  a:\n    cap|ital: 1e8 CNY\n');
    expect(found).toContain('An amount of CNY such as 100000000 or 1e8 CNY.');
    expect(found).toContain('Default: `100000000`');
    expect(found).toContain('`portfolios.a.capital`');
  });

  test('says what a value may be', () => {
    expect(markdown('engine: cp|u')).toContain('One of `auto`, `webgpu`, `webasm`, `cpu`, `reference`');
  });

  test('says what a source holds', () => {
    expect(markdown('factors: [factors/both.fac|tor]')).toContain('**one** · what one is');
    expect(markdown('factors: ["factors/both.factor#t|wo"]')).toContain('**two** · what two is');
    expect(markdown('factors: ["factors/both.factor#t|wo"]')).not.toContain('**one**');
  });

  test('is silent where nothing stands', () => {
    expect(markdown('data: { store: m }\n\n|\n')).toBe('');
    expect(markdown('|')).toBe('');
  });
});

describe('definition', () => {
  test.each([
    ['a file', 'factors: [factors/minute/skew.fac|tor]', ['factors/minute/skew.factor@7']],
    ['a name of a file', 'factors: [factors/both.factor#|all]', ['factors/both.factor@80']],
    ['a folder', 'factors: [fac|tors]', ['factors/both.factor@7', 'factors/both.factor@40', 'factors/both.factor@80', 'factors/minute/skew.factor@7']],
    ['a model of a map', 'models:\n  - { model: models/h|f.model, seeds: 2 }\n', ['models/hf.model@6']],
    ['a part of a fusion', MODELS.replace('{ hf', '{ h|f'), ['models/hf.model@6']],
    ['a fusion as a signal', `${MODELS}portfolios:\n  a: { signal: bo|th, index: equal }\n`, ['both']],
    ['a model as a signal', `${MODELS}portfolios:\n  a: { signal: l|f, index: equal }\n`, ['models/lf.model@6']],
    ['an alias', 'portfolios:\n  a: &x { signal: hf, index: equal }\n  b: { <<: *|x, index: equal }\n', ['{ signal: hf, index: equal }']],
    ['nothing', 'engine: c|pu', []],
  ])('of %s', (_, text, expected) => {
    expect(definitions(text)).toEqual(expected);
  });
});

describe('mentions', () => {
  const mentioned = (written: string, path: string, start: number, name: string): readonly string[] => {
    const { language, text } = marked(written);
    return language.mentions(PATH, { path, span: { start, end: start + name.length } }, name).map(({ span }) => `${String(span.start)} ${text.slice(span.start, span.end)}`);
  };

  test('of a factor are those behind its file', () => {
    expect(mentioned('factors: ["factors/both.factor#one", factors/both.factor#two, "other.factor#one"]\n', 'factors/both.factor', 7, 'one')).toEqual(['31 one']);
    expect(mentioned('factors:\n  - factors/both.factor#two\n', 'factors/both.factor', 40, 'two')).toEqual(['33 two']);
  });

  test('of a model are parts of fusions and signals, where the experiment has the model', () => {
    const text = `${MODELS}portfolios:\n  a: { signal: hf, index: equal }\n`;
    expect(mentioned(text, 'models/hf.model', 6, 'hf').map((each) => each.split(' ')[1])).toEqual(['hf', 'hf']);
    expect(mentioned('models: [models/lf.model]\nportfolios:\n  a: { signal: hf, index: equal }\n', 'models/hf.model', 6, 'hf')).toEqual([]);
  });
});

describe('renaming', () => {
  const written = `${MODELS}portfolios:\n  a: { signal: bo|th, index: equal }\n  b: { signal: both, index: equal }\n  c: { signal: hf, index: equal }\n`;

  test('of a fusion changes it wherever it is a signal', () => {
    const { language, text, offset } = marked(written);
    const outcome = language.rename(PATH, offset, 'full');
    if (!('edits' in outcome)) throw new Error(outcome.problem);
    const edits = outcome.edits.get(PATH) ?? [];
    expect(edits).toHaveLength(3);
    const renamed = [...edits].sort((a, b) => b.span.start - a.span.start).reduce((all, { span, text: to }) => all.slice(0, span.start) + to + all.slice(span.end), text);
    expect(renamed).toBe(text.replaceAll('both', 'full'));
    expect(language.references(PATH, offset)).toHaveLength(3);
  });

  test.each([
    ['a name that is none', written, '1 x', /takes letters/],
    ['a name that is there', 'fusion:\n  a: { x: 1, y: 1 }\n  |b: { x: 1, y: 2 }\n', 'a', /there already/],
    ['a key of the schema', 'da|ta: { store: m }', 'x', /no name/],
  ])('is refused: %s', (_, text, name, reason) => {
    const { language, offset } = marked(text);
    const outcome = language.rename(PATH, offset, name);
    expect('problem' in outcome ? outcome.problem : '').toMatch(reason);
  });
});

describe('outline', () => {
  test('is the tree of keys, with values of one line', () => {
    const { language } = marked('data: { store: market }\nportfolios:\n  a:\n    signal: hf\n    turnover: [30%,\n      40%]\n');
    const [data, portfolios] = language.symbols(PATH);
    expect(data?.children.map(({ name, detail }) => `${name} ${detail}`)).toEqual(['store market']);
    expect(portfolios?.children[0]?.children.map(({ name, detail }) => `${name} ${detail}`)).toEqual(['signal hf', 'turnover [30%, 40%]']);
  });

  test('holds every symbol in its parent, and its name in itself', () => {
    for (const name of readdirSync(join(ROOT, 'experiments'))) {
      const { language } = marked(readFileSync(join(ROOT, 'experiments', name), 'utf8').replaceAll('|', ' '));
      const visit = (symbols: ReturnType<typeof language.symbols>, around: { start: number; end: number }): void => {
        for (const { span, nameSpan, children } of symbols) {
          expect(span.start).toBeGreaterThanOrEqual(around.start);
          expect(span.end).toBeLessThanOrEqual(around.end);
          expect(nameSpan.start >= span.start && nameSpan.end <= span.end).toBe(true);
          visit(children, span);
        }
      };
      visit(language.symbols(PATH), { start: 0, end: Infinity });
      expect(language.symbols(PATH).length).toBeGreaterThan(2);
    }
  });

  test('folds maps, lists and comments over several lines', () => {
    const { language, text } = marked('# one\n# two\ndata:\n  store: m\nfactors:\n  - a\n  - b\nengine: cpu\n');
    expect(language.folds(PATH).map(({ span, kind }) => [kind, text.slice(span.start, span.end)])).toEqual([
      ['item', 'data:\n  store: m'],
      ['item', 'factors:\n  - a\n  - b'],
      ['comment', '# one\n# two'],
    ]);
  });
});

describe('any text', () => {
  const piece = fc.constantFrom('data', 'factors', 'portfolios', ': ', ':', '- ', '[', ']', '{', '}', ',', '\n', '\r\n', '  ', '"', "'", '&a ', '*a', '<<: *a', '#', '|', '>', '? ', '!!set ', '%', 'signal', 'fusion', '\t', '---\n', '😀', '\u0000', '\uE000', 'true', '1e999');

  test('is answered, at every place', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), fc.nat(), (pieces, seed) => {
        const { language, text } = marked(`\u2063${pieces.join('')}`.replaceAll('|', '>').slice(1));
        const offset = seed % (text.length + 1);
        language.completions(PATH, offset);
        language.hover(PATH, offset);
        language.definition(PATH, offset);
        language.references(PATH, offset);
        language.rename(PATH, offset, 'x');
        language.symbols(PATH);
        language.folds(PATH);
      }),
      { numRuns: process.env.FULLBAND_TEST === 'full' ? 20_000 : 1_000 },
    );
  });

  test.each([
    ['brackets without end', '['.repeat(100_000)],
    ['maps without end', '{a: '.repeat(50_000)],
    ['lists of lists', '- '.repeat(20_000)],
    ['lists of lists of a key', `a: ${'- '.repeat(20_000)}`],
    ['keys that are asked for', '? '.repeat(20_000)],
    ['tabs between dashes', '-\t'.repeat(20_000)],
    ['a long indent', `${' '.repeat(50_000)}- a: b\n`],
    ['keys of keys', Array.from({ length: 2_000 }, (_, i) => `${' '.repeat(i)}a:\n`).join('')],
    ['aliases of aliases', `a: &a [x]\n${Array.from({ length: 60 }, (_, i) => `b${String(i)}: &b${String(i)} [*a, *a, *a]\n`).join('')}`],
    ['a map that holds itself', 'fusion: &f\n  a: *f\nportfolios: { a: { signal: a } }\n'],
  ])('even %s', (_, text) => {
    const { language } = marked(text);
    for (const offset of [0, text.length >> 1, text.length]) {
      language.completions(PATH, offset);
      language.hover(PATH, offset);
      language.definition(PATH, offset);
    }
    language.symbols(PATH);
    language.folds(PATH);
    expect(labels(text)).toBeDefined();
  });
});
