/** What can be said about defs before anybody calls them: recursion, and names of parameters. */
import { finding, type Finding } from '../finding.ts';
import { partsOf } from '../limits.ts';
import { program } from '../messages/program.ts';
import type { Declared, Project, ProjectFile } from '../project.ts';
import type { CallExpression, DefItem, Expression } from '../syntax.ts';
import { FUNCTION_NAMES } from './call.ts';

/** Findings about every def of every file. */
export function checkDefs(project: Project): readonly Finding[] {
  const defs = [...project.files.values()].flatMap(defsOf);
  return [...defs.flatMap(checkNames), ...findRecursion(defs)];
}

/** A file's own defs; of two with one name the first counts. */
function defsOf(file: ProjectFile): readonly Declared<DefItem>[] {
  return file.tree.items.flatMap((item) => {
    const declared = item.kind === 'def' ? file.defs.get(item.name.text) : undefined;
    return declared?.item === item ? [declared] : [];
  });
}

function checkNames({ item, file }: Declared<DefItem>): readonly Finding[] {
  const { name, parameters, body } = item;
  const findings: Finding[] = [];
  if (FUNCTION_NAMES.includes(name.text)) findings.push(finding(file.path, name.span, program.hidesOperator(name.text)));
  const inside = withParts([body]);
  const used = new Set(inside.map((part) => (part.kind === 'name' ? part.name.text : part.kind === 'call' ? part.callee.text : '')));
  const unreadable = inside.some((part) => part.kind === 'error');
  const seen = new Set<string>();
  for (const parameter of parameters) {
    const { text, span } = parameter.name;
    if (seen.has(text)) findings.push(finding(file.path, span, program.duplicateParameter(text, name.text)));
    else if (!used.has(text) && !unreadable) findings.push(finding(file.path, span, program.unusedParameter(text, name.text)));
    seen.add(text);
  }
  return findings;
}

/** What a def calls in its body and in the default values of its parameters, the first call of each name. */
function callsOf({ body, parameters }: DefItem): readonly CallExpression[] {
  const byName = new Map<string, CallExpression>();
  for (const part of withParts([body, ...parameters.flatMap((parameter) => parameter.defaultValue ?? [])])) {
    if (part.kind === 'call' && !byName.has(part.callee.text)) byName.set(part.callee.text, part);
  }
  return [...byName.values()];
}

/** Expressions and everything in them, in source order. */
export function withParts(expressions: readonly Expression[]): readonly Expression[] {
  const found: Expression[] = [];
  const pending = [...expressions].reverse();
  for (let expression = pending.pop(); expression !== undefined; expression = pending.pop()) {
    found.push(expression);
    pending.push(...[...partsOf(expression)].reverse());
  }
  return found;
}

interface Step {
  readonly def: Declared<DefItem>;
  readonly calls: readonly CallExpression[];
  /** Number of the calls that were followed. */
  next: number;
}

/** One finding for each circle of defs, at the call that closes it. */
function findRecursion(defs: readonly Declared<DefItem>[]): readonly Finding[] {
  const findings: Finding[] = [];
  const done = new Set<DefItem>();
  const stepInto = (def: Declared<DefItem>): Step => ({ def, calls: done.has(def.item) ? [] : callsOf(def.item), next: 0 });
  for (const start of defs) {
    const way = [stepInto(start)];
    const open = new Set([start.item]);
    for (let at = way.at(-1); at !== undefined; at = way.at(-1)) {
      const call = at.calls[at.next++];
      if (call === undefined) {
        done.add(at.def.item);
        open.delete(at.def.item);
        way.pop();
        continue;
      }
      const callee = at.def.file.defs.get(call.callee.text);
      if (callee === undefined) continue;
      if (open.has(callee.item)) {
        const circle = way.slice(way.findIndex((step) => step.def.item === callee.item)).map((step) => step.def.item.name.text);
        findings.push(finding(at.def.file.path, call.callee.span, program.recursion([...circle, callee.item.name.text])));
      } else if (!done.has(callee.item)) {
        open.add(callee.item);
        way.push(stepInto(callee));
      }
    }
  }
  return findings;
}
