/** Random factors over minute bars from a seed, and how to make one smaller. */
import { randomSource } from '../../scripts/intraday.mjs';
import type { RandomSource } from '../../scripts/intraday.mjs';
import { GRAMMAR, VALUE_SORTS, type Grammar } from './factor-grammar.ts';

/** An expression: the way it is written and what fills the holes. */
export interface Tree {
  readonly sort: string;
  /** Texts around the holes, one more than there are holes. */
  readonly texts: readonly string[];
  readonly parts: readonly Tree[];
}

/** A random factor: its value's expression and the unit clause, if it has one. */
export interface RandomFactor {
  readonly unit: string | null;
  readonly value: Tree;
}

export function textOf(tree: Tree): string {
  return tree.texts.map((text, i) => text + (tree.parts[i] === undefined ? '' : textOf(tree.parts[i]))).join('');
}

/** The factor as the language writes it. */
export function factorSource(name: string, { unit, value }: RandomFactor, table = 'minute'): string {
  return `/// random\nfactor ${name} { from ${table} direction 1 ${unit === null ? '' : `unit ${unit} `}value ${textOf(value)} }`;
}

interface Template {
  readonly texts: readonly string[];
  readonly holes: readonly string[];
}

const HOLE = /\{([^{}]+)\}/;
const templates = new Map<string, Template>();

function templateOf(text: string): Template {
  const known = templates.get(text);
  if (known !== undefined) return known;
  const pieces = text.split(HOLE);
  const made = { texts: pieces.filter((_, i) => i % 2 === 0), holes: pieces.filter((_, i) => i % 2 === 1) };
  templates.set(text, made);
  return made;
}

export interface WriterOptions {
  /** Ways to write some sorts instead of the usual ones. */
  readonly grammar?: Grammar;
  /** How often a hole is filled with an expression of any sort, so that most of them do not fit. */
  readonly wild?: number;
}

/** Writes random expressions. */
export class ProgramWriter {
  private readonly random: RandomSource;
  private readonly grammar: Grammar;
  private readonly sorts: readonly string[];
  private readonly wild: number;

  constructor(seed: number, { grammar = {}, wild = 0 }: WriterOptions = {}) {
    this.random = randomSource(seed);
    this.grammar = { ...GRAMMAR, ...grammar };
    this.sorts = Object.keys(this.grammar);
    this.wild = wild;
  }

  /** A factor whose expression has at most `depth` levels below its value. */
  factor(depth: number): RandomFactor {
    const [sort, unit] = this.pick(VALUE_SORTS);
    return { unit, value: this.tree(sort, depth) };
  }

  private pick<T>(choices: readonly T[]): T {
    const chosen = choices[this.random.integer(0, choices.length - 1)];
    if (chosen === undefined) throw new Error('nothing to choose from');
    return chosen;
  }

  private tree(sort: string, depth: number): Tree {
    if (this.wild > 0 && this.random.uniform() < this.wild) sort = this.pick(this.sorts);
    const ways = this.grammar[sort];
    if (ways === undefined) return this.token(sort);
    const leaves = ways.filter((way) => templateOf(way).holes.every((hole) => this.grammar[hole] === undefined));
    // Half of the shallow choices would be columns otherwise never met.
    const choices = leaves.length > 0 && (depth <= 0 || this.random.uniform() < 0.12) ? leaves : ways;
    const { texts, holes } = templateOf(this.pick(choices));
    return { sort, texts, parts: holes.map((hole) => this.tree(hole, depth - 1)) };
  }

  /** `1-5` is a whole number, `a|b` one of them. */
  private token(hole: string): Tree {
    const [, low, high] = /^(\d+)-(\d+)$/.exec(hole) ?? [];
    const text = low === undefined || high === undefined ? this.pick(hole.split('|')) : String(this.random.integer(Number(low), Number(high)));
    return { sort: hole, texts: [text], parts: [] };
  }
}

/** `count` random factors of a seed. */
export function randomFactors(seed: number, count: number, depth = 4, options: WriterOptions = {}): readonly RandomFactor[] {
  const writer = new ProgramWriter(seed, options);
  return Array.from({ length: count }, () => writer.factor(depth));
}

/** Expressions that are smaller than a tree in one place: a part in the place of the whole, or the simplest of its sort. */
export function* smaller(tree: Tree): Generator<Tree> {
  const simplest = GRAMMAR[tree.sort]?.[0];
  if (simplest !== undefined && templateOf(simplest).holes.length === 0 && textOf(tree) !== simplest) yield { sort: tree.sort, texts: [simplest], parts: [] };
  for (const part of descendants(tree)) if (part.sort === tree.sort) yield part;
  for (const [i, part] of tree.parts.entries()) {
    for (const less of smaller(part)) yield { ...tree, parts: tree.parts.map((one, j) => (i === j ? less : one)) };
  }
}

function* descendants(tree: Tree): Generator<Tree> {
  for (const part of tree.parts) {
    yield part;
    yield* descendants(part);
  }
}

/**
 * The smallest factor that still fails, found by making a failing one smaller step by step; `fails` is asked at most `tries` times.
 */
export async function shrink(factor: RandomFactor, fails: (factor: RandomFactor) => Promise<boolean>, tries = 300): Promise<RandomFactor> {
  let best = factor;
  let left = tries;
  for (let found = true; found && left > 0; ) {
    found = false;
    for (const value of smaller(best.value)) {
      if (left-- <= 0) break;
      if (!(await fails({ ...best, value }))) continue;
      best = { ...best, value };
      found = true;
      break;
    }
  }
  return best;
}
