/** A factor that the page names, as it stands in the editor. */
import { checkProject, factorKey } from '../../dsl/check.ts';
import { toJson } from '../../dsl/finding.ts';
import { loadProject } from '../../dsl/load-project.ts';
import { LineMap } from '../../dsl/source.ts';
import type { CheckedFactor } from '../../dsl/typed.ts';
import type { Unsaved } from '../api.ts';
import { RequestError } from './failure.ts';
import type { ProjectFolder } from './project-folder.ts';

/** Throws RequestError with the findings of a factor that does not pass. */
export function openFactor(folder: ProjectFolder, { path, name, unsaved }: { readonly path: string; readonly name: string; readonly unsaved: readonly Unsaved[] }): CheckedFactor {
  const project = loadProject([folder.require(path)], folder.readerWith(unsaved));
  const { findings, reachable } = checkProject(project);
  const factor = reachable.get(factorKey(path, name));
  if (factor !== undefined) return factor;
  const errors = findings.filter(({ severity }) => severity === 'error').map((found) => toJson(found, new LineMap(project.files.get(found.path)?.tree.text ?? '')));
  const isThere = project.files.get(path)?.factors.has(name) === true;
  throw new RequestError(422, isThere ? `${name} has mistakes.` : `There is no factor ${name} in ${path}.`, isThere ? 'Mend what is underlined, then ask again.' : null, errors);
}
