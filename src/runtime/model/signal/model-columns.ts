/** What models ask of `daily`, before anything is trained: columns that hold nothing are findings. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { operatorNamed } from '../../../dsl/catalogue/index.ts';
import type { ModelInput, ModelTarget, Preparation } from '../../../dsl/typed-model.ts';
import { DataFindings, dataMessages, type DataFinding } from '../../evaluate/data-findings.ts';
import { openDailyRelation } from '../../store/daily-source.ts';
import { numberIn, queryRows, quoteName } from '../../store/duckdb.ts';

/** What is asked of the data of a model. */
export interface AskedData {
  readonly name: string;
  readonly inputs: readonly ModelInput[];
  readonly target: ModelTarget;
}

interface Need {
  readonly column: string;
  readonly step: string;
  /** How to do without. */
  readonly leave: string;
}

/** Throws DataFindings for every column of `daily` that a model needs and that is null on every day and stock. A store without days is somebody else's finding. */
export async function requireModelColumns(connection: DuckDBConnection, store: string, models: readonly AskedData[], to?: string): Promise<void> {
  const needs = models.flatMap(needsOf);
  const columns = [...new Set(needs.map(({ column }) => column))];
  const { sql, dates } = await openDailyRelation(connection, store, columns, to);
  if (dates.length === 0) return;
  const [counts] = await queryRows(connection, `SELECT ${columns.map((name) => `count(${quoteName(name)}) AS ${quoteName(name)}`).join(', ')} FROM ${sql}`);
  const absent = new Set(columns.filter((name) => numberIn(counts, name) === 0));
  const findings = needs
    .filter(({ column }) => absent.has(column))
    .map(({ column, step, leave }): DataFinding => ({ ...dataMessages.nullColumn(step, column, leave, column === 'industry' ? 'import it: fullband import industry FILE --store DIR' : 'import the column'), table: 'daily', column, step }));
  if (findings.length > 0) throw new DataFindings(findings);
}

function needsOf({ name, inputs, target }: AskedData): readonly Need[] {
  const prepared = [...inputs.flatMap((input) => [...(input.kind === 'panel' ? input.daily : []), ...input.prepared].map((step) => ({ of: `input ${input.name}`, step }))), ...target.prepared.map((step) => ({ of: `target ${target.name}`, step }))];
  const fields = inputs.flatMap((input) => {
    if (input.kind !== 'bars') return [];
    const step = `bars of input ${input.name} of ${name}`;
    const own = input.fields.map((column) => ({ column, step, leave: `leave ${column} out of its fields` }));
    // Mean prices of several days are weighed by volume.
    return input.every !== '1d' && input.fields.includes('vwap') && !input.fields.includes('volume') ? [...own, { column: 'volume', step, leave: 'leave vwap out of its fields' }] : own;
  });
  return [
    { column: target.price, step: `target ${target.name} of ${name}`, leave: 'choose another price of forward_return' },
    { column: 'adj_factor', step: `target ${target.name} of ${name}`, leave: 'import a feed with pre_close' },
    ...fields,
    ...prepared.flatMap(({ of, step }) => neutralized(step).map(({ column, other }) => ({ column, step: `neutralize of ${of} of ${name}`, leave: `write neutralize(…, by=${other}) in the model` }))),
  ];
}

/** The columns by which a step neutralises, each with the one that is left without it. */
function neutralized(step: Preparation): readonly { readonly column: string; readonly other: string }[] {
  if (step.kind !== 'across' || operatorNamed(step.operator).name !== 'neutralize') return [];
  const all = [{ by: 'industry', column: 'industry', other: 'cap' }, { by: 'cap', column: 'float_market_cap', other: 'industry' }];
  return all.filter(({ by }) => step.by === null || step.by === by);
}
