/** An experiment in a project of two sources, and a place of its text: `|`. */
import type { DocumentSymbol } from '../../../src/editor/api.ts';
import { ExperimentLanguage } from '../../../src/editor/experiment/index.ts';
import { experimentSchema } from '../../../src/runtime/experiment/document.ts';

export const PATH = 'experiments/mine.yaml';

function declared(kind: DocumentSymbol['kind'], name: string, start: number): DocumentSymbol {
  const nameSpan = { start, end: start + name.length };
  return { name, kind, detail: `what ${name} is`, span: nameSpan, nameSpan, children: [] };
}

const SOURCES: Readonly<Record<string, readonly DocumentSymbol[]>> = {
  'factors/minute/skew.factor': [declared('factor', 'skew', 7)],
  'factors/both.factor': [declared('factor', 'one', 7), declared('factor', 'two', 40), declared('set', 'all', 80), declared('def', 'helper', 120)],
  'models/hf.model': [declared('model', 'hf', 6)],
  'models/lf.model': [declared('model', 'lf', 6)],
};

export interface Marked {
  readonly language: ExperimentLanguage;
  readonly text: string;
  readonly offset: number;
}

/** The language over a text with one `|`, which is taken out. */
export function marked(written: string): Marked {
  const offset = written.indexOf('|');
  const text = offset < 0 ? written : written.slice(0, offset) + written.slice(offset + 1);
  const language = new ExperimentLanguage({
    schema: experimentSchema(),
    indices: ['csi500', 'csi1000'],
    text: (path) => (path === PATH ? text : null),
    findings: () => [],
    sources: () => Object.keys(SOURCES).sort(),
    declared: (path) => SOURCES[path] ?? [],
    stores: () => ['market'],
  });
  return { language, text, offset: Math.max(0, offset) };
}

/** The text after a completion was taken, a `|` where it leaves off. */
export function taken(written: string, label: string): string {
  const { language, text, offset } = marked(written);
  const found = language.completions(PATH, offset).find((completion) => completion.label === label);
  if (found === undefined) return `no ${label}`;
  return text.slice(0, found.span.start) + found.text + text.slice(found.span.end);
}

export function labels(written: string): readonly string[] {
  const { language, offset } = marked(written);
  return language.completions(PATH, offset).map(({ label }) => label);
}
