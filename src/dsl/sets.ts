/** What sets hold: factors, other sets, and the factors of the files that a pattern matches. */
import { finding, type Finding } from './finding.ts';
import { names } from './messages/names.ts';
import { nearest } from './nearest.ts';
import type { Declared, Project, ProjectFile } from './project.ts';
import { matchesPattern, resolvePath } from './loading/project-paths.ts';
import type { FactorItem, NameExpression, SetItem, StringLiteral } from './syntax.ts';

/**
 * The factors that a name stands for in a file: those of a set, in the order in which they are listed and each once, or
 * the one factor of that name. Files that a pattern matches come sorted by path. Empty if the name is neither; members
 * that mean nothing are left out (they were reported when the project was loaded).
 */
export function expandSet(project: Project, file: ProjectFile, name: string): readonly Declared<FactorItem>[] {
  const factor = file.factors.get(name);
  if (factor !== undefined) return [factor];
  const set = file.sets.get(name);
  return set === undefined ? [] : [...factorsOf(project.files, set)];
}

/** Factors of a set and of the sets in it. Each set is opened once, so a circle of sets ends. */
function factorsOf(files: ReadonlyMap<string, ProjectFile>, set: Declared<SetItem>): ReadonlySet<Declared<FactorItem>> {
  const factors = new Set<Declared<FactorItem>>();
  const opened = new Set<Declared<SetItem>>([set]);
  const pending = membersOf(set);
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { member, file } = next;
    if (member.kind === 'string') {
      for (const each of factorsOfPattern(files, file, member)) factors.add(each);
      continue;
    }
    const factor = file.factors.get(member.name.text);
    if (factor !== undefined) factors.add(factor);
    const inner = file.sets.get(member.name.text);
    if (inner === undefined || opened.has(inner)) continue;
    opened.add(inner);
    pending.push(...membersOf(inner));
  }
  return factors;
}

/** Members of a set with the file whose names they are, the last one first. */
function membersOf({ item, file }: Declared<SetItem>): { readonly member: NameExpression | StringLiteral; readonly file: ProjectFile }[] {
  return item.members.map((member) => ({ member, file })).reverse();
}

function factorsOfPattern(files: ReadonlyMap<string, ProjectFile>, file: ProjectFile, pattern: StringLiteral): readonly Declared<FactorItem>[] {
  const { path } = resolvePath(file.path, pattern.value.replaceAll('\\', '/'));
  if (path === null) return [];
  const matches = [...files.values()].filter((each) => each.path.endsWith('.factor') && matchesPattern(path, each.path));
  matches.sort((a, b) => (a.path < b.path ? -1 : 1));
  return matches.flatMap((match) =>
    match.tree.items.flatMap((item) => {
      const declared = item.kind === 'factor' ? match.factors.get(item.name.text) : undefined;
      // Of two factors with one name the file knows the first only.
      return declared?.item === item ? [declared] : [];
    }),
  );
}

/** Findings about the members of every set. */
export function checkSets(files: ReadonlyMap<string, ProjectFile>): readonly Finding[] {
  const findings: Finding[] = [];
  const twins = hasTwins(files);
  for (const file of files.values()) {
    for (const item of file.tree.items) {
      const declared = item.kind === 'set' ? file.sets.get(item.name.text) : undefined;
      if (declared?.item !== item) continue;
      checkMembers(declared, findings);
      if (twins) checkTwins(files, declared, findings);
    }
  }
  return [...findings, ...findSetCycles(files)];
}

function checkMembers({ item, file }: Declared<SetItem>, findings: Finding[]): void {
  const seen = new Set<string>();
  if (item.members.length === 0 && file.tree.incomplete !== true) findings.push(finding(file.path, item.name.span, names.emptySet(item.name.text)));
  for (const member of item.members) {
    const text = member.kind === 'name' ? member.name.text : `"${member.value}"`;
    if (seen.has(text)) findings.push(finding(file.path, member.span, names.repeatedMember(text)));
    else if (member.kind === 'name') checkName(member, file, findings);
    seen.add(text);
  }
}

function checkName(member: NameExpression, file: ProjectFile, findings: Finding[]): void {
  const name = member.name.text;
  if (file.factors.has(name) || file.sets.has(name)) return;
  const kind = file.defs.has(name) ? 'def' : file.models.has(name) ? 'model' : null;
  if (kind !== null) findings.push(finding(file.path, member.span, names.wrongMember(name, kind)));
  else if (file.lacksNames !== true) {
    const near = nearest(name, [...file.factors.keys(), ...file.sets.keys()]);
    findings.push(finding(file.path, member.span, names.unknownMember(name, near), near === null ? null : { title: `write ${near}`, edits: [{ span: member.span, text: near }] }));
  }
}

/** Whether two files declare factors of one name at all, upper and lower case alike. */
function hasTwins(files: ReadonlyMap<string, ProjectFile>): boolean {
  const seen = new Set<string>();
  for (const file of files.values()) {
    for (const { item, file: home } of file.factors.values()) {
      if (home !== file) continue;
      if (seen.has(item.name.text.toLowerCase())) return true;
      seen.add(item.name.text.toLowerCase());
    }
  }
  return false;
}

/** Different factors of one name would be one column of an output, which does not tell upper from lower case. */
function checkTwins(files: ReadonlyMap<string, ProjectFile>, set: Declared<SetItem>, findings: Finding[]): void {
  const byName = new Map<string, Declared<FactorItem>>();
  for (const factor of factorsOf(files, set)) {
    const name = factor.item.name.text;
    const first = byName.get(name.toLowerCase());
    const other = first?.item.name.text;
    if (first === undefined || other === undefined) byName.set(name.toLowerCase(), factor);
    else if (other !== name) findings.push(finding(set.file.path, set.item.name.span, names.sameButForCaseInSet(other, name)));
    else findings.push(finding(set.file.path, set.item.name.span, names.sameNameInSet(name, first.file.path, factor.file.path)));
  }
}

/** One finding for each circle of sets, at the member that closes it. */
function findSetCycles(files: ReadonlyMap<string, ProjectFile>): readonly Finding[] {
  const findings: Finding[] = [];
  const done = new Set<Declared<SetItem>>();
  for (const file of files.values()) {
    for (const start of file.sets.values()) {
      // The sets on the way from `start`, each with the number of its members that were followed.
      const way: { readonly set: Declared<SetItem>; next: number }[] = [{ set: start, next: 0 }];
      for (let at = way.at(-1); at !== undefined; at = way.at(-1)) {
        const { set } = at;
        const member = done.has(set) ? undefined : set.item.members[at.next++];
        if (member === undefined) {
          done.add(set);
          way.pop();
          continue;
        }
        const inner = member.kind === 'name' ? set.file.sets.get(member.name.text) : undefined;
        if (inner === undefined) continue;
        const first = way.findIndex((step) => step.set === inner);
        if (first >= 0) findings.push(finding(set.file.path, member.span, names.setCycle([...way.slice(first).map((step) => step.set.item.name.text), inner.item.name.text])));
        else if (!done.has(inner)) way.push({ set: inner, next: 0 });
      }
    }
  }
  return findings;
}
