/** Files that lack a column of their mapping: what their header says, and what to do. */
import { DataError } from './data-error.ts';
import { headerOf, type TextFile } from './delimited-text.ts';
import { requiredColumns, vendorColumns, type Mapping, type TableMapping } from './mapping.ts';
import { didYouMean } from './nearest.ts';
import { presetsThatFit, readPreset } from './preset.ts';
import type { ImportedTable } from './tables.ts';
import type { Encoding, VendorFile } from './vendor-file.ts';

/** Where a mapping comes from: one that is the user's own can be corrected, a preset can be copied. */
export type MappingOrigin = { readonly preset: string } | { readonly path: string };

/** What decoders put in place of bytes that are no UTF-8. */
const UNREADABLE = '\uFFFD';
const DELIMITERS: ReadonlyMap<string, { readonly yaml: string; readonly shown: string }> = new Map([
  [',', { yaml: "','", shown: 'commas' }],
  [';', { yaml: "';'", shown: "';'" }],
  ['\t', { yaml: '"\\t"', shown: 'tabs' }],
  ['|', { yaml: "'|'", shown: "'|'" }],
]);

/** A header read as its writer most likely meant it. */
interface Header {
  readonly columns: readonly string[];
  /** What is wrong with reading it as the mapping says; empty if nothing is. */
  readonly faults: readonly string[];
  /** `file: { delimiter: ';' }`. */
  readonly setting: string;
  readonly encoding: Encoding;
  readonly delimiter: string;
}

/** Throws DataError if a file lacks a column of the mapping; it names the presets that the file fits. */
export async function requireColumns(file: VendorFile, mapping: Mapping, origin: MappingOrigin, table: ImportedTable, rules: TableMapping): Promise<void> {
  const needed = requiredColumns(mapping, table, rules);
  const missing = needed.filter((column) => !file.columns.includes(column));
  const [column] = missing;
  if (column === undefined) return;
  const header = await headerAsMeant(file);
  // A column that is read as another is no other spelling of this one.
  const read = vendorColumns(mapping, table, rules);
  const others = header.columns.filter((other) => !read.includes(other));
  const has = `the file has ${header.columns.join(', ')}`;
  throw new DataError({
    file: file.path,
    column,
    found: header.faults.length > 0 ? `no such column: ${header.faults.join(', and ')}; read so, ${has}` : `no such column${didYouMean(column, others)}; ${has}`,
    expected: `the columns of ${mapping.name}: ${needed.join(', ')}`,
    remedy: await remedyFor(header, needed, missing, origin),
  });
}

async function remedyFor(header: Header, needed: readonly string[], missing: readonly string[], origin: MappingOrigin): Promise<string> {
  const fitting = await presetsThatFit(header.columns);
  const ready: string[] = [];
  for (const name of fitting) {
    const { file } = await readPreset(name);
    if (header.faults.length === 0 || ((file?.encoding ?? 'utf-8') === header.encoding && (file?.delimiter ?? ',') === header.delimiter)) ready.push(name);
  }
  const looks = ready.length > 0 ? `This looks like ${ready.join(' or ')}: import it with that preset` : null;
  if ('path' in origin) {
    const correction = header.faults.length > 0 ? `Write ${header.setting} in ${origin.path}` : `Write in ${origin.path} what the file calls ${missing.join(', ')}, or list under optional what the rows can do without`;
    return looks === null ? `${correction}.` : `${looks}. Or: ${correction}.`;
  }
  if (looks !== null) return `${looks}.`;
  const copy = (name: string): string => `copy the preset with fullband import --show ${name} > my.yaml`;
  if (header.faults.length > 0) return `Write a mapping: ${copy(fitting[0] ?? origin.preset)}, add the line ${header.setting} to it and pass it with --mapping my.yaml in place of the preset.`;
  if (missing.length > needed.length / 2) return `No preset has files with these columns: describe the file in a mapping and pass it with --mapping. For one to start from, ${copy(origin.preset)}.`;
  return `The file has the other ${String(needed.length - missing.length)} of ${String(needed.length)} columns: ${copy(origin.preset)}, write there what the file calls ${missing.join(', ')}, or list under optional what the rows can do without, and pass it with --mapping my.yaml in place of the preset.`;
}

/** Text in another encoding or with other separators shows it in its header. */
async function headerAsMeant(file: VendorFile): Promise<Header> {
  let { columns } = file;
  const faults: string[] = [];
  let encoding: Encoding = file.text?.asked ?? 'utf-8';
  let delimiter = file.text?.delimiter ?? ',';
  if (file.text !== null) {
    let source: TextFile = file.text;
    if (columns.some((name) => name.includes(UNREADABLE))) {
      const chinese = { ...source, encoding: 'gb18030' as const };
      const read = await headerOf(chinese, delimiter, file.path);
      if (!read.some((name) => name.includes(UNREADABLE))) {
        [columns, source, encoding] = [read, chinese, 'gbk'];
        faults.push('the header is no UTF-8 text but GBK');
      }
    }
    if (columns.length === 1) {
      for (const [other, { shown }] of DELIMITERS) {
        const read = other === delimiter ? [] : await headerOf(source, other, file.path);
        if (read.length <= columns.length) continue;
        if (columns.length > 1) faults.pop();
        [columns, delimiter] = [read, other];
        faults.push(`the header is one cell that looks separated by ${shown}`);
      }
    }
  }
  const keys = [...(encoding === 'utf-8' ? [] : [`encoding: ${encoding}`]), ...(delimiter === ',' && file.text?.delimiter === ',' ? [] : [`delimiter: ${DELIMITERS.get(delimiter)?.yaml ?? `'${delimiter}'`}`])];
  return { columns, faults, setting: `file: { ${keys.join(', ')} }`, encoding, delimiter };
}
