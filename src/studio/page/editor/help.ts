/** Completion, hover and the call being written, from the language service. */
import { autocompletion, snippetCompletion, type Completion as Offered, type CompletionContext, type CompletionResult } from '@codemirror/autocomplete';
import { StateField, type EditorState, type Extension } from '@codemirror/state';
import { hoverTooltip, showTooltip, type Tooltip } from '@codemirror/view';
import type { Completion, CompletionKind, FileLanguage, SignatureHelp } from '../../../editor/api.ts';
import { element } from '../dom.ts';
import { markdown } from './markdown.ts';

/** CodeMirror's names of kinds, which have icons. */
const ICONS: Partial<Record<CompletionKind, string>> = {
  keyword: 'keyword', table: 'class', column: 'property', operator: 'function', function: 'function', def: 'function', let: 'variable', parameter: 'variable',
  'named-argument': 'property', window: 'constant', enum: 'enum', unit: 'type', factor: 'variable', set: 'namespace', model: 'class', key: 'property', value: 'constant', file: 'text', snippet: 'text',
};

/** Ranks that CodeMirror knows. */
const MOST_BOOST = 99;

export function helpFrom(service: FileLanguage, path: string): Extension {
  return [
    autocompletion({ override: [(context) => completionsAt(service, path, context)], icons: false, closeOnBlur: true }),
    hoverTooltip((_view, at): Tooltip | null => {
      const hover = service.hover(path, at);
      return hover === null ? null : { pos: hover.span.start, end: hover.span.end, create: () => ({ dom: markdown(hover.markdown) }) };
    }),
    callBeingWritten(service, path),
  ];
}

function completionsAt(service: FileLanguage, path: string, context: CompletionContext): CompletionResult | null {
  const offered = service.completions(path, context.pos);
  const [first] = offered;
  if (first === undefined) return null;
  const from = Math.min(first.span.start, context.pos);
  // Unasked it speaks up only where a word has begun.
  if (!context.explicit && from === context.pos && !/[.=(,]\s?$/.test(context.state.sliceDoc(Math.max(0, context.pos - 2), context.pos))) return null;
  return { from, options: offered.map(offeredOf), validFor: /^[\p{L}\p{N}_]*$/u };
}

function offeredOf({ label, kind, detail, documentation, text, isSnippet, rank }: Completion): Offered {
  const shown: Offered = {
    label,
    detail,
    type: ICONS[kind] ?? 'text',
    boost: Math.max(-MOST_BOOST, MOST_BOOST - rank),
    ...(documentation === '' ? {} : { info: () => markdown(documentation) }),
  };
  return isSnippet ? snippetCompletion(text, shown) : { ...shown, apply: text };
}

/** A line above the cursor that says what the call around it takes. */
function callBeingWritten(service: FileLanguage, path: string): Extension {
  const tooltipAt = (state: EditorState): Tooltip | null => {
    const { main } = state.selection;
    if (!main.empty) return null;
    const help = service.signature(path, main.head);
    return help === null ? null : { pos: main.head, above: true, create: () => ({ dom: signatureElement(help) }) };
  };
  return StateField.define<Tooltip | null>({
    create: () => null,
    update: (shown, change) => (change.docChanged || change.selection !== undefined ? tooltipAt(change.state) : shown),
    provide: (field) => showTooltip.from(field),
  });
}

function signatureElement({ label, documentation, parameters, active }: SignatureHelp): HTMLElement {
  const span = active === null ? undefined : parameters[active]?.span;
  const said = active === null ? '' : (parameters[active]?.documentation ?? '');
  const words = span === undefined ? [label] : [label.slice(0, span.start), element('strong', {}, label.slice(span.start, span.end)), label.slice(span.end)];
  return element('div', { class: 'signature' }, element('code', {}, ...words), said === '' && documentation === '' ? null : markdown(said === '' ? documentation : said));
}
