/** Experiments of the project and the runs that were made of them. */
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { toJson } from '../../dsl/finding.ts';
import { LineMap } from '../../dsl/source.ts';
import { loadExperiment } from '../../runtime/experiment/load-experiment.ts';
import { usualRunFolder } from '../../runtime/experiment/recorded-settings.ts';
import { readRecord } from '../../runtime/experiment/run-record.ts';
import { listExperiments, projectPath } from '../../runtime/project-reader.ts';
import { REPORT_FILE } from '../../runtime/report/write-report.ts';
import type { ExperimentEntry, ExperimentsAnswer, RunEntry } from '../api.ts';
import type { ProjectFolder } from './project-folder.ts';
import type { ReportFolders } from './report-folders.ts';

export async function experimentsOf({ root }: ProjectFolder, reports: ReportFolders, typed: string): Promise<ExperimentsAnswer> {
  const experiments = listExperiments(root).map((file): ExperimentEntry => {
    const { name, findings, texts } = loadExperiment({ file, currentFolder: root, needsData: false });
    const path = projectPath(root, file);
    return { path, name, command: `${typed} run ${path}`, findings: findings.map((found) => toJson(found, new LineMap(texts.get(found.path) ?? ''))) };
  });
  return { experiments, runs: await runsOf(root, reports) };
}

/** Runs in the folder where runs lie unless somebody says otherwise, the newest first. */
async function runsOf(root: string, reports: ReportFolders): Promise<readonly RunEntry[]> {
  const folder = dirname(usualRunFolder({ root, name: 'any' }));
  if (!existsSync(folder)) return [];
  const entries = await Promise.all(
    (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isDirectory()).map(async ({ name }): Promise<readonly RunEntry[]> => {
      const own = join(folder, name);
      const record = await readRecord(own);
      if (record === null) return [];
      const hasReport = existsSync(join(own, REPORT_FILE));
      return [{
        folder: projectPath(root, own),
        experiment: record.experiment,
        written: record.written,
        report: hasReport ? { title: record.title ?? record.name, written: record.written, url: `${reports.open(own)}/${REPORT_FILE}` } : null,
      }];
    }),
  );
  return entries.flat().sort((a, b) => (a.written < b.written ? 1 : -1));
}
