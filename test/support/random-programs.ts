/** Random well-typed factors: any combination of the catalogue over minute bars, from a seed. */

/** A small seeded generator (mulberry32): the same seed, the same programs. */
export function randomSource(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

type Kind = 'price' | 'volume' | 'amount' | 'plain';

/** Writes random expressions that the checker accepts. */
export class ProgramWriter {
  constructor(private readonly random: () => number) {}

  private pick<T>(choices: readonly T[]): T {
    return choices[Math.floor(this.random() * choices.length)] as T;
  }

  private whole(low: number, high: number): string {
    return String(low + Math.floor(this.random() * (high - low + 1)));
  }

  private anyKind(): Kind {
    return this.pick(['price', 'volume', 'amount', 'plain', 'plain'] as const);
  }

  /** ` , window=…, where=…` as often as people write them. */
  private restriction(depth: number, whereToo = true): string {
    let text = '';
    const windows = ['early', 'late', 'morning', 'afternoon', 'session', '09:45..10:30', '11:00..13:30', `half_hour(${this.whole(1, 8)})`];
    if (this.random() < 0.4) text += `, window=${this.pick(windows)}`;
    if (whereToo && this.random() < 0.4) text += `, where=${this.condition(depth - 1)}`;
    return text;
  }

  series(kind: Kind, depth: number): string {
    const leaves: Record<Kind, readonly string[]> = {
      price: ['open', 'high', 'low', 'close', 'vwap'],
      volume: ['volume'],
      amount: ['amount'],
      plain: ['ret', 'ret', 'items', 'high / low - 1', 'close / open'],
    };
    if (depth <= 0) return this.pick(leaves[kind]);
    const inner = (): string => this.series(kind, depth - 1);
    const common = [
      inner,
      () => `prev(${inner()}, ${this.whole(1, 5)})`,
      () => `next(${inner()})`,
      () => `lesser(${inner()}, ${inner()})`,
      () => `greater(${inner()}, ${inner()})`,
      () => `if(${this.condition(depth - 1)}, ${inner()}, ${inner()})`,
      () => `abs(${inner()} - ${inner()})`,
      () => `(${inner()} + ${inner()})`,
      () => `fill(${inner()}, 0)`,
      () => `diff(${inner()}, ${this.whole(1, 3)})`,
    ];
    const plain = [
      () => this.pick(leaves.plain),
      () => `${this.series(this.pick(['price', 'volume', 'amount'] as const), depth - 1)} ^ 0`,
      () => this.quotient(depth),
      () => `${this.quotient(depth)} - 1`,
      () => `log(${this.quotient(depth)})`,
      () => `ret ^ ${this.pick(['2', '3', '4', '0.5', '-1', '1.5'])}`,
      () => `ret * prev(ret)`,
      () => `sign(${this.series('plain', depth - 1)})`,
      () => `sqrt(abs(${this.series('plain', depth - 1)}))`,
      () => `exp(${this.pick(['ret', 'prev(ret)', 'high / low - 1'])})`,
      () => `rank(${this.series(this.anyKind(), depth - 1)}${this.restriction(depth)})`,
      () => `cumsum(ret)`,
      () => `(ret - ${this.value(depth - 1)})`,
      () => `1 + ret`,
      () => `-${this.pick(leaves.plain.slice(0, 3))}`,
      () => `${this.series('plain', depth - 1)} * 0.5`,
    ];
    const own: Record<Kind, readonly (() => string)[]> = {
      price: [() => this.pick(leaves.price), () => 'amount / volume', () => `${inner()} * 2`],
      volume: [() => 'volume', () => 'volume', () => `if(${this.condition(depth - 1)}, volume, 0)`],
      amount: [() => 'amount', () => `${this.pick(leaves.price)} * volume`],
      plain,
    };
    return `(${this.pick(this.random() < 0.45 ? common : own[kind])()})`;
  }

  private quotient(depth: number): string {
    const kind = this.pick(['price', 'price', 'volume', 'amount'] as const);
    const b = this.random() < 0.3 ? `${this.pick(['mean', 'max', 'first', 'median'])}(${this.series(kind, depth - 1)})` : this.series(kind, depth - 1);
    return `${this.series(kind, depth - 1)} / ${b}`;
  }

  condition(depth: number): string {
    const sign = this.pick(['<', '<=', '>', '>=', '==', '!=']);
    const kind = this.anyKind();
    const comparisons = [
      () => 'ret < 0',
      () => 'close > open',
      () => 'volume > 0',
      () => `ret ${sign} 0`,
      () => `volume > 1000`,
      () => `time >= 10:30`,
      () => `${this.series(kind, depth - 1)} ${sign} ${this.series(kind, depth - 1)}`,
    ];
    if (depth <= 0) return this.pick(comparisons.slice(0, 3))();
    return this.pick([
      ...comparisons,
      () => `${this.pick(['top', 'bottom'])}(${this.series(kind, depth - 1)}, ${this.whole(1, 99)}%${this.restriction(depth)})`,
      () => `(${this.condition(depth - 1)} ${this.pick(['and', 'or'])} ${this.condition(depth - 1)})`,
      () => `not (${this.condition(depth - 1)})`,
      () => `is_missing(${this.series('plain', depth - 1)})`,
      () => `prev(${this.condition(depth - 1)})`,
    ])();
  }

  /** One plain number per stock and day. */
  value(depth: number): string {
    const r = (whereToo = true): string => this.restriction(depth, whereToo);
    const kind = this.anyKind();
    const x = (of: Kind = kind): string => this.series(of, depth - 1);
    const reductions = [
      () => `corr(${x()}, ${x(this.anyKind())}${r()})`,
      () => `corr(${x('plain')}, prev(${x('plain')})${r()})`,
      () => `skew(${x()}${r()})`,
      () => `kurt(${x()}${r()})`,
      () => `count(${this.condition(depth - 1)}${r()}) / 240`,
      () => `sum(${x()}${r()}) / sum(${x()})`,
      () => `mean(${x()}${r()}) / mean(${x()}) - 1`,
      () => `std(${x()}${r()}) / mean(${x()})`,
      () => `var(${x('plain')}${r()})`,
      () => `cov(${x('plain')}, ${x('plain')}${r()})`,
      () => `slope(${x('plain')}, ${x('plain')}${r()})`,
      () => `weighted_mean(${x('plain')}, ${x(this.pick(['volume', 'amount'] as const))}${r()})`,
      () => `max(${x()}${r()}) / min(${x()}${r()})`,
      () => `last(${x()}${r()}) / first(${x()}${r()}) - 1`,
      () => `prod(1 + ret${r()}) - 1`,
      () => `median(${x()}${r()}) / mean(${x()})`,
      () => `quantile(${x()}, ${this.whole(5, 95)}%${r()}) / max(${x()})`,
      () => `std(concat(${x()}, ${x()})) / mean(${x()})`,
      () => `(max(${x('price')}${r()}) - min(${x('price')}${r()})) / mean(close)`,
      () => `mean(${x('plain')}${r()})`,
      () => `sum(${x('plain')}${r()})`,
    ];
    if (depth <= 1) return this.pick(reductions)();
    const inner = (): string => this.value(depth - 1);
    return this.pick([
      ...reductions,
      ...reductions,
      () => `(${inner()} ${this.pick(['+', '-', '*', '/'])} ${inner()})`,
      () => `if(${inner()} ${this.pick(['<', '>', '>='])} ${this.pick(['0', '0.1', inner()])}, ${inner()}, ${inner()})`,
      () => `fill(${inner()}, 0)`,
      () => `abs(${inner()})`,
      () => `sqrt(abs(${inner()}))`,
      () => `log(abs(${inner()}))`,
      () => `exp(lesser(${inner()}, 2))`,
      () => `sign(${inner()})`,
      () => `lesser(${inner()}, ${inner()})`,
      () => `(${inner()}) ^ ${this.pick(['2', '0.5', '-1', '3'])}`,
      () => `if(is_missing(${inner()}), 1, 0)`,
    ])();
  }
}

/** Text of a file with `count` random factors. */
export function randomProgram(seed: number, count: number, depth = 3): string {
  const writer = new ProgramWriter(randomSource(seed));
  return Array.from({ length: count }, (_, i) => `/// random\nfactor f${String(i)} { from minute direction 1 value ${writer.value(depth)} }`).join('\n');
}
