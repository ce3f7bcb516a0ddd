/** The single-factor test: factor values and days of stocks in, figures and series out. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { DataError } from '../store/data-error.ts';
import { withDatabase } from '../store/duckdb.ts';
import { didYouMean } from '../store/nearest.ts';
import { withScratch } from '../store/scratch.ts';
import type { DailyPanel } from './daily-panel.ts';
import type { Evaluation } from './evaluation.ts';
import { absentColumns, openDaily, readPanel } from './read-panel.ts';
import { Combinations } from './combinations.ts';
import { testSections, type BaselinePass } from './section-pass.ts';
import { lastDay, learningSections, sectionsBefore, sectionsFrom, type Section } from './sections.ts';
import { DEFAULT_SETTINGS, requireSettings, type EvaluationSettings } from './settings.ts';
import { historyOf, signalAt, SignalSections } from './signal-sections.ts';
import type { Step } from './steps.ts';
import { STYLE_HISTORY } from './styles.ts';
import { requireColumns } from './universe.ts';
import { openValues, placementOf, readFactors, type ValuesFile } from './values-file.ts';
import { spanOf, spanWarnings } from './values-span.ts';
import { evaluationWarnings, type EvaluationWarning } from './warnings.ts';

/** MiB for queries: they stream, and what they sort is small. */
const DATABASE_MIB = 1024;

export interface EvaluateProgress {
  readonly done: number;
  readonly total: number;
  /** What is counted: factors are read, then sections are tested. */
  readonly unit: 'factors' | 'sections';
  /** The factor or section at work. */
  readonly note: string;
}

/** Factors whose sums others are compared with; they are not tested themselves. */
export interface Baseline {
  readonly values: string;
  readonly directions: ReadonlyMap<string, 1 | -1>;
  /** Steps from their raw values to signals. */
  readonly steps: readonly Step[];
  readonly names: { readonly equal: string; readonly icir: string };
}

export interface EvaluateRequest {
  readonly store: string;
  /** Values: .parquet, .csv or .json with the columns date, symbol and one per factor. */
  readonly values: string;
  /** One direction for every factor of the file, or the factors to test with theirs. */
  readonly directions: 1 | -1 | ReadonlyMap<string, 1 | -1>;
  /** First date of a section; values before it still count in means over days. */
  readonly from?: string;
  /** Last date of everything, prices included; the test ends before where the values do. */
  readonly to?: string;
  readonly settings?: Partial<EvaluationSettings>;
  /** What the values are: factors (the default), or signals of models. Models are not summed. */
  readonly subject?: 'factors' | 'models';
  readonly baselines?: readonly Baseline[];
  onProgress?(progress: EvaluateProgress): void;
  readonly signal?: AbortSignal;
}

/**
 * Tests every factor of a file of values, and with two or more of them also their equal-weighted and rolling ICIR-weighted sums. Throws DataError for data that cannot
 * be used, and DataFindings for columns of `daily` that steps need and that are null throughout.
 */
