/** The little Markdown that documentation uses, as elements: paragraphs, lists, code and emphasis. Anything else stands as it is written. */
import { element } from '../dom.ts';

export function markdown(text: string): HTMLElement {
  const parts: HTMLElement[] = [];
  for (const [i, part] of text.split(/^```.*$/m).entries()) {
    if (i % 2 === 1) parts.push(element('pre', {}, part.replace(/^\n|\n$/g, '')));
    else parts.push(...part.split(/\n\s*\n/).filter((block) => block.trim() !== '').map(blockOf));
  }
  return element('div', { class: 'markdown' }, ...parts);
}

function blockOf(block: string): HTMLElement {
  const lines = block.trim().split('\n');
  if (lines.every((line) => /^[-*] /.test(line))) return element('ul', {}, ...lines.map((line) => element('li', {}, ...inline(line.slice(2)))));
  const heading = /^#+ (.*)$/.exec(block.trim());
  return heading === null ? element('p', {}, ...inline(lines.join(' '))) : element('p', {}, element('strong', {}, heading[1] ?? ''));
}

/** Words of one line, `code` and **emphasis** among them. */
export function inline(text: string): readonly (Node | string)[] {
  return text.split(/(`[^`]+`|\*\*[^*]+\*\*)/).map((part) => {
    if (part.startsWith('`') && part.length > 2) return element('code', {}, part.slice(1, -1));
    if (part.startsWith('**') && part.length > 4) return element('strong', {}, part.slice(2, -2));
    return part;
  });
}
