/** Commands of the blocks `sh` and `console`. */
import type { CodeBlock } from './pages.ts';

/** One command as a reader types it. */
export interface ShellLine {
  /** Without a `$` before it and a comment after it. */
  readonly command: string;
  /** What the page shows of its output; null where it shows none. */
  readonly output: string | null;
  /** Line of the page, from 1. */
  readonly line: number;
}

/** Commands of a block in their order; a `\` at the end of a line continues it. Throws an Error if a `console` block does not begin with a command. */
export function shellLines({ language, text, line }: CodeBlock): readonly ShellLine[] {
  const found: ShellLine[] = [];
  const lines = text.trimEnd().split('\n');
  for (let i = 0; i < lines.length; i++) {
    const at = line + i;
    let typed = lines[i] ?? '';
    const isCommand = language === 'sh' || typed.startsWith('$ ');
    if (!isCommand) {
      const last = found.pop();
      if (last === undefined) throw new Error(`the block of line ${line} begins with output; a command begins with $`);
      found.push({ ...last, output: last.output === null ? typed : `${last.output}\n${typed}` });
      continue;
    }
    while (typed.endsWith('\\')) typed = `${typed.slice(0, -1).trimEnd()} ${(lines[++i] ?? '').trim()}`;
    const command = typed.replace(/^\$ /, '').replace(/\s+#.*$/, '').trim();
    if (command !== '' && !command.startsWith('#')) found.push({ command, output: null, line: at });
  }
  return found;
}

/** Words of a command as a shell splits them; null where it needs a shell: pipes, redirections, variables, patterns. */
export function plainWords(command: string): readonly string[] | null {
  const words: string[] = [];
  let rest = command.trim();
  while (rest !== '') {
    const [whole = '', word = ''] = /^((?:'[^']*'|"[^"$`\\]*"|[^\s'"|&;<>$`\\*?~])+)(?:\s+|$)/.exec(rest) ?? [];
    if (whole === '') return null;
    words.push(word.replaceAll(/'([^']*)'|"([^"]*)"/g, (_, single?: string, double?: string) => single ?? double ?? ''));
    rest = rest.slice(whole.length);
  }
  return words;
}
