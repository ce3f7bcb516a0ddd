import { describe, expect, test } from 'vitest';
import { checkCase, exactTexts, languageCases, updateCase, writtenText } from './harness/cases.ts';
import { codesWritten, messageCodes } from './harness/codes.ts';
import { applyFix, remains } from './harness/fixes.ts';
import { generatedCases } from './generated.ts';

const cases = languageCases();

/** With FULLBAND_UPDATE=1 the language files are rewritten to state what is found; read the diff before you keep it. */
if (process.env.FULLBAND_UPDATE === '1') cases.forEach(updateCase);

describe('a language file states its findings exactly', () => {
  test.each(cases.map((each) => [each.name, each] as const))('%s', (_, each) => {
    for (const [file, text] of exactTexts(each)) expect(text, `${each.name}: ${file}`).toBe(writtenText(each, file));
  });

  test('there are many of them', () => {
    expect(cases.length).toBeGreaterThanOrEqual(75);
  });
});

describe('a file that only a program can write gives its findings', () => {
  test.each(generatedCases.map((each) => [each.name, each] as const))('%s', (_, { check, expected }) => {
    expect(check().findings.map((found) => `${found.code} ${found.path}`)).toEqual(expected);
  });
});

describe('an edit that a hint offers removes its finding', () => {
  const fixes = cases.flatMap((each) => checkCase(each).findings.flatMap((found) => (found.fix === null ? [] : [{ each, found }])));

  test.each(fixes.map(({ each, found }) => [`${each.name}: ${found.code} ${found.fix?.title ?? ''}`, each, found] as const))('%s', (_, each, found) => {
    expect(remains(found, checkCase(each).findings, applyFix(each, found))).toEqual([]);
  });
});

describe('messages', () => {
  const codes = messageCodes();
  const found = [...cases.flatMap((each) => checkCase(each).findings), ...generatedCases.flatMap((each) => each.check().findings)];

  test('every finding says what to do about it', () => {
    expect(found.filter(({ hint }) => hint === null || hint === '').map(({ code, message }) => `${code} ${message}`)).toEqual([]);
  });

  test('every code belongs to one message', () => {
    const repeated = codes.filter(({ code }, i) => codes.findIndex((other) => other.code === code) !== i);
    expect(repeated).toEqual([]);
    expect(new Set(codesWritten())).toEqual(new Set(codes.map(({ code }) => code)));
  });

  test('every message is shown by a language file or a generated one', () => {
    const shown = new Set(found.map(({ code }) => code));
    expect(codes.filter(({ code }) => !shown.has(code)).map(({ code, message }) => `${code} ${message}`)).toEqual([]);
  });
});
