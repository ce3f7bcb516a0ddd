/** Small experiments in projects of their own: a run takes a few seconds. */
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseSetting } from '../../src/runtime/experiment/document.ts';
import { loadExperiment, type LoadedExperiment, type Loading } from '../../src/runtime/experiment/load-experiment.ts';
import type { RunReport } from '../../src/runtime/experiment/run-experiment.ts';
import { LineMap } from '../../src/dsl/source.ts';
import { toJson, type FindingJson } from '../../src/dsl/finding.ts';
import { writeMarket, type MarketChanges } from '../runtime/experiment/market.ts';
import { freshFolder, writeText } from '../runtime/store/support.ts';

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

/** The same with one model, which reads no factor, and one portfolio: what a run takes least time for. */
export const LEAN = SMALL.replace('models/panels.model, ', '').replace(/fusion.*\n/, '').replace('signal: both', 'signal: bars').replace('[30%, 60%]', '30%');
export const LEAN_STEPS: readonly string[] = ['factors', 'test of the factors', 'train bars', 'signals', 'test of the signals', 'portfolio big turnover30'];

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
  // Most tests run nothing, and need not wait for what runs.
  const { runExperiment } = await import('../../src/runtime/experiment/run-experiment.ts');
  const folder = join(project, out);
  const report = await runExperiment({ loaded: loaded(project, settings, file), out: folder, settings });
  return { report, folder, ran: report.steps.filter(({ isKept }) => !isKept).map(({ name }) => name), metrics: readFileSync(join(folder, 'metrics.json'), 'utf8') };
}

/** Names of files that are not the same in two folders, each with its contents by name. */
export function changed(before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>): readonly string[] {
  return Object.keys({ ...before, ...after }).filter((name) => before[name] !== after[name]);
}
