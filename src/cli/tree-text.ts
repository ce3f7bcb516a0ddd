/** The syntax tree of a file as an indented outline: one node a line, with its place. */
import type { LineMap, Span } from '../dsl/source.ts';
import type { Item } from '../dsl/syntax.ts';

/** Names of the file's items and their outlines; `use` items have no name. */
export function treeText(items: readonly Item[], lines: LineMap): string {
  return items.map((item) => outline('', item, 0, lines).join('\n')).join('\n\n');
}

/** The name an item declares; null for `use`. */
export function itemName(item: Item): string | null {
  return item.kind === 'use' ? null : item.name.text;
}

interface TreeNode {
  readonly kind?: unknown;
  readonly span: Span;
}

function outline(label: string, node: TreeNode, depth: number, lines: LineMap): string[] {
  const { line, column } = lines.position(node.span.start);
  const words: string[] = [];
  const children: string[] = [];
  for (const [key, value] of Object.entries(node)) {
    if (key === 'kind' || key.toLowerCase().endsWith('span') || value === null) continue;
    // A number as it was written says more than its value.
    if (key === 'value' && 'text' in node) continue;
    if (key === 'documentation' && isName(value)) words.push(JSON.stringify(value.text));
    else if (isName(value)) words.push(key === 'name' || key === 'callee' ? value.text : `${key}=${value.text}`);
    else if (typeof value !== 'object') words.push(key === 'text' || key === 'value' || key === 'operator' ? String(value) : `${key}=${String(value)}`);
    else if (Array.isArray(value)) value.filter(isNode).forEach((child, index) => children.push(...outline(`${key}[${index}]`, child, depth + 1, lines)));
    else if (isNode(value)) children.push(...outline(key, value, depth + 1, lines));
  }
  const kind = typeof node.kind === 'string' ? node.kind : '';
  const head = [label === '' ? '' : `${label}:`, kind, ...words].filter((word) => word !== '').join(' ');
  return [`${'  '.repeat(depth)}${head}  @${line}:${column}`, ...children];
}

/** Names are leaves that belong on their parent's line. */
function isName(value: unknown): value is { readonly text: string } {
  return isNode(value) && !('kind' in value) && Object.keys(value).length === 2 && 'text' in value && typeof value.text === 'string';
}

function isNode(value: unknown): value is TreeNode {
  return typeof value === 'object' && value !== null && 'span' in value;
}
