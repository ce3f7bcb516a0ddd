/** One group of up to four results: its values, its accumulators, and the loops that fill them. */
import { operatorNamed } from '../../dsl/catalogue/index.ts';
import { seriesOf, whereOf, type ColumnName, type Node, type ReduceNode } from '../ir.ts';
import { leavesOf, restsOn } from '../leaves.ts';
import { MISSING, RECOMPUTE, type TileLayout } from '../plan.ts';
import { isUnitless } from '../../dsl/units.ts';
import { EPSILON, traitsOf } from '../traits.ts';
import { accumulatorKey, type Accumulator, type AccumulatorKind, type RowSet, type Term } from './accumulator.ts';
import { elementValue } from './element-value.ts';
import { writeLoops } from './loops.ts';
import { RowsBuilder, seriesOperand, valueOf } from './reductions.ts';
import type { OuterValue } from './series.ts';
import { Names, numberText } from './text.ts';
import { errorText, HOPELESS, type ValueText } from './value.ts';

const CONSTANT_VALUE = { missing: null, delta: null, stage: 0 } as const;

/** Columns that are there as soon as a stock has a price. */
const PRICE_COLUMNS: ReadonlySet<ColumnName> = new Set<ColumnName>(['open', 'high', 'low', 'close', 'vwap', 'lastPrice', 'ret']);

/** Single values that a reduction's series and rows are made with; what those are made with is theirs to tell. */
function valuesRead(node: ReduceNode): readonly Node[] {
  const found = new Set<Node>();
  const seen = new Set<Node>();
  const visit = (at: Node): void => {
    if (seen.has(at)) return;
    seen.add(at);
    if (at.shape === 'series') at.args.forEach(visit);
    else if (at.op !== 'constant') found.add(at);
  };
  node.args.forEach(visit);
  return [...found];
}

/** Relative error of a value that those who read it were placed by, with some room for the roundings of its own bound. */
function trustedError(node: Node): number {
  const { error } = traitsOf(node);
  return Number.isFinite(error) ? Math.max(4 * error, 1e-6) : 0;
}

export class GroupWriter {
  readonly names = new Names();
  private readonly accumulators = new Map<string, Accumulator>();
  /** Statements after the loops of each stage. */
  private readonly statements: string[][] = [];
  private readonly kept = new Map<string, string>();
  private readonly values = new Map<Node, ValueText>();
  private readonly missingRows = new Map<string, string>();

  constructor(readonly layout: TileLayout) {}

  /** Keeps an expression of a stage under a name; equal expressions are kept once. */
  readonly keep = (stage: number, text: string): string => {
    if (/^[a-z]+\d+$/.test(text) || /^\d+$/.test(text)) return text;
    const key = `${String(stage)}|${text}`;
    const known = this.kept.get(key);
    if (known !== undefined) return known;
    const name = this.names.next('v');
    this.statementsOf(stage).push(`const ${name} = ${text};`);
    this.kept.set(key, name);
    return name;
  };

  private statementsOf(stage: number): string[] {
    while (this.statements.length <= stage) this.statements.push([]);
    return this.statements[stage] as string[];
  }

  /** An accumulator over rows; equal ones are one. Its terms may use values of stages before `stage` only. */
  accumulate(kind: AccumulatorKind, rows: RowSet, terms: readonly Term[], stage: number): Accumulator {
    const needed = Math.max(stage, this.stageOfRows(rows), ...terms.map((term) => this.stageOfSeries(term.node)));
    const key = accumulatorKey(kind, rows, terms);
    const known = this.accumulators.get(key);
    if (known !== undefined) return known;
    const made: Accumulator = { name: this.names.next('a'), kind, rows, terms, stage: needed };
    this.accumulators.set(key, made);
    return made;
  }

  private stageOfRows(rows: RowSet): number {
    const parts = rows.where === null ? rows.present : [...rows.present, rows.where];
    return parts.reduce((most, node) => Math.max(most, this.stageOfSeries(node)), 0);
  }

  /** First stage whose loops may read a series: after all values inside it. */
  private stageOfSeries(node: Node): number {
    if (node.shape === 'value') return node.op === 'constant' ? 0 : this.value(node).stage + 1;
    return node.args.reduce((most, arg) => Math.max(most, this.stageOfSeries(arg)), 0);
  }

  /** Number of rows; a constant where no row can be absent. */
  count(rows: RowSet): ValueText {
    const total = rows.window.endRow - rows.window.firstRow;
    const always = rows.where === null && rows.present.every((node) => this.alwaysThere(node));
    if (always) return { ...CONSTANT_VALUE, text: String(total), error: { relative: 0 } };
    const made = this.accumulate('sum', rows, [], 0);
    return { ...CONSTANT_VALUE, text: made.name, error: { relative: 0 }, stage: made.stage };
  }

  private alwaysThere(node: Node): boolean {
    return node.op === 'constant' ? !Number.isNaN(node.value) : node.op === 'column' && ['volume', 'amount', 'items'].includes(node.column);
  }

  /** Name of a number that is 1 where there are no rows, or null if there always are. */
  noRows(n: ValueText): string | null {
    if (/^\d+$/.test(n.text)) return n.text === '0' ? '1' : null;
    const known = this.missingRows.get(n.text);
    if (known !== undefined) return known;
    const name = this.keep(n.stage, `(${n.text} == 0 ? 1 : 0)`);
    this.missingRows.set(n.text, name);
    return name;
  }

  /** Value of a node; written once. */
  value(node: Node): ValueText {
    const known = this.values.get(node);
    if (known !== undefined) return known;
    const made = this.writeValue(node);
    this.values.set(node, made);
    return made;
  }

