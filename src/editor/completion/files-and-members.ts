/** Files after `use`, and what a set may hold. */
import { relativePath, resolvePath } from '../../dsl/loading/project-paths.ts';
import type { SourceTree } from '../../dsl/syntax.ts';
import { itemText } from '../markdown.ts';
import type { Workspace } from '../workspace.ts';
import { RANK, type Candidate } from './candidate.ts';

/** Files of the project as a file would name them. @param quotes what is put around each */
export function otherFiles(path: string, tree: SourceTree, workspace: Workspace, quotes: '' | '"'): readonly Candidate[] {
  const used = new Set(tree.items.flatMap((item) => (item.kind === 'use' ? [resolvePath(path, item.path.value).path] : [])));
  return workspace.sourcePaths.flatMap((each): readonly Candidate[] => {
    if (each === path) return [];
    const written = relativePath(path, each);
    return [{ label: written, kind: 'file', detail: each, text: `${quotes}${written}${quotes}`, rank: used.has(each) ? RANK.misfit : RANK.word }];
  });
}

/** Patterns for the folders of factors, and their files. */
export function patterns(path: string, workspace: Workspace, quotes: '' | '"'): readonly Candidate[] {
  const files = workspace.sourcePaths.filter((each) => each.endsWith('.factor') && each !== path).map((each) => relativePath(path, each));
  const folders = new Set(files.map((each) => each.slice(0, each.lastIndexOf('/') + 1)));
  const wild = [...folders].map((folder): Candidate => ({ label: `${folder}*.factor`, kind: 'file', detail: `every factor of ${folder === '' ? 'this folder' : folder}`, text: `${quotes}${folder}*.factor${quotes}`, rank: RANK.local }));
  return [...wild, ...files.map((label): Candidate => ({ label, kind: 'file', text: `${quotes}${label}${quotes}`, rank: RANK.column }))];
}

/** Factors and sets that a file sees and a set does not hold yet. @param offset a place inside the set */
export function members(path: string, offset: number, tree: SourceTree, workspace: Workspace): readonly Candidate[] {
  const { file } = workspace.checked(path);
  const set = tree.items.find((item) => item.kind === 'set' && item.span.start <= offset && offset <= item.span.end);
  const held = set?.kind === 'set' ? new Set([set.name.text, ...set.members.flatMap((member) => (member.kind === 'name' && !(member.span.start <= offset && offset <= member.span.end) ? [member.name.text] : []))]) : new Set<string>();
  const declared = [...(file?.factors.values() ?? []), ...(file?.sets.values() ?? [])].filter(({ item }) => !held.has(item.name.text));
  return declared.map(({ item }) => ({ label: item.name.text, kind: item.kind, detail: item.documentation?.text.split('\n')[0] ?? item.kind, documentation: itemText(item), rank: RANK.word }));
}
