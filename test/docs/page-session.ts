/** Runs the commands of a page in their order, in a folder that is like a fresh clone beside which projects may be made. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type ProgramBuilder, runInProcess, type Printed } from './in-process.ts';
import { codeBlocks, pageText, type CodeBlock } from './pages.ts';
import { plainWords, shellLines, type ShellLine } from './shell-lines.ts';
import { isShown } from './shown-output.ts';
import type { SimulatedStores } from './simulated-store.ts';
import { whyUnrun } from './unrun.ts';

export interface Place {
  /** Where the page's commands begin. */
  readonly clone: string;
  readonly stores: SimulatedStores;
  readonly build?: ProgramBuilder;
}

/** What came of a page. */
export interface Outcome {
  /** Commands that ran. */
  readonly ran: readonly string[];
  /** Where the page is wrong: `docs/start.md:12: …`. */
  readonly faults: readonly string[];
}

/** How a command ends that prints what a page shows: with 3 where it shows findings, with 1 where it shows an error. */
function expectedCode(output: string | null): number {
  if (output === null) return 0;
  if (/^\S+ (?:error|warning) FB\d{3} /m.test(output)) return 3;
  return output.startsWith('error: ') ? 1 : 0;
}

class PageSession {
  readonly ran: string[] = [];
  readonly faults: string[] = [];
  private folder: string;
  private isLeftOut = false;

  constructor(private readonly page: string, private readonly place: Place) {
    this.folder = place.clone;
  }

  async block(block: CodeBlock): Promise<void> {
    const { language, file, text } = block;
    if (language === 'sh' || language === 'console') for (const line of shellLines(block)) await this.line(line);
    else if (language === 'csv') this.beginning(block);
    else if (file !== null && language !== 'ts' && language !== 'diff') {
      const path = join(this.folder, file);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
  }

  private async line(shown: ShellLine): Promise<void> {
    const { command, output, line } = shown;
    if (whyUnrun(this.page, command) !== null) {
      this.isLeftOut = true;
      return;
    }
    const { code, text } = await this.run(command);
    this.ran.push(command);
    const isAsShown = code === expectedCode(output) && (output === null || isShown(output, text));
    if (!isAsShown) this.faults.push(`${this.page}:${line}: \`${command}\` ended with ${String(code)} and printed\n${text}${output === null ? '' : `\nwhere the page shows\n${output}`}`);
  }

  private async run(command: string): Promise<Printed> {
    const words = plainWords(command);
    if (words?.[0] === 'cd') {
      this.folder = resolve(this.folder, words[1] ?? '.');
      return existsSync(this.folder) ? { code: 0, text: '' } : { code: 1, text: `no folder ${this.folder}` };
    }
    if (words?.[0] === 'npx' && words[1] === 'fullband') {
      const rest = words.slice(2);
      return rest[0] === 'simulate' ? this.place.stores.simulate(rest, this.folder) : runInProcess(rest, this.folder, this.place.build);
    }
    const { status, stdout, stderr } = spawnSync('sh', ['-c', command], { cwd: this.folder, encoding: 'utf8' });
    return { code: status ?? 1, text: `${stdout}${stderr}` };
  }

  /** The file that a block names begins with what the block shows; nothing is asked where what writes it was not run. */
  private beginning({ file, text, line }: CodeBlock): void {
    const path = join(this.folder, file ?? '');
    if (this.isLeftOut && !existsSync(path)) return;
    const lines = text.trimEnd().split('\n');
    const found = existsSync(path) ? readFileSync(path, 'utf8').split('\n').slice(0, lines.length).join('\n') : 'no such file';
    if (!isShown(lines.join('\n'), found)) this.faults.push(`${this.page}:${line}: ${file ?? ''} begins with\n${found}`);
  }
}

export async function runPage(page: string, place: Place): Promise<Outcome> {
  const session = new PageSession(page, place);
  for (const block of codeBlocks(pageText(page))) await session.block(block);
  return session;
}
