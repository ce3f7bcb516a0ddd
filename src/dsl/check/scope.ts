/** What names mean at a place: lets of the factor, parameters of a def, columns of the table. */
import type { Finding, Fix, Message } from '../finding.ts';
import { finding } from '../finding.ts';
import type { ProjectFile } from '../project.ts';
import type { Span } from '../source.ts';
import type { DefItem, Expression, LetClause } from '../syntax.ts';
import type { Table } from '../tables.ts';
import type { Typed } from '../typed.ts';

/** A parameter stands for the expression its caller wrote, read where the caller wrote it. */
export interface Binding {
  readonly expression: Expression;
  readonly scope: Scope;
}

export interface Scope {
  readonly file: ProjectFile;
  readonly table: Table;
  /** Lets seen so far; empty inside a def. */
  readonly lets: ReadonlyMap<string, Typed>;
  /** Lets of the calling factor that a def cannot see: only for saying so. */
  readonly hiddenLets: ReadonlySet<string>;
  readonly parameters: ReadonlyMap<string, Binding>;
  /** Defs being inlined, outermost first. */
  readonly calls: readonly DefItem[];
}

/** Longest chain of operators a factor may have once lets and defs are put in. */
export const DEPTH_LIMIT = 1000;
/** Most distinct operators of one factor. */
export const SIZE_LIMIT = 20_000;

/** State of checking one factor: findings, what was used, and what was already typed. */
export class Session {
  readonly findings: Finding[] = [];
  readonly used = new Set<string>();
  /** Results of defs by call: equal calls are typed once, so sharing survives inlining. */
  readonly inlined = new Map<string, Typed | null>();
  readonly usedParameters = new Map<DefItem, Set<string>>();
  private readonly depths = new WeakMap<Typed, number>();
  private readonly identities = new WeakMap<object, number>();
  private readonly said = new Set<string>();
  private count = 0;

  report(scope: Scope, span: Span, message: Message, fix: Fix | null = null): null {
    const key = `${scope.file.path}:${String(span.start)}:${String(span.end)}:${message.code}:${message.message}`;
    if (!this.said.has(key)) this.findings.push(finding(scope.file.path, span, message, fix));
    this.said.add(key);
    return null;
  }

  get failed(): boolean {
    return this.findings.some((entry) => entry.severity === 'error');
  }

  depthOf(value: Typed): number {
    return this.depths.get(value) ?? 1;
  }

  /** Counts a new step; says which limit it breaks. */
  note(value: Typed, args: readonly Typed[]): 'deep' | 'large' | null {
    const depth = 1 + args.reduce((most, arg) => Math.max(most, this.depthOf(arg)), 0);
    this.depths.set(value, depth);
    this.count++;
    if (depth > DEPTH_LIMIT) return 'deep';
    return this.count > SIZE_LIMIT ? 'large' : null;
  }

  /** A small number that stands for an object in memo keys. */
  identity(of: object): number {
    const known = this.identities.get(of);
    if (known !== undefined) return known;
    this.identityCount++;
    this.identities.set(of, this.identityCount);
    return this.identityCount;
  }

  private identityCount = 0;
}

export function scopeOfLets(file: ProjectFile, table: Table, lets: ReadonlyMap<string, Typed>): Scope {
  return { file, table, lets, hiddenLets: new Set(), parameters: new Map(), calls: [] };
}

/** A `let` seen by the checker with its value, null where that failed. */
export interface CheckedLet {
  readonly clause: LetClause;
  readonly value: Typed | null;
}
