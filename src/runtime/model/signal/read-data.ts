/** Everything that a model's samples are gathered from, read once. */
import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import { operatorNamed } from '../../../dsl/catalogue/index.ts';
import type { ModelInput, ModelTarget } from '../../../dsl/typed-model.ts';
import type { DailyPanel } from '../../evaluate/daily-panel.ts';
import { openDaily, readPanel, type DailySource } from '../../evaluate/read-panel.ts';
import { openValues, type ValuesFile } from '../../evaluate/values-file.ts';
import { TableVersionReader } from '../../engine/table-versions.ts';
import { DataError } from '../../store/data-error.ts';
import { numberIn, queryRows, quoteName, textIn, withDatabase } from '../../store/duckdb.ts';
import { withScratch } from '../../store/scratch.ts';
import { fieldsFor, readBars, periodBars, type PeriodBars } from '../data/bars.ts';
import { readFeatures } from '../data/features.ts';
import { labelPanel } from '../data/labels.ts';
import type { ModelData } from '../data/model-batches.ts';
import type { Panel } from '../gru/blocks.ts';

export interface ReadRequest {
  readonly store: string;
  /** Values of the factors that panels read; null for a model without panels. */
  readonly values: string | null;
  readonly inputs: readonly ModelInput[];
  readonly target: ModelTarget;
  readonly to?: string;
  /** Only so many of the last days are needed, of models that read factors alone. */
  readonly lastDays?: number;
  tell(note: string): void;
}

export interface ReadModelData extends ModelData {
  /** Every date up to the last, also where the panel begins later. */
  readonly calendar: readonly string[];
  /** As `labelPanel` makes them; the panel has no prices any more. */
  readonly labels: Float32Array;
  /** First date on which one of the model's own factors has a value; null without panels. */
  readonly firstValue: string | null;
  /** Versions of the days of `daily` that were read, by date: each is of its day and all before. */
  readonly dayVersions: ReadonlyMap<string, string>;
  /** Of each date, a digest of all values up to it; empty without panels. */
  readonly valueDigests: ReadonlyMap<string, string>;
}

/** MiB for queries: they stream, and what they sort is small. */
const DATABASE_MIB = 512;

/** Reads days, features and bars, with a database of its own whose memory is free again afterwards. Throws DataError for data that cannot be used. */
export function readModelData(request: ReadRequest): Promise<ReadModelData> {
  return withScratch((scratch) =>
    withDatabase({ memoryMiB: DATABASE_MIB }, async (db) => {
      await mkdir(scratch, { recursive: true });
      // What is trained is kept under the versions of what was read, whatever is imported in the hours that a training takes.
      const versions = await TableVersionReader.open(db, request.store);
      const before = await versions.versionsOfDays(await versions.datesOf('daily'));
      const data = await db.use((connection) => readAll(connection, request, scratch));
      const after = await versions.versionsOfDays(data.calendar);
      await versions.save();
      if (data.calendar.some((date) => after.get(date) !== before.get(date))) throw new DataError({ file: request.store, found: 'days of stocks that were changed while they were read', expected: 'a store that is as it was when the reading began', remedy: 'Run the command again when the import has ended.' });
      return { ...data, dayVersions: after };
    }),
  );
}

async function readAll(connection: DuckDBConnection, request: ReadRequest, scratch: string): Promise<Omit<ReadModelData, 'dayVersions'>> {
  const { store, inputs } = request;
  const tell = (note: string): void => {
    request.tell(note);
  };
  const daily = await openDaily(connection, store, request.to);
  tell('reading days');
  const { panel, labels, calendar } = await readDays(connection, daily, request);
  const panels = inputs.filter((input) => input.kind === 'panel');
  const own = [...new Set(panels.flatMap((input) => input.features.map(({ name }) => name)))];
  const features = new Map<string, Panel>();
  let values: ValuesFile | null = null;
  if (request.values !== null && panels.length > 0) {
    values = await openValues(connection, request.values, scratch);
    await requireValuesOf(connection, values, own);
    for (const input of panels) features.set(input.name, await readFeatures(connection, values, panel, input, scratch, tell));
  }
  const bars = new Map<'1d' | '1w' | '1mo', PeriodBars>();
  if (inputs.some((input) => input.kind === 'bars')) {
    tell('reading bars');
    const read = await readBars(connection, store, panel, fieldsFor(inputs.flatMap((input) => (input.kind === 'bars' ? input.fields : []))));
    for (const every of new Set(inputs.flatMap((input) => (input.kind === 'bars' ? [input.every] : [])))) bars.set(every, periodBars(read, panel, every));
  }
  const { firstValue, valueDigests } = values === null ? { firstValue: null, valueDigests: new Map<string, string>() } : await digestsOf(connection, values, own);
  return { panel: withoutExposures(panel, inputs), calendar, labels, inputs, features, bars, firstValue, valueDigests };
}

