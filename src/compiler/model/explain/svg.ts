/** A model as a drawing: boxes from left to right, readable on light and dark grounds, all text selectable. */
import type { ModelPlan } from '../plan.ts';
import { boxesOf, type Box, type BoxKind } from './boxes.ts';

const LINE = 17;
const PADDING = 10;
const GAP = { x: 46, y: 18 } as const;
const MARGIN = 16;
/** Mean width of a letter of the font at its size; Chinese ones are twice as wide. */
const LETTER = 7.3;

interface Placed {
  readonly box: Box;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Outline and ground of each kind: tints that let either text colour be read. */
const TINTS: Readonly<Record<BoxKind, readonly [stroke: string, ground: string]>> = {
  input: ['#3b82c4', '#3b82c41f'],
  target: ['#b7791f', '#b7791f1f'],
  layer: ['#2f9e6e', '#2f9e6e1f'],
  value: ['#8a8f98', '#8a8f981a'],
  output: ['#7c5cc4', '#7c5cc41f'],
  loss: ['#c4504e', '#c4504e1f'],
};

const STYLE = [
  'text { font: 13px ui-monospace, SFMono-Regular, Menlo, Consolas, "Noto Sans Mono CJK SC", monospace; fill: #1f2328; }',
  '.title { font-weight: 600; }',
  '.ground { fill: #ffffff; }',
  '.arrow { fill: none; stroke: #8a8f98; stroke-width: 1.4; }',
  '@media (prefers-color-scheme: dark) { text { fill: #e6edf3; } .ground { fill: #0d1117; } }',
].join(' ');

/** An SVG document of a model. */
export function modelSvg(plan: ModelPlan): string {
  const placed = layOut(boxesOf(plan));
  const width = Math.max(...placed.map((each) => each.x + each.width)) + MARGIN;
  const height = Math.max(...placed.map((each) => each.y + each.height)) + MARGIN;
  const arrows = placed.flatMap((to) => to.box.from.map((i) => arrow(placed[i], to)));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${number(width)} ${number(height)}" width="${number(width)}" height="${number(height)}" role="img" aria-label="${escaped(`model ${plan.name}`)}">`,
    `<title>${escaped(`model ${plan.name}`)}</title>`,
    `<style>${STYLE}</style>`,
    '<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 L8 4 L0 8 z" fill="#8a8f98"/></marker></defs>',
    `<rect class="ground" width="${number(width)}" height="${number(height)}"/>`,
    ...arrows,
    ...placed.map(drawn),
    '</svg>',
    '',
  ].join('\n');
}

function number(value: number): string {
  return String(Math.round(value * 10) / 10);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

function textWidth(text: string): number {
  return [...text].reduce((sum, letter) => sum + (/[\u1100-\u{10FFFF}]/u.test(letter) && !/[\u2010-\u22ff]/.test(letter) ? 2 : 1), 0) * LETTER * 1.08;
}

/** Column of each box: one after the last that it reads; what only the loss or the output reads stands just before it. */
function columnsOf(boxes: readonly Box[]): readonly number[] {
  const columns: number[] = [];
  for (const { from } of boxes) columns.push(from.reduce((most, i) => Math.max(most, (columns[i] ?? 0) + 1), 0));
  return boxes.map(({ kind }, at) => {
    if (kind !== 'target') return columns[at] ?? 0;
    const readers = boxes.flatMap((box, i) => (box.from.includes(at) ? [columns[i] ?? 0] : []));
    return readers.length === 0 ? 0 : Math.max(0, Math.min(...readers) - 1);
  });
}

function layOut(boxes: readonly Box[]): readonly Placed[] {
  const columns = columnsOf(boxes);
  const count = Math.max(...columns) + 1;
  const sizes = boxes.map(({ title, lines }) => ({ width: Math.max(...[title, ...lines].map(textWidth)) + 2 * PADDING, height: (lines.length + 1) * LINE + 2 * PADDING - 4 }));
  const placed: Placed[] = [];
  const middles: number[] = [];
  const heights = Array.from({ length: count }, (_, column) => sizes.reduce((sum, { height }, i) => (columns[i] === column ? sum + height + GAP.y : sum), -GAP.y));
  const tallest = Math.max(...heights);
  let x = MARGIN;
  for (let column = 0; column < count; column++) {
    const members = columns.flatMap((of, i) => (of === column ? [i] : []));
    // Boxes stand in the order of what they read, so that few arrows cross.
    const wish = (i: number): number => {
      const from = (boxes[i]?.from ?? []).flatMap((each) => middles[each] ?? []);
      return from.length === 0 ? Infinity : from.reduce((sum, middle) => sum + middle, 0) / from.length;
    };
    if (column > 0) members.sort((a, b) => compare(wish(a), wish(b)) || a - b);
    let y = MARGIN + (tallest - (heights[column] ?? 0)) / 2;
    const width = Math.max(...members.map((i) => sizes[i]?.width ?? 0));
    for (const i of members) {
      const box = boxes[i];
      const height = sizes[i]?.height ?? 0;
      if (box !== undefined) placed[i] = { box, x, y, width, height };
      middles[i] = y + height / 2;
      y += height + GAP.y;
    }
    x += width + GAP.x;
  }
  return placed;
}

function compare(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

function arrow(from: Placed | undefined, to: Placed): string {
  if (from === undefined) return '';
  const [x1, y1] = [from.x + from.width, from.y + from.height / 2];
  const [x2, y2] = [to.x - 2, to.y + to.height / 2];
  const bend = Math.max(18, (x2 - x1) / 2);
  return `<path class="arrow" marker-end="url(#head)" d="M${number(x1)} ${number(y1)} C${number(x1 + bend)} ${number(y1)} ${number(x2 - bend)} ${number(y2)} ${number(x2)} ${number(y2)}"/>`;
}

function drawn({ box: { kind, title, lines, shared }, x, y, width, height }: Placed): string {
  const [stroke, ground] = TINTS[kind];
  const text = [title, ...lines].map((line, i) => `<text${i === 0 ? ' class="title"' : ''} x="${number(x + PADDING)}" y="${number(y + PADDING + 10 + i * LINE)}">${escaped(line)}</text>`);
  return [
    '<g>',
    `<rect class="ground" x="${number(x)}" y="${number(y)}" width="${number(width)}" height="${number(height)}" rx="6"/>`,
    `<rect x="${number(x)}" y="${number(y)}" width="${number(width)}" height="${number(height)}" rx="6" fill="${ground}" stroke="${stroke}" stroke-width="${shared ? '2' : '1.2'}"${shared ? ' stroke-dasharray="6 3"' : ''}/>`,
    ...text,
    '</g>',
  ].join('');
}
