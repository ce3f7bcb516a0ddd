/**
 * Keys that appear later in the day. A grouped series has a row for every key of the day, so a reduction of its rows rests on the whole
 * day even if each of them rests on an early window, unless the rows of later keys change nothing: they hold the value of no rows.
 */
import { operatorNamed, type Operator } from '../catalogue/index.ts';
import type { Rows, Typed, TypedApplication } from '../typed.ts';
import type { Application } from './application.ts';

/** The values that something may have in the row of a later key, NaN for missing; null if nothing is known about them. */
type Possible = readonly number[] | null;

/** Values beside missing that change nothing in a reduction. A condition that fails is not counted. */
const NEUTRAL: Readonly<Record<string, number>> = { sum: 0, prod: 1 };

/** Whether an operator over `rows` gives something else when keys appear after the windows of its arguments. */
export function restsOnLaterKeys(entry: Operator, { args, where }: Application, rows: Rows): boolean {
  const later = new LaterKeys();
  if (rows.kind === 'pool') {
    return args.flatMap(({ value }) => partsOf(value)).some((part) => part.rows.kind === 'groups' && !later.changesNothing(entry, [part]));
  }
  if (rows.kind !== 'groups') return false;
  if (where !== undefined && where !== null && isOnly(later.valuesOf(where.value), 0)) return false;
  return !later.changesNothing(entry, args.map(({ value }) => value));
}

/** The series that are pooled. */
function partsOf(value: Typed): readonly Typed[] {
  return value.kind === 'apply' && value.operator === 'concat' ? value.args.flatMap(partsOf) : [value];
}

function isOnly(values: Possible, ...allowed: readonly number[]): boolean {
  return values?.every((value) => allowed.includes(value)) === true;
}

class LaterKeys {
  private readonly known = new Map<Typed, Possible>();

  /** Whether rows with the values of later keys may as well not be there. */
  changesNothing(entry: Operator, args: readonly Typed[]): boolean {
    const values = args.map((arg) => this.valuesOf(arg));
    // Of two series a row counts only where both are present; the share of a selection counts missing rows too.
    if ((entry.group === 'reduction' || entry.name === 'rank') && values.some((each) => isOnly(each, NaN))) return true;
    if (entry.group !== 'reduction' || args.length > 1) return false;
    const neutral = entry.name === 'count' && args[0]?.type.kind === 'boolean' ? 0 : NEUTRAL[entry.name];
    return neutral !== undefined && isOnly(values[0] ?? null, NaN, neutral);
  }

  valuesOf(typed: Typed): Possible {
    const kept = this.known.get(typed);
    if (kept !== undefined) return kept;
    const values = this.read(typed);
    this.known.set(typed, values);
    return values;
  }

  private read(typed: Typed): Possible {
    if (typed.kind === 'literal') {
      if (typeof typed.value === 'string') return null;
      return [typed.value === null ? NaN : Number(typed.value)];
    }
    if (typed.kind === 'column' || typed.rows.kind !== 'groups') return null;
    const entry = operatorNamed(typed.operator);
    if (typed.by !== null) return ofNoRows(entry, typed);
    if (entry.meaning.kind === 'selection') return this.ofSelection(entry, typed);
    return entry.meaning.kind === 'element' ? this.ofElement(entry, typed) : null;
  }

  /** What is left out by where=, or is missing, is neither selected nor ranked. */
  private ofSelection(entry: Operator, { args, where }: TypedApplication): Possible {
    const [x] = args;
    const leftOut = (where !== null && isOnly(this.valuesOf(where), 0)) || (x !== undefined && isOnly(this.valuesOf(x), NaN));
    return leftOut ? [entry.result === 'boolean' ? 0 : NaN] : null;
  }

  private ofElement(entry: Operator, typed: TypedApplication): Possible {
    const inputs = typed.args.map((arg) => this.valuesOf(arg));
    const [first = null, second = null, third = null] = inputs;
    const { name } = entry;
    // One side may settle it, whatever the other is.
    if (name === 'and' && (isOnly(first, 0) || isOnly(second, 0))) return [0];
    if (name === 'or' && (isOnly(first, 1) || isOnly(second, 1))) return [1];
    if (name === 'if' && first === null) return second === null || third === null ? null : [...second, ...third];
    if (name === 'if' && (isOnly(first, 0) || isOnly(first, 1))) return isOnly(first, 0) ? third : second;
    const { group } = entry;
    if ((group === 'arithmetic' || group === 'comparison') && inputs.some((values) => isOnly(values, NaN))) return [group === 'comparison' ? 0 : NaN];
    const { meaning } = entry;
    const known = meaning.kind === 'element' ? everyChoice(inputs)?.map((choice) => meaning.of(choice, typed.parameters)) : undefined;
    if (known !== undefined) return known;
    // 0 times or divided by what is not known is 0, or missing.
    return (name === '*' && (isOnly(first, 0, NaN) || isOnly(second, 0, NaN))) || (name === '/' && isOnly(first, 0, NaN)) ? [0, NaN] : null;
  }
}

/** What a grouping gives for a key of which window and where leave nothing. */
function ofNoRows(entry: Operator, typed: TypedApplication): Possible {
  if (entry.meaning.kind !== 'reduction') return null;
  return [entry.meaning.of(typed.args.map(() => new Float64Array(0)), typed.parameters)];
}

/** Most combinations of values that are tried. */
const MOST_CHOICES = 64;

/** Every way to choose one value of each input; null if one of them is unknown or there are too many ways. */
function everyChoice(inputs: readonly Possible[]): readonly (readonly number[])[] | null {
  let choices: readonly (readonly number[])[] = [[]];
  for (const values of inputs) {
    if (values === null || choices.length * values.length > MOST_CHOICES) return null;
    choices = choices.flatMap((choice) => values.map((value) => [...choice, value]));
  }
  return choices;
}
