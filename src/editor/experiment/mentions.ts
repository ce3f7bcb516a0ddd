/** Where an experiment names what a source declares: behind `#`, and models as parts of fusions and as signals. */
import type { Document } from 'yaml';
import type { Span } from '../../dsl/source.ts';
import type { Location } from '../api.ts';
import type { ExperimentContext } from './context.ts';
import { placesOf } from './document.ts';
import { keysAreModels, modelsOf, nameKindOfValue, targetOf } from './names.ts';

/** @param declared the name of a factor, set or model where it is declared */
export function mentionsOf(document: Document, text: string, declared: Location, name: string, context: ExperimentContext): readonly Span[] {
  const isModel = modelsOf(document, context).some(({ location }) => location.path === declared.path && location.span.start === declared.span.start);
  return placesOf(document).flatMap(({ role, path, span, text: written }) => {
    if (role === 'key') return isModel && written === name && keysAreModels(path.slice(0, -1)) ? [span] : [];
    const kind = nameKindOfValue(path);
    if (kind === 'signal') return isModel && written === name ? [span] : [];
    if (written === null || (kind !== 'factor-source' && kind !== 'model-source')) return [];
    const target = targetOf(written, context.sources());
    const start = text.lastIndexOf(`#${name}`, span.end) + 1;
    return target.name === name && target.path.replace(/^\.\//, '') === declared.path && start > span.start ? [{ start, end: start + name.length }] : [];
  });
}
