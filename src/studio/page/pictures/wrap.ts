/** Lines of a text in a picture, which does not break them by itself. */

let context: CanvasRenderingContext2D | null = null;

/** Width of a text in pixels; `font` as in CSS. */
export function widthOf(text: string, font: string): number {
  context ??= document.createElement('canvas').getContext('2d');
  if (context === null) return text.length * 8;
  context.font = font;
  return context.measureText(text).width;
}

/** Breaks a text at spaces so that no line is wider than `most`; a word that is wider is cut. */
export function wrapped(text: string, font: string, most: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (widthOf(longer, font) <= most) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    line = word;
    while (widthOf(line, font) > most && line.length > 1) {
      const fits = longestStart(line, font, most);
      lines.push(line.slice(0, fits));
      line = line.slice(fits);
    }
  }
  return line === '' ? lines : [...lines, line];
}

function longestStart(text: string, font: string, most: number): number {
  let fits = 1;
  while (fits < text.length && widthOf(text.slice(0, fits + 1), font) <= most) fits++;
  return fits;
}