export async function evaluateFactors(request: EvaluateRequest): Promise<Evaluation> {
  const settings = { ...DEFAULT_SETTINGS, ...request.settings };
  requireSettings(settings);
  return withScratch((scratch) =>
    withDatabase({ memoryMiB: DATABASE_MIB }, (db) =>
      db.use(async (connection) => {
        await mkdir(scratch, { recursive: true });
        const values = await openValues(connection, request.values, scratch);
        const factors = directionsOf(values, request.directions);
        const daily = await openDaily(connection, request.store, request.to);
        const span = await spanOf(connection, values, [...factors.keys()], daily, request.from);
        const [first, last] = [daily.dates.indexOf(span.first), daily.dates.indexOf(span.last)];
        const end = lastDay(first, last, daily.dates.length, settings);
        const baselines = request.baselines ?? [];
        const learning = baselines.length === 0 ? 0 : learningSections(settings);
        const history = Math.max(historyOf(settings.steps), STYLE_HISTORY, ...baselines.map(({ steps }) => learning * settings.every + historyOf(steps)));
        const start = Math.max(0, first - history);
        const panel = await readPanel(connection, daily, settings.price, settings.adjusted, { from: daily.dates[start] ?? '', to: daily.dates[end] ?? '' });
        requireColumns(panel, settings);
        const sections = sectionsFrom(first - start, last - start, panel.dates.length, settings.every);
        const before = sectionsBefore(first - start, learning, settings.every);
        const made: SignalSections[] = [];
        const makeSignals = async (of: ValuesFile, directions: ReadonlyMap<string, 1 | -1>, steps: readonly Step[], at: readonly Section[]): Promise<SignalSections> => {
          const signals = new SignalSections(join(scratch, `signals-${String(made.length)}`), directions.size, panel.symbols.length);
          made.push(signals);
          await writeSignals({ connection, values: of, directions, panel, sections: at, settings: { ...settings, steps }, signals, request });
          return signals;
        };
        try {
          const ends = daily.dates.length - 1 - last > settings.every ? [evaluationWarnings.valuesEnd(span.last, daily.dates.at(-1) ?? '', panel.dates.at(-1) ?? '')] : [];
          const warnings = [...values.warnings, ...ends, ...spanWarnings(span, daily.dates, settings.every), ...(await placementWarnings(connection, values, panel))];
          const signals = await makeSignals(values, factors, settings.steps, sections);
          const passes: BaselinePass[] = [];
          for (const { values: file, directions, steps, names } of baselines) {
            const parts = await openValues(connection, file, scratch);
            const known = directionsOf(parts, directions);
            passes.push({ steps, combinations: new Combinations([...known.keys()], names.equal, names.icir), signals: await makeSignals(parts, known, steps, [...before, ...sections]) });
          }
          const withoutValues = new Set(span.factors.filter((factor) => factor.first === null).map(({ name }) => name));
          return await testSections({ panel, sections, before, settings, factors, signals, subject: request.subject ?? 'factors', baselines: passes, warnings, withoutValues, request });
        } finally {
          for (const signals of made) signals.close();
        }
      }),
    ),
  );
}

/** Throws as `evaluateFactors` does for columns of `daily` that a test needs and that are null throughout: for those who have long work before it. */
export async function requireTestable(store: string, settings: Partial<EvaluationSettings>, to?: string): Promise<void> {
  await withDatabase({ memoryMiB: DATABASE_MIB }, (db) =>
    db.use(async (connection) => {
      const { relation } = await openDaily(connection, store, to);
      requireColumns({ absent: await absentColumns(connection, relation) }, { ...DEFAULT_SETTINGS, ...settings });
    }),
  );
}

/** The factors to test with their directions, in the order of the file. */
function directionsOf({ file, factors }: ValuesFile, directions: EvaluateRequest['directions']): ReadonlyMap<string, 1 | -1> {
  if (typeof directions === 'number') return new Map(factors.map((name) => [name, directions]));
  for (const name of directions.keys()) {
    if (!factors.includes(name)) throw new DataError({ file, column: name, found: `no such column${didYouMean(name, factors)} among ${factors.join(', ')}`, expected: 'values of every factor that is asked for', remedy: 'Compute them, or name the factors that the file has.' });
  }
  return new Map(factors.flatMap((name) => (directions.has(name) ? [[name, directions.get(name) ?? 1] as const] : [])));
}

async function placementWarnings(connection: DuckDBConnection, values: ValuesFile, panel: DailyPanel): Promise<readonly EvaluationWarning[]> {
  const { rows, otherDates, otherSymbols, otherSymbol } = await placementOf(connection, values, panel);
  return [...(otherDates > 0 ? [evaluationWarnings.otherDates(otherDates, rows)] : []), ...(otherSymbol === null ? [] : [evaluationWarnings.otherSymbols(otherSymbols, rows, otherSymbol)])];
}

interface Making {
  readonly connection: DuckDBConnection;
  readonly values: ValuesFile;
  readonly directions: ReadonlyMap<string, 1 | -1>;
  readonly panel: DailyPanel;
  readonly sections: readonly Section[];
  readonly settings: EvaluationSettings;
  readonly signals: SignalSections;
  readonly request: EvaluateRequest;
}

/** Makes the signals of all sections, factor by factor. */
async function writeSignals({ connection, values, directions, panel, sections, settings, signals, request }: Making): Promise<void> {
  const raw = new Float64Array(panel.flags.length);
  let done = 0;
  for (const [name, direction] of directions) {
    request.signal?.throwIfAborted();
    request.onProgress?.({ done, total: directions.size, unit: 'factors', note: name });
    await readFactors(connection, values, [name], panel, 0, panel.dates.length, raw);
    sections.forEach((section, s) => signals.write(s, done, signalAt(panel, raw, section, settings, direction)));
    done++;
  }
}
