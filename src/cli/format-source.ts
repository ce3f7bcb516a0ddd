/** One source file in its canonical layout. */
import type { Finding } from '../dsl/finding.ts';
import { loadProject } from '../dsl/load-project.ts';
import { parse } from '../dsl/parse.ts';
import { format } from '../dsl/print.ts';
import { MAX_SOURCE_BYTES, decodeText } from '../runtime/project-reader.ts';

export interface FormattedSource {
  /** The text as it was; empty if the bytes are not text. */
  readonly before: string;
  /** The canonical text; null if syntax errors keep the file from having one. */
  readonly after: string | null;
  /** Why there is no canonical text. */
  readonly findings: readonly Finding[];
}

/** Formats the bytes of a file. `path` is the name that findings carry. */
export function formatSource(path: string, bytes: Uint8Array): FormattedSource {
  const text = bytes.length > MAX_SOURCE_BYTES ? null : decodeText(bytes);
  if (text === null) {
    const problem = bytes.length > MAX_SOURCE_BYTES ? 'too-large' : 'binary';
    const { findings } = loadProject([path], { read: () => ({ problem }), list: () => [] });
    return { before: '', after: null, findings };
  }
  const { tree, findings } = parse(text, path);
  const after = format(tree);
  return { before: text, after, findings: after === null ? findings.filter(({ severity }) => severity === 'error') : [] };
}
