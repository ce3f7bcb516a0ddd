/** The pages of a whole run: one that shows all of it, and below it those of the tests and of the portfolios. */
import { join } from 'node:path';
import type { Evaluation } from '../../evaluate/evaluation.ts';
import type { PortfolioResult } from '../../portfolio/result.ts';
import { writeWhole } from '../../store/durable.ts';
import { pageNames } from '../page-names.ts';
import { portfolioPage } from '../portfolio/portfolio-page.ts';
import { both } from '../text.ts';
import { REPORT_FILE, SIGNALS_FOLDER as PAGES_FOLDER, writeReport } from '../write-report.ts';
import { runPage, type ShownRecord } from './run-page.ts';

/** Folders below that of the run. */
export const PORTFOLIOS_FOLDER = 'portfolios';
export const FACTORS_FOLDER = 'factors';
export const SIGNALS_FOLDER = 'signals';

export interface ShownRun {
  readonly record: ShownRecord;
  readonly factors: Evaluation | null;
  readonly signals: Evaluation | null;
  readonly portfolios: readonly PortfolioResult[];
  /** `overview`: no pages below the first. */
  readonly pages: 'all' | 'overview';
}

/** Folder of a run of a portfolio, below `portfolios`. */
export function portfolioFolder({ name, variant }: Pick<PortfolioResult, 'name' | 'variant'>): string {
  return `${name}-${variant}`;
}

/** Writes all pages, each whole or not at all, and the first one last. Returns their paths, in that order. */
export async function writeRunReport(folder: string, { record, factors, signals, portfolios, pages }: ShownRun): Promise<readonly string[]> {
  const hasPages = pages === 'all';
  const back = { href: `../${REPORT_FILE}`, title: both('The whole run', '整个实验') };
  const written: string[] = [];
  for (const [name, evaluation] of [[FACTORS_FOLDER, factors], [SIGNALS_FOLDER, signals]] as const) if (evaluation !== null && hasPages) written.push(...(await writeReport(evaluation, join(folder, name), back)));
  const hrefs: string[] = [];
  for (const result of portfolios) {
    const name = portfolioFolder(result);
    hrefs.push(hasPages ? `${PORTFOLIOS_FOLDER}/${encodeURIComponent(name)}/${REPORT_FILE}` : '');
    if (!hasPages) continue;
    const path = join(folder, PORTFOLIOS_FOLDER, name, REPORT_FILE);
    await writeWhole(path, portfolioPage(result, { href: `../../${REPORT_FILE}`, title: back.title }));
    written.push(path);
  }
  const report = join(folder, REPORT_FILE);
  await writeWhole(report, runPage({ record, factors: withHrefs(factors, FACTORS_FOLDER, hasPages), signals: withHrefs(signals, SIGNALS_FOLDER, hasPages), portfolios, hrefs }));
  return [...written, report];
}

/** Where the page of each signal is, as `writeReport` names them. */
function withHrefs(evaluation: Evaluation | null, folder: string, hasPages: boolean): { readonly evaluation: Evaluation; readonly hrefs: readonly string[]; readonly href: string } | null {
  if (evaluation === null) return null;
  const { signals } = evaluation;
  const names = signals.length === 1 ? [REPORT_FILE] : pageNames(signals.map(({ name }) => name)).map((name) => `${PAGES_FOLDER}/${encodeURIComponent(name)}`);
  return { evaluation, hrefs: names.map((name) => (hasPages ? `${folder}/${name}` : '')), href: hasPages ? `${folder}/${REPORT_FILE}` : '' };
}
