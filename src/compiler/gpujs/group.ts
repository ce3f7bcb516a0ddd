/** One group of up to four results: its values, its accumulators, and the loops that fill them. */
import { coreOf } from '../../dsl/catalogue/index.ts';
import { isSize } from '../columns.ts';
import { seriesOf, whereOf, type Node, type PreparedNode, type ReduceNode } from '../ir.ts';
import { leavesOf } from '../leaves.ts';
import type { TileLayout } from '../plan.ts';
import { traitsOf } from '../traits.ts';
import { accumulatorKey, type Accumulator, type AccumulatorKind, type RowSet, type Term } from './accumulator.ts';
import { doubtfulWhereValuesAre, missingWhereUndelivered } from './doubt.ts';
import { elementValue } from './element-value.ts';
import { ROUND_STATEMENTS, writeLoops } from './loops.ts';
import { seriesOperand, valueOf } from './operand.ts';
import { RowsBuilder } from './reductions.ts';
import { resultStatement } from './result.ts';
import type { OuterValue } from './series-text.ts';
import { isAbsent, Names, numberText, orZero } from './text.ts';
import { NO_ERROR, type ValueText } from './value.ts';

const CONSTANT_VALUE = { missing: null, delta: null, stage: 0 } as const;

/** Writes the values of one thread; asked for in any order, each is written once. */
export class GroupWriter {
  readonly names = new Names();
  private readonly accumulators = new Map<string, Accumulator>();
  /** Statements after the loops of each stage. */
  private readonly statements: string[][] = [];
  private readonly kept = new Map<string, string>();
  private readonly values = new Map<Node, ValueText>();
  private readonly missingRows = new Map<string, string>();

  /** @param roundStatements most that a round of a loop may have where it takes more than one row */
  constructor(
    readonly layout: TileLayout,
    private readonly roundStatements = ROUND_STATEMENTS,
  ) {}

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
    const always = rows.every === undefined && rows.where === null && rows.present.every((node) => this.alwaysThere(node));
    if (always) return { ...CONSTANT_VALUE, text: String(total), error: NO_ERROR };
    const made = this.accumulate('sum', rows, [], 0);
    return { ...CONSTANT_VALUE, text: made.name, error: NO_ERROR, stage: made.stage };
  }

  private alwaysThere(node: Node): boolean {
    return node.op === 'constant' ? !Number.isNaN(node.value) : node.op === 'column' && isSize(node.column);
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
        if (Number.isNaN(node.value)) return { ...CONSTANT_VALUE, text: '0', missing: '1', error: NO_ERROR };
        return { ...CONSTANT_VALUE, text: numberText(node.value), error: { relative: traitsOf(node).error } };
      case 'prepared':
        return this.prepared(node);
      case 'reduce':
        return this.reduction(node);
      case 'element':
        return elementValue(node, node.args.map((arg) => this.value(arg)), this.keep);
      default:
        throw new Error(`compiler error: node ${String(node.id)} (${node.op}) is no value a kernel computes`);
    }
  }

  private prepared(node: PreparedNode): ValueText {
    const row = this.layout.prepared.get(node);
    if (row === undefined) throw new Error(`compiler error: the tile holds no prepared value for node ${String(node.id)}`);
    const raw = this.keep(0, `tile[this.thread.z][${String(row)}${this.layout.moves ? ' + day' : ''}][this.thread.x]`);
    return { ...CONSTANT_VALUE, text: this.keep(0, orZero(raw)), missing: this.keep(0, isAbsent(raw)), error: { relative: traitsOf(node).error } };
  }

  private reduction(node: ReduceNode): ValueText {
    const present = seriesOf(node);
    const rows: RowSet = { window: node.window, where: whereOf(node), present, delivered: leavesOf(node) };
    const { lowering } = coreOf(node.operator);
    if (lowering.kind !== 'reduction') throw new Error(`compiler error: ${node.operator} has no kernel form`);
    const made = valueOf(lowering.build(new RowsBuilder(this, rows), present.map(seriesOperand)));
    return missingWhereUndelivered(doubtfulWhereValuesAre(made, node, (inner) => this.value(inner), this.keep), rows.delivered, this.keep);
  }

  /** Statement that sets a result: the value, or what says that it is missing or must be computed again. */
  result(name: string, node: Node): string {
    return resultStatement(name, node, this.value(node));
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
      const loops = writeLoops(group, { layout: this.layout, names: this.names, outer: this.outer, roundStatements: this.roundStatements });
      lines.push(...loops, ...(this.statements[stage] ?? []));
    }
    return lines;
  }

  /** Accumulators in the order they were asked for. */
  get loops(): readonly Accumulator[] {
    return [...this.accumulators.values()];
  }
}
