/** The typed program as a tree: lines that lead from each operation to what it takes. */
import type { TypedLine } from '../../../compiler/explain/typed.ts';
import { element } from '../dom.ts';

export function typedTree(lines: readonly TypedLine[]): HTMLElement {
  const deepest = 12;
  return element(
    'ol',
    { class: 'typed' },
    ...lines.map(({ depth, text, type, rows, known }) =>
      element('li', { style: `--depth:${String(Math.min(depth, deepest))}` }, element('code', {}, text), element('span', { class: 'chip' }, type), element('span', { class: 'rows' }, `${rows} · ${known}`)),
    ),
  );
}
