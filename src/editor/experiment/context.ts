/** What the language of experiments asks of the one who uses it: texts, and what stands in the project around them. */
import type { Finding } from '../../dsl/finding.ts';
import type { DocumentSymbol } from '../api.ts';
import type { SchemaNode } from './schema.ts';

export interface ExperimentContext {
  readonly schema: SchemaNode;
  /** Names of indices that the market may have. */
  readonly indices: readonly string[];
  /** Text of a file as the editor holds it; null if there is none. */
  text(path: string): string | null;
  /** Everything that is wrong with an experiment. */
  findings(path: string): readonly Finding[];
  /** Paths of the project's sources, `.factor` and `.model`, sorted. */
  sources(): readonly string[];
  /** What a source declares. */
  declared(path: string): readonly DocumentSymbol[];
  /** Folders of the project that are stores. */
  stores(): readonly string[];
}
