/** What is done with a block of code, by the words of its fence. A block of any other kind is a failure. */
import type { CodeBlock } from './pages.ts';

interface BlockKind {
  readonly language: string;
  readonly kind: string;
  /** What the tests do with it. */
  readonly treatment: string;
}

export const BLOCK_KINDS: readonly BlockKind[] = [
  { language: 'factor', kind: '', treatment: 'checks without a finding, has the layout of fmt, is written to its file before the commands of the page run' },
  { language: 'factor', kind: 'wrong', treatment: 'has a finding, has the layout of fmt, is written to its file before the commands of the page run' },
  { language: 'factor', kind: 'applied', treatment: 'checks, compiles and is computed with the operator that its page adds' },
  { language: 'model', kind: '', treatment: 'as factor' },
  { language: 'yaml', kind: 'experiment', treatment: 'checks without a finding, and is written to its file' },
  { language: 'yaml', kind: 'mapping', treatment: 'is a valid mapping, and is written to its file' },
  { language: 'yaml', kind: 'steps', treatment: 'is a list of steps that evaluate reads' },
  { language: 'sh', kind: '', treatment: 'its commands run and end with 0, but for those that unrun.ts lists' },
  { language: 'console', kind: '', treatment: 'the commands after $ run, but for those that unrun.ts lists, and say what is shown' },
  { language: 'csv', kind: '', treatment: 'the file that it names begins so after the commands before it' },
  { language: 'text', kind: 'finding', treatment: 'what check says of the file of the page with the line that it shows' },
  { language: 'text', kind: 'explain', treatment: 'filled in by npm run docs, and compared with what explain says' },
  { language: 'text', kind: 'picture', treatment: 'a drawing, a formula or a layout of files: no code and no output' },
  { language: 'ts', kind: '', treatment: 'a file that is put into a copy of the sources, checked for its types and run' },
  { language: 'ts', kind: 'excerpt', treatment: 'stands in the file that it names, word for word' },
  { language: 'json', kind: 'settings', treatment: 'settings of an editor: reads as JSON, and starts a command that there is' },
  { language: 'lua', kind: 'settings', treatment: 'as json, but for its reading' },
  { language: 'toml', kind: 'settings', treatment: 'as json, but for its reading' },
  { language: 'elisp', kind: 'settings', treatment: 'as json, but for its reading' },
  { language: 'diff', kind: '', treatment: 'is applied to a copy of the file that it names' },
];

/** Languages whose blocks must name a file. */
const NAMED: ReadonlySet<string> = new Set(['csv', 'ts', 'diff']);

/** Why nothing would be done with a block, or null. */
export function unhandled({ language, kind, file, line }: CodeBlock, page: string): string | null {
  const place = `${page}:${line - 1}`;
  if (language === '') return `${place}: the block has no language; block-kinds.ts lists what there is`;
  if (!BLOCK_KINDS.some((each) => each.language === language && each.kind === kind)) return `${place}: nothing is done with a block ${`${language} ${kind}`.trim()}; block-kinds.ts lists what there is`;
  if (NAMED.has(language) && file === null) return `${place}: a block ${language} names its file`;
  return null;
}
