/** What fits at a place of an experiment: keys, values that the schema knows, and names of the project. */
import type { Document } from 'yaml';
import type { Completion, CompletionKind } from '../api.ts';
import type { ExperimentContext } from './context.ts';
import { cursorsAt, type Cursor } from './cursor.ts';
import { readDocument } from './document.ts';
import { declarableKinds, declaredIn, fusionsOf, keysAreModels, modelsOf, nameKindOfValue, targetOf, type NameKind } from './names.ts';
import { detailOf, documentationOf, knownValues } from './schema-words.ts';
import { type ExperimentSchema, isListSchema, isMapSchema, type SchemaNode } from './schema.ts';

interface Asked {
  readonly context: ExperimentContext;
  readonly schema: ExperimentSchema;
  readonly path: string;
  readonly text: string;
}

/** What something offers, before it is put at its place. */
type Offer = Pick<Completion, 'label' | 'kind' | 'detail' | 'documentation' | 'rank'> & { readonly text?: string; readonly isSnippet?: boolean };

export function completionsAt(asked: Asked, offset: number): readonly Completion[] {
  const found = cursorsAt(asked.text, offset).flatMap((cursor) => (cursor.role === 'key' ? keyOffers(asked, cursor) : valueOffers(asked, cursor)).map((offer) => placed(offer, cursor)));
  return [...new Map(found.map((completion) => [completion.label, completion])).values()].sort((a, b) => a.rank - b.rank || (a.label < b.label ? -1 : 1));
}

function placed({ label, kind, detail, documentation, rank, text = label, isSnippet = false }: Offer, { span, lacksSpace }: Cursor): Completion {
  return { label, kind, detail, documentation, rank, span, text: lacksSpace ? ` ${text}` : text, isSnippet };
}

function keyOffers(asked: Asked, cursor: Cursor): readonly Offer[] {
  const { schema, context, text } = asked;
  const { path, siblings } = cursor;
  const needed = new Set(schema.at(path).flatMap(({ required }) => required ?? []));
  const keys = [...schema.keys(path)].filter(([name]) => !siblings.includes(name)).map(([name, nodes]): Offer => ({
    label: name,
    kind: 'key',
    detail: detailOf(nodes),
    documentation: documentationOf(nodes),
    rank: needed.has(name) ? 0 : 1,
    ...keyText(name, nodes, cursor),
  }));
  const document = keysAreModels(path) ? readDocument(text) : null;
  const models = document === null ? [] : modelsOf(document, context).filter(({ name }) => !siblings.includes(name));
  const parts = models.map(({ name, detail }): Offer => ({ label: name, kind: 'model', detail: 'weight of the model', documentation: detail, rank: 0, ...(cursor.hasColon ? {} : { text: `${name}: \${1:1}`, isSnippet: true }) }));
  // A list that is written over several lines begins with a dash.
  const isListHere = !cursor.isFlow && path.length > 0 && keys.length === 0 && siblings.length === 0 && schema.at(path).some(isListSchema);
  const items = isListHere ? valueOffers(asked, { ...cursor, path: [...path, 0] }).map((offer) => ({ ...offer, text: `- ${offer.text ?? offer.label}` })) : [];
  return [...keys, ...parts, ...items];
}

/** A key with what its value begins with. */
function keyText(name: string, nodes: readonly SchemaNode[], { isFlow, hasColon }: Cursor): Pick<Offer, 'text' | 'isSnippet'> {
  if (hasColon) return { text: name };
  if (nodes.some(isListSchema) && !nodes.some(({ type }) => type !== undefined && type !== 'array')) return { text: `${name}: [$1]`, isSnippet: true };
  if (nodes.some(isMapSchema) && !nodes.some(({ type }) => [type ?? []].flat().includes('number'))) return { text: isFlow ? `${name}: { $1 }` : `${name}:\n  $0`, isSnippet: true };
  return { text: `${name}: ` };
}

function valueOffers(asked: Asked, cursor: Cursor): readonly Offer[] {
  const nodes = asked.schema.at(cursor.path);
  const kind = nameKindOfValue(cursor.path);
  const documentation = documentationOf(nodes);
  const known = knownValues(nodes).map((value): Offer => ({ label: value.text, kind: value.kind, detail: value.isDefault ? 'default' : '', documentation, rank: value.isDefault ? 2 : value.kind === 'enum' ? 3 : 4 }));
  return [...(kind === null ? [] : nameOffers(asked, kind, cursor)), ...known];
}

function nameOffers({ context, text, path }: Asked, kind: NameKind, { span }: Cursor): readonly Offer[] {
  const plain = (labels: readonly string[], as: CompletionKind, detail: string, rank = 0): readonly Offer[] => labels.map((label) => ({ label, kind: as, detail, documentation: '', rank }));
  switch (kind) {
    case 'store':
      return plain(context.stores(), 'file', 'a store of this project');
    case 'index':
      return [...plain(context.indices, 'value', 'an index'), ...plain(['equal'], 'value', 'all stocks alike', 1)];
    case 'factor-source':
    case 'model-source':
      return sourceOffers(context, kind, text.slice(span.start, span.end));
    case 'signal':
    case 'model':
      return signalOffers(readDocument(text), path, context);
  }
}

function signalOffers(document: Document | null, path: string, context: ExperimentContext): readonly Offer[] {
  if (document === null) return [];
  const fusions = fusionsOf(document, path).map(({ name, detail }): Offer => ({ label: name, kind: 'value', detail: `fusion of ${detail}`, documentation: '', rank: 0 }));
  return [...fusions, ...modelsOf(document, context).map(({ name, detail }): Offer => ({ label: name, kind: 'model', detail: 'model', documentation: detail, rank: 1 }))];
}

/** Files and their folders; behind `#` what the file declares. */
function sourceOffers(context: ExperimentContext, kind: 'factor-source' | 'model-source', word: string): readonly Offer[] {
  const sources = context.sources();
  const ending = kind === 'model-source' ? '.model' : '.factor';
  const own = sources.filter((source) => source.endsWith(ending));
  const { path, name } = targetOf(word, sources);
  if (name !== null) return declaredIn(path, declarableKinds(kind), context).map((each): Offer => ({ label: `${path}#${each.name}`, kind: kind === 'model-source' ? 'model' : 'factor', detail: each.detail, documentation: '', rank: 0 }));
  const folders = [...new Set(own.flatMap((source) => source.split('/').slice(0, -1).map((_, i, parts) => parts.slice(0, i + 1).join('/'))))];
  const files = own.map((source): Offer => {
    const declared = declaredIn(source, declarableKinds(kind), context);
    return { label: source, kind: 'file', detail: declared.length === 1 ? (declared[0]?.detail ?? '') : `${String(declared.length)} names`, documentation: declared.map((each) => `- \`${each.name}\` ${each.detail}`).join('\n'), rank: 0 };
  });
  return [...files, ...folders.map((folder): Offer => ({ label: folder, kind: 'file', detail: 'all below this folder', documentation: '', rank: 1 }))];
}
