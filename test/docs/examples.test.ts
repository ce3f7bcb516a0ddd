import { describe, expect, test } from 'vitest';
import { checkProject } from '../../src/dsl/check.ts';
import type { Finding } from '../../src/dsl/finding.ts';
import { loadProject } from '../../src/dsl/load-project.ts';
import { format } from '../../src/dsl/print.ts';
import { LineMap } from '../../src/dsl/source.ts';
import { parse } from '../../src/dsl/parse.ts';
import { codeBlocks, PAGES, pageText, type CodeBlock } from './pages.ts';

interface Example extends CodeBlock {
  readonly page: string;
  /** The path that its fence or its first line, `# lib/big.factor`, names, or one of its own. */
  readonly path: string;
}

const EXAMPLES: readonly Example[] = PAGES.flatMap((page) =>
  codeBlocks(pageText(page))
    .filter(({ language, kind }) => (language === 'factor' || language === 'model') && kind !== 'applied')
    .map((block) => ({ ...block, page, path: block.file ?? /^# (\S+\.(?:factor|model))\n/.exec(block.text)?.[1] ?? `${page}-${block.line}.${block.language}` })),
);

/** Findings of one example; it may use the others of its page. */
function findingsOf({ page, path, text: own }: Example): readonly Finding[] {
  const files = new Map([...EXAMPLES.filter((example) => example.page === page).map((example) => [example.path, example.text] as const), [path, own]]);
  const project = loadProject([path], {
    read: (wanted) => {
      const text = files.get(wanted);
      return text === undefined ? null : { text };
    },
    list: () => [...files.keys()],
  });
  return checkProject(project).findings.filter((found) => found.path === path);
}

function describeFinding({ page, line, text }: Example, { code, message, span }: Finding): string {
  return `${page}:${line + new LineMap(text).position(span.start).line - 1} ${code} ${message}`;
}

function examples(kind: string): readonly (readonly [string, Example])[] {
  return EXAMPLES.filter((example) => example.kind === kind).map((example) => [`${example.page}:${example.line}`, example]);
}

describe('factors and models in the documentation', () => {
  test('there are enough of them to learn from', () => {
    expect(EXAMPLES.length).toBeGreaterThan(10);
    expect(EXAMPLES.some(({ page }) => page === 'README.md')).toBe(true);
    expect(EXAMPLES.filter(({ language }) => language === 'model').length).toBeGreaterThanOrEqual(4);
  });

  test.each(examples(''))('what stands at %s checks without a finding', (_, example) => {
    expect(findingsOf(example).map((found) => describeFinding(example, found))).toEqual([]);
  });

  test.each(examples('wrong'))('what stands at %s to show a mistake has a finding', (_, example) => {
    expect(findingsOf(example)).not.toEqual([]);
  });

  test.each([...examples(''), ...examples('wrong')])('what stands at %s has the layout of fmt', (_, { text, path }) => {
    expect(format(parse(text, path).tree)).toBe(text);
  });
});
