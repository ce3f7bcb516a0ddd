import { expect, test } from 'vitest';
import { codeBlocks, pageText } from './pages.ts';

const BLOCKS = codeBlocks(pageText('docs/editors.md')).filter(({ kind }) => kind === 'settings');

test('settings of editors in JSON read as JSON, alone or as a part of a file', () => {
  const written = BLOCKS.filter(({ language }) => language === 'json');
  expect(written.length).toBeGreaterThan(1);
  for (const { text } of written) expect(() => JSON.parse(text.trimStart().startsWith('{') ? text : `{${text}}`) as unknown, text).not.toThrow();
});

test('every editor that is told a command starts the language server', () => {
  const starting = BLOCKS.filter(({ text }) => /npx/.test(text));
  expect(starting.length).toBeGreaterThan(2);
  for (const { text } of starting) expect(text).toMatch(/npx[^a-z]+(?:args[^a-z]+)?fullband[^a-z]+lsp/);
});
