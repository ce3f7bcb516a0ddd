/** How far a new line goes in: two places for each brace that is open. A closing brace goes back out as it is typed. */
import { indentOnInput, indentService } from '@codemirror/language';
import { EditorState, type Extension } from '@codemirror/state';

const STEP = 2;

export const INDENTATION: Extension = [
  indentService.of((context, at) => {
    const line = context.lineAt(at);
    const before = context.state.sliceDoc(0, line.from);
    const closes = /^\s*[})]/.test(line.text) ? 1 : 0;
    return Math.max(0, openBraces(before) - closes) * STEP;
  }),
  EditorState.languageData.of(() => [{ indentOnInput: /^\s*[})]$/, commentTokens: { line: '#' } }]),
  indentOnInput(),
];

/** Braces and parentheses that are open at the end of a text; those of comments and texts do not count. */
function openBraces(text: string): number {
  let open = 0;
  for (const [mark] of text.matchAll(/#.*|\/\/\/.*|"[^"\n]*"|[{}()]/g)) open = Math.max(0, open + (mark === '{' || mark === '(' ? 1 : mark === '}' || mark === ')' ? -1 : 0));
  return open;
}
