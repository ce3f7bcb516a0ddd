/** The steps of a factor as a picture: what is read, what the host prepares, what the kernel collects and computes, and the value. From top to bottom, as wide as its place. */
import type { FactorSteps } from '../../../compiler/explain/steps.ts';
import { collectedText } from '../../../compiler/explain/pass-lines.ts';
import { shape } from '../dom.ts';
import { counted, say } from '../language.ts';
import { WORDS } from '../words.ts';
import { wrapped } from './wrap.ts';

const CODE = '12px ui-monospace, "SF Mono", "Cascadia Code", Menlo, Consolas, "DejaVu Sans Mono", "Liberation Mono", "Noto Sans Mono CJK SC", monospace';
const PLAIN = '12px system-ui, "Segoe UI", Roboto, "Noto Sans", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif';
const LINE = 17;
const PAD = 12;
const GAP = 30;
const HEAD = 22;

/** A line of text in a box. */
interface Line {
  readonly text: string;
  readonly style: 'code' | 'note' | 'strong';
}

interface Band {
  readonly kind: 'read' | 'host' | 'kernel' | 'value';
  readonly title: string;
  /** What it costs for a stock and day; absent where nothing is counted. */
  readonly cost?: string;
  /** What goes down from it. */
  readonly carries: string;
  readonly boxes: readonly (readonly Line[])[];
}

/** @param value name and unit of what comes out */
export function flowPicture(steps: FactorSteps, value: string, width: number, summary: string): SVGSVGElement {
  const picture = shape('svg', { class: 'flow', width, role: 'img', 'aria-label': summary });
  const bands = bandsOf(steps, value, width - 4 * PAD);
  let top = 1;
  bands.forEach((band, i) => {
    const { drawn, height } = bandAt(band, top, width);
    picture.append(drawn);
    top += height;
    if (i < bands.length - 1) {
      picture.append(arrow(width / 2, top, top + GAP, band.carries));
      top += GAP;
    }
  });
  picture.setAttribute('height', String(top + 1));
  picture.setAttribute('viewBox', `0 0 ${String(width)} ${String(top + 1)}`);
  return picture;
}

function bandsOf({ sql, host, kernel, expression, cost }: FactorSteps, value: string, most: number): readonly Band[] {
  const code = (text: string): readonly Line[] => wrapped(text, CODE, most).map((line) => ({ text: line, style: 'code' }));
  const note = (text: string): readonly Line[] => wrapped(text, PLAIN, most).map((line) => ({ text: line, style: 'note' }));
  const bars = (count: number): string => `${counted(count * 240 * 8)} B ${say(WORDS.perStock)}`;
  const passes = [...new Set(kernel.map(({ pass }) => pass))].sort((a, b) => a - b);
  return [
    { kind: 'read', title: say(WORDS.read), carries: bars(sql.length), boxes: [code(sql.length === 0 ? say(WORDS.none) : sql.join('  '))] },
    ...(host.length === 0
      ? []
      : [{ kind: 'host' as const, title: say(WORDS.host), carries: host.map(({ name, form }) => `${name}: ${form === 'value' ? '4 B' : '960 B'}`).join(' · '), boxes: host.map(({ name, expression: prepared, reason }) => [...code(`${name} = ${prepared}`), ...note(reason)]) }]),
    {
      kind: 'kernel',
      title: say(WORDS.kernelBand),
      cost: `${counted(cost.numbersRead * 4)} B · ${String(cost.operationsPerBar)} ${say(WORDS.operations)}`,
      carries: '4 B',
      boxes: [
        ...passes.map((pass): readonly Line[] => [
          { text: `${say(WORDS.pass)} ${String(pass)} ${say(WORDS.overBars)}`, style: 'strong' },
          ...kernel.filter((step) => step.pass === pass).flatMap((step) => [...code(collectedText(step, 'bars')), ...(step.rows === '' && !step.boundsError ? [] : note([step.rows, step.boundsError ? say(WORDS.forBound) : ''].filter((part) => part !== '').join(' · ')))]),
        ]),
        code(expression),
      ],
    },
    { kind: 'value', title: say(WORDS.value), carries: '', boxes: [code(value)] },
  ];
}

function bandAt({ kind, title, cost, boxes }: Band, top: number, width: number): { readonly drawn: SVGGElement; readonly height: number } {
  const parts: SVGElement[] = [shape('text', { x: PAD, y: top + 16, class: 'band-title' }, title)];
  if (cost !== undefined) parts.push(shape('text', { x: width - PAD, y: top + 16, class: 'line-note', 'text-anchor': 'end' }, cost));
  let at = top + HEAD + 2;
  for (const lines of boxes) {
    const height = lines.length * LINE + 10;
    parts.push(shape('rect', { x: PAD, y: at, width: width - 2 * PAD, height, rx: 5, class: 'box' }));
    lines.forEach(({ text, style }, i) => parts.push(shape('text', { x: 2 * PAD, y: at + 17 + i * LINE, class: `line-${style}` }, text)));
    at += height + 8;
  }
  const height = at - top + 4;
  return { drawn: shape('g', { class: `band band-${kind}` }, shape('rect', { x: 1, y: top, width: width - 2, height, rx: 8, class: 'ground' }), ...parts), height };
}

function arrow(x: number, from: number, to: number, label: string): SVGGElement {
  const tip = to - 2;
  return shape(
    'g',
    { class: 'arrow' },
    shape('line', { x1: x, y1: from + 2, x2: x, y2: tip - 5 }),
    shape('path', { d: `M${String(x - 4)} ${String(tip - 6)}L${String(x)} ${String(tip)}L${String(x + 4)} ${String(tip - 6)}Z` }),
    shape('text', { x: x + 10, y: (from + to) / 2 + 4, class: 'line-note' }, label),
  );
}
