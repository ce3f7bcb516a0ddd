/** Findings below the text: what was found, what to do, and a button that does it. */
import type { Finding } from '../../dsl/finding.ts';
import { LineMap } from '../../dsl/source.ts';
import { element, refill } from './dom.ts';
import { inline } from './editor/markdown.ts';
import type { SourceEditor } from './editor/source-editor.ts';
import { say } from './language.ts';
import { WORDS } from './words.ts';

/** Findings that are listed: who has more mends the first ones first. */
const LISTED = 30;

export function listFindings(place: HTMLElement, findings: readonly Finding[], text: string, editor: SourceEditor): void {
  const lines = new LineMap(text);
  if (findings.length === 0) refill(place, element('p', { class: 'note' }, say(WORDS.noFindings)));
  else refill(place, element('ul', { class: 'plain' }, ...findings.slice(0, LISTED).map((one) => entry(one, lines, editor))), element('p', { class: 'note' }, say(WORDS.fixHint)));
}

function entry({ code, severity, message, hint, span, fix }: Finding, lines: LineMap, editor: SourceEditor): HTMLElement {
  const { line, column } = lines.position(span.start);
  return element(
    'li',
    { class: `finding ${severity}` },
    element('button', { type: 'button', class: 'link', onclick: () => editor.goTo(span.start, span.end) }, element('strong', {}, code), ` ${String(line)}:${String(column)}`),
    element('span', { class: 'message' }, ...inline(message)),
    hint === null ? null : element('span', { class: 'hint' }, ...inline(hint)),
    fix === null ? null : element('button', { type: 'button', class: 'quiet', onclick: () => editor.apply(fix) }, fix.title),
  );
}
