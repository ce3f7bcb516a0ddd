import { beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { parseExperiment, parseSetting } from '../../../src/runtime/experiment/document.ts';
import { DataError } from '../../../src/runtime/store/data-error.ts';
import { load, said, SMALL, smallProject } from '../../support/experiments.ts';

let project: string;
beforeAll(async () => {
  project = await smallProject(2);
});

/** The small experiment as it is written, settings put in. */
const entryOf = (...settings: readonly string[]): unknown => {
  const { entry, findings } = parseExperiment('small.yaml', SMALL, settings.map(parseSetting));
  return entry ?? findings.map(({ message }) => message);
};

const written = parse(SMALL) as Record<string, Record<string, Record<string, unknown>>>;

describe('a setting', () => {
  test('puts a number, a list, a text and a switch in the place of what the file says', () => {
    expect(entryOf('training.fewestDates=7', 'engine=cpu', 'portfolios.big.turnover=[10%, none]', 'portfolios.big.adjusted=false', 'training.epochs=1e1')).toEqual({
      ...written, engine: 'cpu', training: { ...written['training'], fewestDates: 7, epochs: 10 }, portfolios: { big: { ...written['portfolios']?.['big'], turnover: ['10%', 'none'], adjusted: false } },
    });
  });

  test('makes keys that are not there, and what stands on the way gives way', () => {
    expect(entryOf('tests.screen.correlation.minute=60%', 'report.pages=overview', 'portfolios.small={signal: bars, index: equal}')).toEqual({
      ...written, tests: { ...written['tests'], screen: { correlation: { minute: '60%' } } }, report: { pages: 'overview' }, portfolios: { ...written['portfolios'], small: { signal: 'bars', index: 'equal' } },
    });
    expect(entryOf('tests.signals=none', 'tests.signals.layers=4')).toEqual({ ...written, tests: { ...written['tests'], signals: { layers: 4 } } });
  });

  test('changes one entry of a list, or adds one', () => {
    expect(entryOf('models.1=models/panels.model#panels', 'models.2={model: models/x.model, seeds: 2}')).toEqual({ ...written, models: ['models/panels.model', 'models/panels.model#panels', { model: 'models/x.model', seeds: 2 }] });
  });

  test('that comes later wins', () => {
    expect(entryOf('engine=cpu', 'engine=reference')).toEqual({ ...written, engine: 'reference' });
  });

  test('is a whole experiment for an empty file', () => {
    const { entry } = parseExperiment('none.yaml', '', ['data.store=market', 'factors=[a.factor]'].map(parseSetting));
    expect(entry).toEqual({ data: { store: 'market' }, factors: ['a.factor'] });
  });

  test('does not spoil what an anchor stands for elsewhere', () => {
    const text = SMALL.replace('{ factors: { layers: 3 }, signals: { layers: 3 } }', '{ factors: &t { layers: 3 }, signals: *t }');
    const { entry } = parseExperiment('small.yaml', text, [parseSetting('tests.signals.layers=5')]);
    expect(entry?.tests).toEqual({ factors: { layers: 3 }, signals: { layers: 5 } });
  });

  test('may have an = in its value', () => {
    expect(entryOf('title="a=b"')).toEqual({ ...written, title: 'a=b' });
  });
});

describe('a setting that is none', () => {
  test.each(['', 'engine', '=cpu', '.engine=cpu', 'data..to=2022-01-04', 'a.__proto__.b=1', '__proto__=1', 'engine=[', 'engine={a', 'engine=*other', 'engine="', 'engine=a\n---\nb', `engine=${'['.repeat(10_000)}${']'.repeat(10_000)}`, `title=${'x'.repeat(300_000)}`])('is an error that says how one is written (%#)', (text) => {
    let error: unknown = null;
    try {
      parseSetting(text);
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(DataError);
    expect(String(error)).toContain('expected PATH=VALUE, such as training.seeds=1');
    expect(String(error).length).toBeLessThan(1_000);
  });
});

describe('a setting that breaks the schema', () => {
  test.each([
    ['engine=gpu', 'engine: found "gpu"'], ['training.seed=1', 'training.seed: found the key seed (did you mean seeds?)'], ['nothing=1', 'nothing: found the key nothing'], ['training.seeds=', 'training.seeds: found null'],
    ['portfolios.big.turnover=30', 'portfolios.big.turnover: found 30'], ['models=models/bars.model', 'models: found "models/bars.model"; expected a list, [models/bars.model]'], ['constructor.prototype.polluted=1', 'constructor: found the key constructor'],
    ['factors.first=x', 'factors'], ['factors.-1=x', 'factors'], ['factors.3=x', 'factors'], ['engine.deep.deeper=x', 'engine'],
  ])('%s is a finding', (setting, expected) => {
    const read = load(project, [setting]);
    expect(read.loaded).toBeNull();
    expect(said(read).map(({ message }) => message).join('\n')).toContain(expected);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  test.each([['a list', '- a\n- b\n'], ['a word', 'word\n'], ['a number', '7\n']])('in a file that is %s is a finding', (_, text) => {
    const { entry, findings } = parseExperiment('trial.yaml', text, [parseSetting('data.store=market')]);
    expect(entry).toBeNull();
    expect(findings.map(({ code }) => code)).toEqual(['FB904']);
  });

  test('with a tag that means nothing is no setting', () => {
    expect(() => parseSetting('tests=!!js/function x')).toThrow(/no YAML \(Unresolved tag/);
  });

  test('far beyond the end of a list is a finding', () => {
    const { entry } = parseExperiment('small.yaml', SMALL, [parseSetting('factors.200000=x')]);
    expect(entry).toBeNull();
  });
});