/** Throws DataError for factors that the file lacks, or has no value of. */
async function requireValuesOf(connection: DuckDBConnection, { file, factors, relation }: ValuesFile, own: readonly string[]): Promise<void> {
  const missing = own.filter((name) => !factors.includes(name));
  if (missing.length > 0) throw new DataError({ file, column: missing[0] ?? '', found: `no values of ${missing.join(', ')}`, expected: 'a column for every factor of the model', remedy: 'Compute them into the file, or leave --values out: then they are computed from the store.' });
  const [counts] = await queryRows(connection, `SELECT ${own.map((name) => `count(${quoteName(name)}) AS ${quoteName(name)}`).join(', ')} FROM ${relation}`);
  const empty = own.filter((name) => numberIn(counts, name) === 0);
  if (empty.length > 0) throw new DataError({ file, column: empty[0] ?? '', found: `no value of ${empty.join(', ')} on any date and stock`, expected: 'values of every factor of the model', remedy: 'fullband compute says why a factor has none; leave it out of the model, or bring in the data that it reads.' });
}

/** Days and labels. Prices stay behind in this function, and their memory with them. */
async function readDays(connection: DuckDBConnection, daily: DailySource, { target, lastDays }: ReadRequest): Promise<Pick<ReadModelData, 'panel' | 'labels' | 'calendar'>> {
  const whole = await readPanel(connection, daily, target.price, true, {}, false);
  const panel = lastDays === undefined ? whole : await lastDaysOf(connection, whole, lastDays);
  return { panel: { ...panel, price: new Float64Array(0) }, labels: labelPanel(panel, target), calendar: whole.dates };
}

/** The last days of a panel, with what they took over from those before; the connection's calendar is theirs then. */
async function lastDaysOf(connection: DuckDBConnection, panel: DailyPanel, count: number): Promise<DailyPanel> {
  const first = Math.max(0, panel.dates.length - count);
  await connection.run(`CREATE OR REPLACE TEMP TABLE calendar AS SELECT "date", CAST(place - ${String(first)} AS INTEGER) AS place FROM calendar WHERE place >= ${String(first)}`);
  const from = first * panel.symbols.length;
  return { ...panel, dates: panel.dates.slice(first), flags: panel.flags.subarray(from), price: panel.price.subarray(from), cap: panel.cap.subarray(from), industry: panel.industry.subarray(from) };
}

/** The panel without what stocks are neutralised by, where no step that is still to come asks for it. */
function withoutExposures(panel: DailyPanel, inputs: readonly ModelInput[]): DailyPanel {
  const steps = inputs.flatMap(({ prepared }) => prepared);
  if (steps.some((step) => step.kind === 'across' && operatorNamed(step.operator).name === 'neutralize')) return panel;
  return { ...panel, cap: new Float64Array(new SharedArrayBuffer(0)), industry: new Int16Array(new SharedArrayBuffer(0)) };
}

/**
 * The first date on which one of some factors has a value, and a digest of each date's values and of all before: order of rows does not matter, a changed value does, and rows without a value of
 * these factors do not, which other factors of the file may bring.
 */
async function digestsOf(connection: DuckDBConnection, { relation }: ValuesFile, factors: readonly string[]): Promise<Pick<ReadModelData, 'firstValue' | 'valueDigests'>> {
  const rows = await queryRows(
    connection,
    `SELECT CAST("date" AS VARCHAR) AS day, CAST(count(*) AS VARCHAR) || '-' || CAST(sum(CAST(hash(symbol, ${factors.map(quoteName).join(', ')}) AS HUGEINT)) AS VARCHAR) AS digest FROM ${relation} WHERE ${factors.map((name) => `${quoteName(name)} IS NOT NULL`).join(' OR ')} GROUP BY ALL ORDER BY day`,
  );
  let chain = '';
  const valueDigests = new Map(
    rows.map((row) => {
      chain = createHash('sha256').update(`${chain}\n${textIn(row, 'day') ?? ''} ${textIn(row, 'digest') ?? ''}`).digest('hex');
      return [textIn(row, 'day') ?? '', chain];
    }),
  );
  const [firstValue = null] = valueDigests.keys();
  return { firstValue, valueDigests };
}
