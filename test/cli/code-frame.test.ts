import pc from 'picocolors';
import { describe, expect, test } from 'vitest';
import { codeFrame } from '../../src/cli/code-frame.ts';
import { textWidth } from '../../src/cli/text-width.ts';
import { type FindingJson, finding, toJson } from '../../src/dsl/finding.ts';
import { LineMap } from '../../src/dsl/source.ts';

const plain = pc.createColors(false);

function frameOf(text: string, part: string, hint: string | null = null): string {
  const lines = new LineMap(text);
  const start = text.indexOf(part);
  const message = { code: 'FB400', severity: 'error', message: 'CNY and share do not add', hint } as const;
  return codeFrame(toJson(finding('a.factor', { start, end: start + part.length }, message), lines), lines, plain);
}

describe('code frames', () => {
  test('name place, severity, code and message, underline the span and give the hint', () => {
    expect(frameOf('factor f {\n  value close + volume\n}', 'close + volume', 'divide amount by volume')).toBe(
      [
        'a.factor:2:9 error FB400 CNY and share do not add',
        '  2 |   value close + volume',
        '    |         ^^^^^^^^^^^^^^',
        '  hint: divide amount by volume',
      ].join('\n'),
    );
  });

  test('count Chinese characters as two columns before and under the span', () => {
    const lines = frameOf('let 成交量 = 收盘价 + 1', '收盘价').split('\n');
    expect(lines[1]).toBe('  1 | let 成交量 = 收盘价 + 1');
    expect(lines[2]).toBe(`    | ${' '.repeat(13)}^^^^^^`);
  });

  test('draw tabs as two spaces, so that the marks stand under what they mark', () => {
    const lines = frameOf('\tvalue close', 'close').split('\n');
    expect(lines[1]?.indexOf('close')).toBe(lines[2]?.indexOf('^'));
  });

  test('mark an empty span with one caret, at the end of a line as well', () => {
    const lines = new LineMap('value');
    const found: FindingJson = { code: 'FB100', severity: 'warning', file: 'a', line: 1, column: 6, endLine: 1, endColumn: 6, message: 'm', hint: null };
    expect(codeFrame(found, lines, plain).split('\n')).toEqual(['a:1:6 warning FB100 m', '  1 | value', '    |      ^']);
  });

  test('mark a span of several lines to the end of the first', () => {
    const lines = frameOf('value sum(\n  volume)', 'sum(\n  volume)').split('\n');
    expect(lines[2]).toBe('    |       ^^^^');
  });

  test('cut a very long line around the span', () => {
    const frame = frameOf(`${'a'.repeat(5000)} close ${'b'.repeat(5000)}`, 'close').split('\n');
    expect(frame[1]).toMatch(/^ {2}1 \| ….*close.*…$/);
    expect(frame[1]?.length).toBeLessThan(180);
    expect(frame[1]?.indexOf('close')).toBe(frame[2]?.indexOf('^'));
  });

  test('show no source for a file that could not be read', () => {
    const found: FindingJson = { code: 'FB700', severity: 'error', file: 'a', line: 1, column: 1, endLine: 1, endColumn: 1, message: 'no text', hint: null };
    expect(codeFrame(found, null, plain)).toBe('a:1:1 error FB700 no text');
  });
});

describe('text width', () => {
  test('Chinese, full-width and emoji take two columns, combining marks none', () => {
    expect(textWidth('abc')).toBe(3);
    expect(textWidth('高频因子')).toBe(8);
    expect(textWidth('（），')).toBe(6);
    expect(textWidth('e\u0301')).toBe(1);
    expect(textWidth('📈')).toBe(2);
    expect(textWidth('café · ±1')).toBe(9);
  });
});
