/** Delimited text files: the header, and where a row stands. */
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { DataError } from './data-error.ts';
import { gzipError } from './gzip.ts';

/** A text file, compressed or not; UTF-8 unless it says otherwise. */
export interface TextFile {
  readonly path: string;
  readonly gzip: boolean;
  readonly encoding?: 'utf-8' | 'gbk' | 'gb18030';
}

/** Records of a text file with the line that each starts on; blank lines are passed over, as SQL does. `shown` is the path for messages. */
export async function* textRecords(file: TextFile, shown: string): AsyncGenerator<{ readonly line: number; readonly text: string }> {
  let line = 0;
  let start = 0;
  let record = '';
  for await (const text of linesOf(file, shown)) {
    line++;
    if (record === '') start = line;
    record = record === '' ? text : `${record}\n${text}`;
    // An odd number of quotes: the record goes on in the next line.
    if (record === '' || (record.match(/"/g)?.length ?? 0) % 2 === 1) continue;
    yield { line: start, text: record };
    record = '';
  }
}

async function* linesOf(file: TextFile, shown: string): AsyncGenerator<string> {
  const raw = createReadStream(file.path);
  const input = file.gzip ? raw.pipe(createGunzip()) : raw;
  if (file.gzip) raw.on('error', (error) => input.destroy(error));
  const chunks: AsyncIterable<Buffer> = input;
  const decoder = new TextDecoder(file.encoding ?? 'utf-8');
  let rest = '';
  try {
    for await (const chunk of chunks) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) yield line.endsWith('\r') ? line.slice(0, -1) : line;
    }
  } catch (error) {
    throw await gzipError(shown, error);
  } finally {
    raw.destroy();
  }
  if (rest !== '') yield rest;
}

/** Column names of a file's header. A second column of the same name gets `:2`, one without a name its number. Throws DataError if there is no header. */
export async function headerOf(file: TextFile, delimiter: string, shown: string): Promise<readonly string[]> {
  for await (const { text } of textRecords(file, shown)) {
    const names: string[] = [];
    for (const [i, raw] of splitRecord(text.replace(/^\uFEFF/, ''), delimiter).entries()) {
      const name = raw.trim() === '' ? `column ${i + 1}` : raw.trim();
      const same = names.filter((other) => other === name || other.startsWith(`${name}:`)).length;
      names.push(same === 0 ? name : `${name}:${same + 1}`);
    }
    return names;
  }
  throw new DataError({ file: shown, found: 'an empty file', expected: 'a header and rows', remedy: 'Fetch or export it again.' });
}

function splitRecord(text: string, delimiter: string): readonly string[] {
  const cells: string[] = [];
  let cell = '';
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const c = text[i] ?? '';
    if (quoted && c === '"' && text[i + 1] === '"') {
      cell += '"';
      i++;
    } else if (c === '"') quoted = !quoted;
    else if (c === delimiter && !quoted) {
      cells.push(cell);
      cell = '';
    } else cell += c;
  }
  return [...cells, cell];
}
