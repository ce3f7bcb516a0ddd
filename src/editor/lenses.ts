/** What can be done with a factor or model, above it. */
import type { Lens } from './api.ts';
import type { Workspace } from './workspace.ts';

export function lensesOf(path: string, workspace: Workspace): readonly Lens[] {
  const items = workspace.parsed(path)?.tree.items ?? [];
  return items.flatMap((item): readonly Lens[] => {
    if (item.kind !== 'factor' && item.kind !== 'model') return [];
    const { start } = item.span;
    const of = { span: { start, end: item.name.span.end }, path, name: item.name.text };
    const explain: Lens = { ...of, title: 'Explain', command: 'explain' };
    return item.kind === 'model' ? [explain] : [explain, { ...of, title: 'Test this factor', command: 'test' }];
  });
}