  private writeValue(node: Node): ValueText {
    switch (node.op) {
      case 'constant':
        return { ...CONSTANT_VALUE, text: Number.isNaN(node.value) ? '0' : numberText(node.value), missing: Number.isNaN(node.value) ? '1' : null, error: { relative: Math.fround(node.value) === node.value || Number.isNaN(node.value) ? 0 : EPSILON } };
      case 'prepared': {
        const row = this.layout.prepared.get(node);
        if (row === undefined) throw new Error(`the tile holds no prepared value for node ${String(node.id)}`);
        const raw = this.keep(0, `tile[this.thread.z][${String(row)}][this.thread.x]`);
        return { ...CONSTANT_VALUE, text: this.keep(0, `(${raw} < 1e38 ? ${raw} : 0)`), missing: this.keep(0, `(${raw} < 1e38 ? 0 : 1)`), error: { relative: node.element === 'boolean' ? 0 : EPSILON } };
      }
      case 'reduce':
        return this.reduction(node);
      case 'element':
        return elementValue(node, node.args.map((arg) => this.value(arg)), this.keep);
      default:
        throw new Error(`node ${String(node.id)} (${node.op}) is no value a kernel computes`);
    }
  }

  private reduction(node: ReduceNode): ValueText {
    const present = seriesOf(node);
    const rows: RowSet = { window: node.window, where: whereOf(node), present, delivered: leavesOf(node) };
    const builder = new RowsBuilder(this, rows);
    const operands = present.map(seriesOperand);
    const [only] = operands;
    let made: ValueText;
    if (node.operator === 'compound' && only !== undefined) {
      made = valueOf(builder.compound(only));
    } else {
      const { lowering } = operatorNamed(node.operator);
      if (lowering.kind !== 'reduction') throw new Error(`${node.operator} has no kernel form`);
      made = valueOf(lowering.build(builder, operands));
    }
    return this.missingWhereUndelivered(this.doubtfulWhereValuesAre(made, node), restsOn(node));
  }

  /**
   * Loops take the accuracy that is known while compiling for granted, also of the single values they read. Where such a value turns out worse (a variance lost
   * in rounding, a comparison too close to call), whatever was made with it is computed again.
   */
  private doubtfulWhereValuesAre(made: ValueText, node: ReduceNode): ValueText {
    const doubts: string[] = [];
    let { stage } = made;
    for (const inner of valuesRead(node)) {
      const value = this.value(inner);
      if ('relative' in value.error) continue;
      const trusted = inner.element === 'boolean' ? '0.5' : `${numberText(trustedError(inner))} * Math.abs(${value.text})`;
      // Written so that NaN, which overflow leaves, is a doubt.
      doubts.push(`(${errorText(value)} <= ${trusted} ? 0 : 1)`);
      stage = Math.max(stage, value.stage);
    }
    if (doubts.length === 0) return made;
    const doubt = this.keep(stage, [...new Set(doubts)].sort().join(' + '));
    const unless = (text: string, otherwise: string): string => `(${doubt} > 0.5 ? ${otherwise} : ${text})`;
    const { delta, missing } = made;
    return {
      text: made.text,
      missing: missing === null ? null : this.keep(stage, unless(missing, '0')),
      error: { absolute: this.keep(stage, unless(errorText(made), HOPELESS)) },
      delta: delta === null ? null : { ...delta, error: () => unless(delta.error(), HOPELESS) },
      stage,
    };
  }

  /** A reduction that rests on a column without a single value is missing, also where the sum of no rows is 0. */
  private missingWhereUndelivered(value: ValueText, columns: ReadonlySet<ColumnName>): ValueText {
    const tests = [...columns].map((column) => (PRICE_COLUMNS.has(column) ? 'first > 239' : `has_${column} < 0.5`));
    if (tests.length === 0) return value;
    const absent = this.keep(value.stage, `(${[...new Set(tests)].sort().join(' || ')} ? 1 : 0)`);
    return { ...value, missing: value.missing === null ? absent : this.keep(value.stage, `Math.max(${value.missing}, ${absent})`) };
  }

  /** Statement that sets a result: the value, or what says that it is missing or must be computed again. */
  result(name: string, node: Node): string {
    const value = this.value(node);
    const { error, text } = value;
    const absolute = isUnitless(node.unit) ? '7e-6 + ' : '';
    const good = 'relative' in error && error.relative <= 5e-5 ? null : `${errorText(value)} <= ${absolute}5e-5 * Math.abs(${text})`;
    const checked = good === null ? text : `(${good} ? ${text} : ${numberText(RECOMPUTE)})`;
    return value.missing === null ? `${name} = ${checked};` : `${name} = (${value.missing} > 0.5 ? ${numberText(MISSING)} : ${checked});`;
  }

  /** Value of a node as a loop of a later stage reads it. */
  readonly outer = (node: Node): OuterValue => {
    const value = this.value(node);
    return { text: value.text, missing: value.missing, delta: value.delta };
  };

  /** The whole body: loops of each stage, then its values. Call after every result was asked for. */
  body(): readonly string[] {
    const lines: string[] = [];
    const all = [...this.accumulators.values()];
    const stages = Math.max(this.statements.length, ...all.map((one) => one.stage + 1));
    for (let stage = 0; stage < stages; stage++) {
      const group = all.filter((one) => one.stage === stage);
      const loops = writeLoops(group, this.layout, this.names, this.outer);
      lines.push(...loops, ...(this.statements[stage] ?? []));
    }
    return lines;
  }

  /** Accumulators in the order they were asked for. */
  get loops(): readonly Accumulator[] {
    return [...this.accumulators.values()];
  }
}
