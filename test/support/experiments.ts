/** Small experiments in projects of their own, over a market that takes a second to make and runs that take a few. */
import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseSetting } from '../../src/runtime/experiment/document.ts';
import { loadExperiment, type LoadedExperiment, type Loading } from '../../src/runtime/experiment/load-experiment.ts';
import { runExperiment, type RunReport } from '../../src/runtime/experiment/run-experiment.ts';
import { LineMap } from '../../src/dsl/source.ts';
import { toJson, type FindingJson } from '../../src/dsl/finding.ts';
import { dailyFolder } from '../../src/runtime/store/layout.ts';
import { freshFolder, sql, writeText } from '../runtime/store/support.ts';

const STOCKS = 12;

/** Trading days of the market, from the first of 2022 on. */
export const DAYS: readonly string[] = Array.from({ length: 160 }, (_, i) => new Date(Date.UTC(2022, 0, 3 + i))).filter((day) => day.getUTCDay() % 6 !== 0).map((day) => day.toISOString().slice(0, 10));

export interface MarketChanges {
  /** Days from this date on are others. */
  readonly changedFrom?: string;
  /** Columns of daily that are null. */
  readonly without?: readonly string[];
}

/** Minutes, days and an index of eight of twelve stocks. What a day is does not depend on how many there are. */
export async function writeMarket(store: string, days: number, { changedFrom = '9999', without = [] }: MarketChanges = {}): Promise<void> {
  const dates = DAYS.slice(0, days);
  const any = (n: number, of: string, most: number): string => `(hash(${of}, i, ${n}, day >= '${changedFrom}') % ${most})`;
  const list = `(SELECT unnest([${dates.map((date) => `'${date}'`).join(', ')}]) AS day, unnest(range(${dates.length})) AS d), range(${STOCKS}) r(i)`;
  const price = (n: number): string => `round(20 + i + 3 * sin(d / 7.0 + i) + ${any(n, 'd', 40)} / 100, 2)`;
  const daily = `SELECT CAST(day AS DATE) AS date, printf('%06d.SH', 600000 + i) AS symbol, ${price(1)} AS open, ${price(2)} + 1 AS high, ${price(3)} - 1 AS low, ${price(4)} AS close, ${price(5)} AS vwap,
    CAST(1000000 * (1 + ${any(6, 'd', 50)}) AS BIGINT) AS volume, 1e9 AS amount, ${any(7, 'd', 1000)} / 1e4 AS turnover, ${price(8)} AS pre_close, 1.0 AS adj_factor, 1000.0 AS limit_up, 0.01 AS limit_down,
    false AS is_st, i = 5 AND d BETWEEN 20 AND 22 AS suspended, 1e9 * (1 + i) AS float_market_cap, 'industry ' || i % 3 AS industry FROM ${list}`;
  const nulls = without.length === 0 ? '' : ` REPLACE (${without.map((name) => `NULL AS ${name}`).join(', ')})`;
  const bar = (n: number): string => `20 + i + ${any(n, 'd * 300 + b', 100)} / 100`;
  const minutes = `SELECT day AS date, printf('%06d.SH', 600000 + i) AS symbol, CAST(b AS SMALLINT) AS bar, ${bar(11)} AS open, ${bar(12)} + 1 AS high, ${bar(13)} - 1 AS low, ${bar(14)} AS close,
    CAST(100 * (1 + ${any(15, 'd * 300 + b', 90)}) AS BIGINT) AS volume, 1e5 AS amount, 10 AS items FROM ${list}, range(1, 241) q(b)`;
  const folders = ['minute', 'index_member', 'index_daily'].map((table) => join(store, table));
  await Promise.all([...folders, dailyFolder(store, 2022)].map((folder) => mkdir(folder, { recursive: true })));
  const months = dates.filter((date, i) => date.slice(0, 7) !== dates[i - 1]?.slice(0, 7)).map((date) => `'${date}'`);
  await sql(`COPY (SELECT *${nulls} FROM (${daily}) ORDER BY date, symbol) TO '${dailyFolder(store, 2022)}/days.parquet' (FORMAT parquet);
    COPY (${minutes} ORDER BY date, symbol, bar) TO '${store}/minute' (FORMAT parquet, PARTITION_BY (date), OVERWRITE_OR_IGNORE);
    COPY (SELECT CAST(day AS DATE) AS date, 'tiny' AS index, printf('%06d.SH', 600000 + i) AS symbol, 0.125 AS weight FROM (SELECT unnest([${months.join(', ')}]) AS day), range(8) r(i) ORDER BY ALL) TO '${store}/index_member/tiny.parquet' (FORMAT parquet);
    COPY (SELECT CAST(day AS DATE) AS date, 'tiny' AS index, 1000 + 10 * sin(d / 7.0) AS close FROM (SELECT DISTINCT day, d FROM ${list}) ORDER BY ALL) TO '${store}/index_daily/tiny.parquet' (FORMAT parquet)`);
}

