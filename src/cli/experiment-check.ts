/** Checks experiments for `check`: what they say, and the sources that they name; their data need not be there. */
import { loadExperiment } from '../runtime/experiment/load-experiment.ts';
import { placeFindings, type PlacedFinding } from './project-check.ts';

export function checkExperiments(files: readonly string[], currentFolder: string): readonly PlacedFinding[] {
  return files.flatMap((file) => {
    const { findings, texts, root } = loadExperiment({ file, currentFolder, needsData: false });
    return placeFindings(findings, texts, root, currentFolder);
  });
}
