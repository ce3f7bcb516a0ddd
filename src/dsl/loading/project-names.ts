/** What the names of each file mean: its own items and those of the files it uses. Reports names that are taken, brought twice, hidden, or never used. */
import { finding, type Finding } from '../finding.ts';
import { names } from '../messages/names.ts';
import type { Declared, ProjectFile } from '../project.ts';
import type { LoadedFile, ResolvedUse } from './project-files.ts';
import { LineMap } from '../source.ts';
import { namesIn } from './names-in.ts';
import type { DefItem, FactorItem, Item, ModelItem, SetItem } from '../syntax.ts';

export type NamedItem = Exclude<Item, { readonly kind: 'use' }>;

/** A project file while its names are filled in. */
interface OpenFile extends ProjectFile {
  readonly defs: Map<string, Declared<DefItem>>;
  readonly sets: Map<string, Declared<SetItem>>;
  readonly factors: Map<string, Declared<FactorItem>>;
  readonly models: Map<string, Declared<ModelItem>>;
}

/** Links every file's names; also adds the findings about them. */
export function linkNames(loaded: ReadonlyMap<string, LoadedFile>, findings: Finding[]): ReadonlyMap<string, ProjectFile> {
  const files = new Map<string, OpenFile>();
  const own = new Map<string, ReadonlyMap<string, NamedItem>>();
  for (const file of loaded.values()) {
    const lacksNames = file.lacksNames || file.tree.incomplete === true || file.uses.some((use) => loaded.get(use.path)?.tree.incomplete === true);
    files.set(file.path, {
      path: file.path, tree: file.tree, defs: new Map(), sets: new Map(), factors: new Map(), models: new Map(),
      ...(lacksNames ? { lacksNames: true } : {}),
    });
    own.set(file.path, declaredNames(file, findings));
  }
  const origins = new Map<NamedItem, Declared<NamedItem>>();
  for (const [path, items] of own) {
    const file = files.get(path);
    if (file === undefined) continue;
    for (const item of items.values()) add(file, item, file, origins);
  }
  for (const file of loaded.values()) {
    const into = files.get(file.path);
    const mine = own.get(file.path);
    if (into === undefined || mine === undefined) continue;
    bringNames(file, mine, own, findings, (item, from) => {
      const source = files.get(from);
      if (source !== undefined) add(into, item, source, origins);
    });
    reportUnused(file, own, findings, loaded);
  }
  return files;
}

/** A file's own items by name. Of two with the same name the first counts. */
function declaredNames(file: LoadedFile, findings: Finding[]): ReadonlyMap<string, NamedItem> {
  const own = new Map<string, NamedItem>();
  let lines: LineMap | null = null;
  for (const item of file.tree.items) {
    if (item.kind === 'use') continue;
    const first = own.get(item.name.text);
    if (first === undefined) {
      own.set(item.name.text, item);
      continue;
    }
    lines ??= new LineMap(file.tree.text);
    const { line } = lines.position(first.name.span.start);
    findings.push(finding(file.path, item.name.span, names.duplicateName(item.name.text, first.kind, line)));
  }
  return own;
}

/** Calls `bring` for every name that a use makes visible; a file's own names and earlier uses come first. */
function bringNames(
  file: LoadedFile,
  mine: ReadonlyMap<string, NamedItem>,
  own: ReadonlyMap<string, ReadonlyMap<string, NamedItem>>,
  findings: Finding[],
  bring: (item: NamedItem, from: string) => void,
): void {
  const brought = new Map<string, string>();
  for (const use of file.uses) {
    if (use.path === file.path) continue;
    const clashes = new Map<string, string[]>();
    for (const [name, item] of own.get(use.path) ?? []) {
      const hidden = mine.get(name);
      const earlier = brought.get(name);
      if (hidden !== undefined) findings.push(finding(file.path, hidden.name.span, names.shadowsUsed(name, use.path)));
      else if (earlier !== undefined) clashes.set(earlier, [...(clashes.get(earlier) ?? []), name]);
      else {
        brought.set(name, use.path);
        bring(item, use.path);
      }
    }
    for (const [earlier, shared] of clashes) findings.push(finding(file.path, use.item.path.span, names.ambiguousName(shared, earlier, use.path)));
  }
}

function reportUnused(file: LoadedFile, own: ReadonlyMap<string, ReadonlyMap<string, NamedItem>>, findings: Finding[], loaded: ReadonlyMap<string, LoadedFile>): void {
  if (file.tree.incomplete === true || file.uses.length === 0) return;
  const mentioned = namesIn(file.tree);
  const isUsed = (use: ResolvedUse): boolean => {
    const target = loaded.get(use.path);
    return target === undefined || target.tree.incomplete === true || [...(own.get(use.path)?.keys() ?? [])].some((name) => mentioned.has(name));
  };
  for (const use of file.uses) {
    if (use.path === file.path || isUsed(use)) continue;
    findings.push(finding(file.path, use.item.span, names.unusedUse(use.path), { title: 'remove it', edits: [{ span: use.item.span, text: '' }] }));
  }
}

/** Puts an item into a file's names; every file sees the same `Declared` of an item. */
function add(into: OpenFile, item: NamedItem, from: ProjectFile, origins: Map<NamedItem, Declared<NamedItem>>): void {
  const known = origins.get(item);
  const declared = known ?? { item, file: from };
  origins.set(item, declared);
  const name = item.name.text;
  if (isOf(declared, 'def')) into.defs.set(name, declared);
  else if (isOf(declared, 'set')) into.sets.set(name, declared);
  else if (isOf(declared, 'factor')) into.factors.set(name, declared);
  else if (isOf(declared, 'model')) into.models.set(name, declared);
}

function isOf<K extends NamedItem['kind']>(declared: Declared<NamedItem>, kind: K): declared is Declared<Extract<NamedItem, { readonly kind: K }>> {
  return declared.item.kind === kind;
}