export const FACTORS = `/// 尾盘偏度 · Skewness of the last half-hour.
factor late { from minute direction -1 value skew(ret, window=late) }
/// 量幅相关 · Volume against the swing of the bar.
factor swing { from minute direction 1 value corr(volume, high / low - 1) }
/// 换手率 · Turnover.
factor busy { from daily direction -1 value turnover }
set all { late, swing, busy }
`;
const TRAIN = 'train { optimizer adam(learning_rate=0.01) batch 100 epochs 2 patience 1 every 2d seeds 1 refit 1mo }';
export const MODELS = {
  panels: `use "../factors/small.factor"\n/// 面板 · Days of the factors.\nmodel panels {\n  input x = panel(fill(zscore(winsorize(all)), 0), days=5)\n  target y = zscore(forward_return(from=1, to=4, price=vwap))\n  output p = dense(gru(x, units=3), units=1)\n  loss -corr(p, y)\n  ${TRAIN}\n}\n`,
  bars: `/// 日线 · Daily bars.\nmodel bars {\n  input day = zscore(over_last(bars(every=1d, count=5, fields=[open, close])))\n  target y = zscore(forward_return(from=1, to=4, price=vwap))\n  output p = dense(gru(day, units=3), units=1)\n  loss -corr(p, y)\n  ${TRAIN}\n}\n`,
} as const;
export const SMALL = `name: small
data: { store: market }
engine: webasm
factors: [factors/small.factor]
tests: { factors: { layers: 3 }, signals: { layers: 3 } }
models: [models/panels.model, models/bars.model]
training: { fewestDates: 5, importance: 0, backend: wasm }
fusion: { both: { panels: 1, bars: 3 } }
portfolios:
  big: { signal: both, index: tiny, turnover: [30%, 60%], limits: { deviation: 20%, industry: none, size: none, memberWeight: none } }
`;
/** Steps of it, in their order. */
export const STEPS: readonly string[] = ['factors', 'test of the factors', 'train panels', 'train bars', 'signals', 'test of the signals', 'portfolio big turnover30', 'portfolio big turnover60'];

/** A project with the experiment above in small.yaml; a market of so many days, or none. */
export async function smallProject(days: number, changes: MarketChanges = {}): Promise<string> {
  const project = await freshFolder();
  await writeText(project, 'package.json', '{}');
  await writeText(project, 'factors/small.factor', FACTORS);
  for (const [name, text] of Object.entries(MODELS)) await writeText(project, `models/${name}.model`, text);
  await writeText(project, 'small.yaml', SMALL);
  if (days > 0) await writeMarket(join(project, 'market'), days, changes);
  return project;
}

export function load(project: string, settings: readonly string[] = [], file = 'small.yaml'): Loading {
  return loadExperiment({ file, currentFolder: project, settings: settings.map(parseSetting) });
}

/** An experiment that has no error. */
export function loaded(project: string, settings: readonly string[] = [], file = 'small.yaml'): LoadedExperiment {
  const read = load(project, settings, file);
  if (read.loaded === null) throw new Error(said(read).map(({ message }) => message).join('\n'));
  return read.loaded;
}

/** Findings as `--json` has them. */
export function said({ findings, texts }: Loading): readonly FindingJson[] {
  return findings.map((found) => toJson(found, new LineMap(texts.get(found.path) ?? '')));
}

/** Findings of a text, as `line:column code message`, those about its other files left out. */
export async function saidOf(project: string, text: string | Uint8Array, settings: readonly string[] = []): Promise<readonly string[]> {
  await writeFile(join(project, 'trial.yaml'), text);
  return said(load(project, settings, 'trial.yaml')).filter(({ file }) => file === 'trial.yaml').map(({ line, column, code, message }) => `${line}:${column} ${code} ${message}`);
}

/** The small experiment with a piece of its text replaced. */
export function edited(from: string, to: string): string {
  if (!SMALL.includes(from)) throw new Error(`no ${from} in the small experiment`);
  return SMALL.replace(from, to);
}

/** Line and column of the first place of a piece of text. */
export function placeOf(text: string, piece: string): string {
  const at = text.indexOf(piece);
  if (at < 0) throw new Error(`no ${piece}`);
  const { line, column } = new LineMap(text).position(at);
  return `${line}:${column}`;
}

export interface Ran {
  readonly report: RunReport;
  readonly folder: string;
  /** Names of the steps that were not kept. */
  readonly ran: readonly string[];
  /** metrics.json, as it lies there. */
  readonly metrics: string;
}

/** Runs the experiment in this process, into runs/NAME of the project. */
export async function run(project: string, settings: readonly string[] = [], { file = 'small.yaml', out = 'runs/small' } = {}): Promise<Ran> {
  const folder = join(project, out);
  const report = await runExperiment({ loaded: loaded(project, settings, file), out: folder, settings });
  return { report, folder, ran: report.steps.filter(({ isKept }) => !isKept).map(({ name }) => name), metrics: readFileSync(join(folder, 'metrics.json'), 'utf8') };
}

/** Names of files that are not the same in two folders, each with its contents by name. */
export function changed(before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>): readonly string[] {
  return Object.keys({ ...before, ...after }).filter((name) => before[name] !== after[name]);
}
