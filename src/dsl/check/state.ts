/** State of checking one factor: what was found, what was typed already, and how large it has become. */
import { finding, type Finding, type Fix, type Message } from '../finding.ts';
import { LIMITS } from '../limits.ts';
import { limits } from '../messages/limits.ts';
import type { Span } from '../source.ts';
import type { Expression } from '../syntax.ts';
import type { Typed } from '../typed.ts';
import { siteText, type Place, type Scope } from './scope.ts';

/** Longest chain of expressions inside expressions a factor may have once lets and defs are put in; every later stage recurses over it. */
export const DEPTH_LIMIT = 1000;
/** Most defs inside one another. */
export const CALL_LIMIT = 200;
/** Most operators and calls of defs in one factor, each counted once however often its value is used. */
export const SIZE_LIMIT = 20_000;

/** Is told what every expression turned out to be, null where it is wrong; those of a def as its caller sees them. */
export type TypeObserver = (expression: Expression, value: Typed | null, scope: Scope) => void;

export class State {
  readonly findings: Finding[] = [];
  /** Names of the lets that something reads. */
  readonly usedLets = new Set<string>();
  private readonly said = new Set<string>();
  private readonly typed = new Map<string, Typed | null>();
  private readonly meanings = new Map<string, number>();
  private readonly identities = new WeakMap<object, number>();
  private readonly depths = new WeakMap<Typed, number>();
  private readonly origins = new WeakMap<Typed, Place>();
  private identityCount = 0;
  private size = 0;
  private nesting = 0;
  private exhausted = false;

  constructor(readonly observer: TypeObserver | null = null) {}

  /** Adds a finding in the file of a place, each once. Always null, the value of what is wrong. */
  report({ file, calledFrom = null }: Place, span: Span, message: Message, fix: Fix | null = null): null {
    const key = `${file.path}:${String(span.start)}:${String(span.end)}:${message.code}:${message.message}`;
    if (this.isFull || this.said.has(key)) return null;
    this.said.add(key);
    // What is wrong in another file may be so for this caller alone.
    const site = calledFrom === null || calledFrom.file === file ? null : `called from ${siteText(calledFrom)}`;
    const hint = site === null ? message.hint : [...(message.hint === null ? [] : [message.hint]), site].join('; ');
    this.findings.push(finding(file.path, span, { ...message, hint }, fix));
    return null;
  }

  /** Whether so much was found that more would not be shown. */
  get isFull(): boolean {
    return this.findings.length > LIMITS.findings;
  }

  get failed(): boolean {
    return this.findings.some((entry) => entry.severity === 'error');
  }

  /** Whether the factor has become larger or deeper than it may be: whatever comes after is not looked at. */
  get isExhausted(): boolean {
    return this.exhausted;
  }

  /** Goes one level further down; false if that is too deep, and then there is nothing to leave. */
  enter(): boolean {
    if (this.nesting >= DEPTH_LIMIT) return false;
    this.nesting++;
    return true;
  }

  leave(): void {
    this.nesting--;
  }

  /** What was kept under a key: equal parts are typed once, so that sharing survives. Undefined if nothing was. */
  kept(key: string): Typed | null | undefined {
    return this.typed.get(key);
  }

  keep(key: string, value: Typed | null): Typed | null {
    this.typed.set(key, value);
    return value;
  }

  /** Counts a new operator; false after a finding that it is one too many or too deep. */
  count(value: Typed, parts: readonly Typed[], place: Place): boolean {
    const depth = 1 + parts.reduce((most, part) => Math.max(most, this.depths.get(part) ?? 1), 0);
    this.depths.set(value, depth);
    this.origins.set(value, place);
    if (depth > DEPTH_LIMIT) this.exhaust(place, value.span, limits.tooDeep(DEPTH_LIMIT));
    return this.countStep(place, value.span);
  }

  /** Counts an operator, or a def that is put in: one whose calls fail makes no operators, but may be called without end. */
  countStep(place: Place, span: Span): boolean {
    this.size++;
    if (this.size > SIZE_LIMIT) this.exhaust(place, span, limits.tooLarge(SIZE_LIMIT));
    return !this.exhausted;
  }

  /** Says that something goes too deep, once for the factor. */
  reportDepth(place: Place, span: Span): null {
    return this.exhaust(place, span, limits.tooDeep(DEPTH_LIMIT));
  }

  /** Where the text of an operator stands: its span is of that file. */
  originOf(value: Typed): Place | null {
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

  private exhaust(place: Place, span: Span, message: Message): null {
    if (!this.exhausted) this.report(place, span, message);
    this.exhausted = true;
    return null;
  }
}
