/** State of checking one factor: what was found, what was typed already, and how large it has become. */
import { finding, type Finding, type Fix, type Message } from '../finding.ts';
import { LIMITS } from '../limits.ts';
import type { Span } from '../source.ts';
import type { Typed } from '../typed.ts';
import type { Scope } from './scope.ts';

/** Longest chain of expressions inside expressions a factor may have once lets and defs are put in; every later stage recurses over it. */
export const DEPTH_LIMIT = 1000;
/** Most operators of one factor, each counted once however often its value is used. */
export const SIZE_LIMIT = 20_000;

export class State {
  readonly findings: Finding[] = [];
  /** Names of the lets that something reads. */
  readonly usedLets = new Set<string>();
  private readonly said = new Set<string>();
  private readonly typed = new Map<string, Typed | null>();
  private readonly meanings = new Map<string, number>();
  private readonly identities = new WeakMap<object, number>();
  private readonly depths = new WeakMap<Typed, number>();
  private readonly origins = new WeakMap<Typed, Scope>();
  private identityCount = 0;
  private size = 0;
  private nesting = 0;

  /** Adds a finding in the file of a scope, each once. Always null, the value of what is wrong. */
  report(scope: Scope, span: Span, message: Message, fix: Fix | null = null): null {
    const key = `${scope.file.path}:${String(span.start)}:${String(span.end)}:${message.code}:${message.message}`;
    if (this.isFull || this.said.has(key)) return null;
    this.said.add(key);
    this.findings.push(finding(scope.file.path, span, message, fix));
    return null;
  }

  /** Whether so much was found that more would not be shown. */
  get isFull(): boolean {
    return this.findings.length > LIMITS.findings;
  }

  get failed(): boolean {
    return this.findings.some((entry) => entry.severity === 'error');
  }

  /** Whether the factor has more operators than it may have: whatever comes after is not looked at. */
  get isTooLarge(): boolean {
    return this.size > SIZE_LIMIT;
  }

  /** What `type` gave when it was first asked for under this key: equal parts are typed once, so that sharing survives. */
  once(key: string, type: () => Typed | null): Typed | null {
    const known = this.typed.get(key);
    if (known !== undefined) return known;
    const value = type();
    this.typed.set(key, value);
    return value;
  }

  /** Runs `read` one level further down; null without running it if that is too deep. */
  nested(read: () => Typed | null): Typed | null | 'deep' {
    if (this.nesting >= DEPTH_LIMIT) return 'deep';
    this.nesting++;
    const value = read();
    this.nesting--;
    return value;
  }

  /** Counts a new operator; says which limit it is the first to break. */
  count(value: Typed, parts: readonly Typed[], scope: Scope): 'deep' | 'large' | null {
    const depth = 1 + parts.reduce((most, part) => Math.max(most, this.depths.get(part) ?? 1), 0);
    this.depths.set(value, depth);
    this.origins.set(value, scope);
    this.size++;
    if (depth > DEPTH_LIMIT) return 'deep';
    return this.isTooLarge ? 'large' : null;
  }

  /** Where the text of an operator stands: its span is of that file. */
  originOf(value: Typed): Scope | null {
    return this.origins.get(value) ?? null;
  }

  /** A small number for a text, the same for the same text. */
  intern(text: string): number {
    const known = this.meanings.get(text);
    if (known !== undefined) return known;
    const next = this.meanings.size + 1;
    this.meanings.set(text, next);
    return next;
  }

  /** A small number for an object. */
  identity(of: object): number {
    const known = this.identities.get(of);
    if (known !== undefined) return known;
    this.identityCount++;
    this.identities.set(of, this.identityCount);
    return this.identityCount;
  }
}
