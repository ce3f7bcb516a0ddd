/** Rebuilding the pages of a folder from the results in it: after an update of fullband, or when somebody has deleted them. */
import { readdir } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { EVALUATION_FILE, readEvaluation } from '../evaluate/read-evaluation.ts';
import type { Evaluation } from '../evaluate/evaluation.ts';
import { writeReport } from '../report/write-report.ts';
import { FACTORS_FOLDER, PORTFOLIOS_FOLDER, portfolioFolder, SIGNALS_FOLDER, writeRunReport } from '../report/run/write-run-report.ts';
import type { PortfolioResult } from '../portfolio/result.ts';
import { DataError } from '../store/data-error.ts';
import { readKeptJson } from './read-json.ts';
import { RESOLVED_FILE } from './run-folder.ts';
import { readRecord } from './run-record.ts';
import { PORTFOLIO_FILE } from './steps/portfolio.ts';

/** Writes the pages of a run, or of the results of one test; returns their paths, the first page last. Throws DataError for a folder that holds neither. */
export async function rebuildReport(folder: string): Promise<readonly string[]> {
  const record = await readRecord(folder);
  if (record === null) {
    if (existsSync(join(folder, EVALUATION_FILE))) return (await writeReport(await readEvaluation(folder), folder)).toReversed();
    throw new DataError({ file: folder, found: existsSync(folder) ? 'a folder without the results of a run that has come to its end' : 'no such folder', expected: 'a run folder, or the folder of a test', remedy: 'Name a folder that fullband run, evaluate or train --report wrote.' });
  }
  const resolved = await readKeptJson<{ readonly pages?: unknown }>(join(folder, RESOLVED_FILE));
  return writeRunReport(folder, {
    record,
    factors: await evaluationIn(join(folder, FACTORS_FOLDER)),
    signals: await evaluationIn(join(folder, SIGNALS_FOLDER)),
    portfolios: await portfoliosIn(folder, record.steps.filter(({ kind }) => kind === 'portfolio').map(({ name }) => name)),
    pages: resolved?.pages === 'overview' ? 'overview' : 'all',
  });
}

async function evaluationIn(folder: string): Promise<Evaluation | null> {
  return existsSync(join(folder, EVALUATION_FILE)) ? readEvaluation(folder) : null;
}

/** In the order of the steps that made them. */
async function portfoliosIn(folder: string, steps: readonly string[]): Promise<readonly PortfolioResult[]> {
  const below = join(folder, PORTFOLIOS_FOLDER);
  const names = existsSync(below) ? await readdir(below) : [];
  const found: PortfolioResult[] = [];
  for (const name of names) {
    const result = await readKeptJson<PortfolioResult>(join(below, name, PORTFOLIO_FILE));
    if (result !== null && portfolioFolder(result) === name) found.push(result);
  }
  const place = ({ name, variant }: PortfolioResult): number => steps.indexOf(`portfolio ${name} ${variant}`);
  return found.sort((a, b) => place(a) - place(b));
}
