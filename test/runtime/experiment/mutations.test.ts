import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LineMap } from '../../../src/dsl/source.ts';
import { parseExperiment, parseSetting } from '../../../src/runtime/experiment/document.ts';
import { resolveExperiment } from '../../../src/runtime/experiment/resolve.ts';
import { DataError } from '../../../src/runtime/store/data-error.ts';
import { ROOT } from '../../support/sources.ts';

const FULL = process.env.FULLBAND_TEST === 'full';
const RUNS = FULL ? 20_000 : 300;
const TIMEOUT = FULL ? 900_000 : 60_000;
const QUICKSTART = readFileSync(join(ROOT, 'experiments/quickstart.yaml'), 'utf8');

interface Edit {
  readonly kind: 'insert' | 'delete' | 'duplicate' | 'swap';
  readonly of: 'characters' | 'lines';
  /** Shares of the text, for the places of the edit. */
  readonly at: number;
  readonly to: number;
  readonly piece: string;
}

const pieces = fc.oneof(
  fc.constantFrom('{', '}', '[', ']', ':', ': ', '- ', ',', '#', '&a ', '*a', '!!map ', '|', '>', '"', "'", '%', '\t', '\r', '\n', '\0', '\ud800', '𝄞', '~', '.inf', '.nan', '0x10', '1e999', '-1', '0 days', '2022-02-30', '__proto__: 1', 'constructor: {}', '? ', '<<: *a', '---\n', '...\n', '../../x', '/', '#late', 'none'),
  fc.string({ unit: 'binary', maxLength: 6 }),
);
const edit: fc.Arbitrary<Edit> = fc.record({ kind: fc.constantFrom('insert' as const, 'delete' as const, 'duplicate' as const, 'swap' as const), of: fc.constantFrom('characters' as const, 'lines' as const), at: fc.double({ min: 0, max: 1, noNaN: true }), to: fc.double({ min: 0, max: 1, noNaN: true }), piece: pieces });

function mutated(text: string, { kind, of, at, to, piece }: Edit): string {
  const [joint, parts] = of === 'lines' ? ['\n', text.split('\n')] : ['', text.split('')];
  const [i, j] = [Math.floor(at * parts.length), Math.floor(to * parts.length)];
  switch (kind) {
    case 'insert': parts.splice(i, 0, piece); break;
    case 'delete': parts.splice(i, of === 'lines' ? 1 : 1 + (j % 5)); break;
    case 'duplicate': parts.splice(j, 0, ...parts.slice(i, i + 1)); break;
    case 'swap': [parts[i], parts[j]] = [parts[j] ?? '', parts[i] ?? ''];
  }
  return parts.join(joint);
}

/** Reads a text as a run does, up to the files that it names; what is said has a place in the text. */
function read(text: string, settings: readonly string[]): 'experiment' | 'findings' {
  const document = parseExperiment('trial.yaml', text, settings.map(parseSetting));
  const resolved = document.entry === null ? null : resolveExperiment('trial.yaml', 'trial', document.entry, document);
  const findings = [...document.findings, ...(resolved?.findings ?? [])];
  const lines = new LineMap(text);
  for (const { span, message, code } of findings) {
    expect(code).toMatch(/^FB9\d\d$/);
    expect(message.length).toBeGreaterThan(5);
    expect(span.start).toBeGreaterThanOrEqual(0);
    expect(span.end).toBeGreaterThanOrEqual(span.start);
    expect(span.end).toBeLessThanOrEqual(text.length);
    expect(lines.position(span.start).line).toBeGreaterThan(0);
  }
  if (document.entry === null) expect(findings.length).toBeGreaterThan(0);
  return document.entry === null ? 'findings' : 'experiment';
}

test(`${RUNS} mutations of quickstart.yaml are an experiment or findings with places, and never anything else`, { timeout: TIMEOUT }, () => {
  const outcomes = { experiment: 0, findings: 0 };
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 6 }), (edits) => {
      outcomes[read(edits.reduce(mutated, QUICKSTART), [])]++;
    }),
    { numRuns: RUNS, seed: 11 },
  );
  expect(Math.min(outcomes.experiment, outcomes.findings)).toBeGreaterThan(RUNS / 50);
});

test(`${RUNS} random settings put into mutations are an experiment, findings or an error about the setting`, { timeout: TIMEOUT }, () => {
  const key = fc.constantFrom('data', 'store', 'simulate', 'factors', 'models', '0', '1', '-1', 'model', 'training', 'seeds', 'fusion', 'full_band', 'portfolios', 'csi500', 'turnover', 'limits', 'tests', 'preprocess', 'constructor', 'x');
  const value = fc.constantFrom('1', '[30%]', '{a: 1}', '', '~', 'x', '"a b"', '[', '2022-01-04', '[{mean: 5}]', '!!set {a}', 'none');
  const setting = fc.tuple(fc.array(key, { minLength: 1, maxLength: 4 }), value).map(([keys, text]) => `${keys.join('.')}=${text}`);
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 2 }), fc.array(setting, { minLength: 1, maxLength: 3 }), (edits, settings) => {
      try {
        read(edits.reduce(mutated, QUICKSTART), settings);
      } catch (error) {
        if (!(error instanceof DataError)) throw error;
        expect(error.message).toContain('expected PATH=VALUE');
      }
    }),
    { numRuns: RUNS, seed: 12 },
  );
});
