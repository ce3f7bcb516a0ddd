/** Line breaks of files: the editor counts every break as one character, and so must whoever tells it of places in the text. */

export type LineBreak = '\n' | '\r\n';

/** The text as the editor has it. */
export function withLineFeeds(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}

/** The break that most lines of a text end with. */
export function lineBreakOf(text: string): LineBreak {
  const windows = text.split('\r\n').length - 1;
  const all = text.split('\n').length - 1;
  return windows * 2 > all ? '\r\n' : '\n';
}

/** A text of the editor with the breaks of its file. */
export function withBreaks(text: string, lineBreak: LineBreak): string {
  return lineBreak === '\n' ? text : text.replaceAll('\n', lineBreak);
}
